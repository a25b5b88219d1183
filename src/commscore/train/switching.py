"""What another model would change on the same documents: how often each code comes, which scores move."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Final

from commscore.pipeline import assess, assess_letters
from commscore.settings import settings
from commscore.types import Document, Kind, Letter, LetterReport, Privacy, Report, Score

if TYPE_CHECKING:
    from commscore.models.model import Model

PRIORITY: Final = "priority."  # before a letter's level


@dataclass(frozen=True, slots=True)
class Switched:
    """How often a code comes `before` and `after`, in how many turns or letters; `gone` and `new` are those
    in which only one of the two finds it.
    """

    code: str
    before: int
    after: int
    gone: int
    new: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A domain's score on the `documents` that have one both times: the means, and how far one moves at most.

    `judged` says how many documents have one before and after.
    """

    domain: str
    documents: int
    before: float | None
    after: float | None
    most: float | None
    judged: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Switch:
    """What a switch would change on so many documents; letters have no scores."""

    documents: int
    codes: tuple[Switched, ...]
    scores: tuple[Moved, ...] = ()


def samples(kind: Kind) -> tuple[Document, ...] | tuple[Letter, ...]:
    """Return the samples of a kind, which are invented: a reference set that is always there."""
    from commscore.read import read_paths
    from commscore.read.letters import read_letters

    folder = settings().samples / f"{kind}s"
    if kind is Kind.LETTER:
        return tuple(each for each in read_letters([folder]) if isinstance(each, Letter))
    return tuple(each for each in read_paths([folder]) if isinstance(each, Document))


def difference(
    documents: Sequence[Document] | Sequence[Letter], before: "Model | str", after: "Model | str"
) -> Switch:
    """Return what changes where another model reads these documents of one kind; "rules" is none."""
    letters = [each for each in documents if isinstance(each, Letter)]
    talks = [each for each in documents if isinstance(each, Document)]
    off = str(Privacy.OFF)
    one, other = ([assess(each, privacy=off, model=model) for each in talks] for model in (before, after))
    first, second = (
        list(assess_letters(letters, model=model)) if letters else [] for model in (before, after)
    )
    told = [*map(_told, one), *map(_letter, first)], [*map(_told, other), *map(_letter, second)]
    return Switch(len(documents), tuple(_codes(*told)), tuple(_scores(one, other)))


Found = frozenset[tuple[str, int]]  # codes, and the turn or 0


def _told(report: Report) -> Found:
    return frozenset((code.code, code.turn) for code in report.codes if code.certain)


def _letter(report: LetterReport) -> Found:
    names = [each.category for each in report.problems if each.certain]
    names += [each.name for each in (*report.stages, *report.asks) if each.certain]
    names += [each.flag for each in report.flags]
    return frozenset((name, 0) for name in [*names, PRIORITY + report.priority.level])


def _codes(one: Sequence[Found], other: Sequence[Found]) -> Iterable[Switched]:
    """Yield the codes that either gives, those that change most first."""
    pairs = list(zip(one, other, strict=True))
    before, after = (Counter(code for found in each for code, _ in found) for each in (one, other))
    gone, new = (Counter(code for a, b in each for code, _ in a - b) for each in (pairs, _turned(pairs)))
    for code in sorted(before | after, key=lambda name: (-gone[name] - new[name], name)):
        yield Switched(code, before[code], after[code], gone[code], new[code])


def _turned(pairs: Iterable[tuple[Found, Found]]) -> list[tuple[Found, Found]]:
    return [(b, a) for a, b in pairs]


def _scores(one: Sequence[Report], other: Sequence[Report]) -> Iterable[Moved]:
    domains = dict.fromkeys(score.domain for report in (*one, *other) for score in report.scores)
    for domain in domains:
        pairs = [(_score(a, domain), _score(b, domain)) for a, b in zip(one, other, strict=True)]
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        yield Moved(
            domain,
            len(both),
            fmean(a for a, _ in both) if both else None,
            fmean(b for _, b in both) if both else None,
            max((b - a for a, b in both), key=abs) if both else None,
            (sum(a is not None for a, _ in pairs), sum(b is not None for _, b in pairs)),
        )


def _score(report: Report, domain: str) -> float | None:
    found: Score | None = next((score for score in report.scores if score.domain == domain), None)
    return found.value if found else None
