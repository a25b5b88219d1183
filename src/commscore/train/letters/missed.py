"""The letters that were ranked lower than the gold has them: by what words, and why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from commscore.codebook.coded import FLAG
from commscore.codebook.letters import flags, letter
from commscore.train.letters.chances import Chances
from commscore.types import LetterReport, Span


@dataclass(frozen=True, slots=True)
class Reason:
    """What makes a letter grave by the gold, and what the reading has of it.

    `words` are those at `spans`, none where they may not be quoted. `found` is what was found instead, ""
    for nothing. `probability`, `threshold` and `ruled` are None where no model read it.
    """

    code: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    found: str
    probability: float | None = None
    threshold: float | None = None
    ruled: bool | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A letter that the gold has urgent or high and the reading lower."""

    letter: str
    gold: str
    read: str
    reasons: tuple[Reason, ...]


def missed(
    gold: LetterReport, read: LetterReport, chances: Chances, quotable: Collection[str]
) -> Iterator[Missed]:
    """Yield the letter if it is ranked too low; its words are kept if its id is `quotable`."""
    order = letter().priority.levels
    level = gold.priority.level
    if not gold.priority.disputed and order.index(read.priority.level) > order.index(level):
        quoted = gold.letter.id in quotable
        reasons = (_reason(each, gold, chances, quoted) for each in _grave(gold, read))
        yield Missed(gold.letter.id, level, read.priority.level, tuple(reasons))


def _grave(gold: LetterReport, read: LetterReport) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Yield code, words and what was found, for all that gives the letter the gold's level."""
    level, rule = gold.priority.level, letter().priority
    raised = {flag.flag for flag in read.flags}
    for flag in gold.flags:
        if flags()[flag.flag].level == level and not flag.disputed:
            yield FLAG + flag.flag, flag.spans, "the flag" if flag.flag in raised else ""
    told = {p.category: f"severity {p.severity}{'' if p.certain else ', maybe'}" for p in read.problems}
    for problem in gold.problems:
        if rule.severity.get(problem.severity) == level and not problem.disputed:
            yield problem.category, problem.spans, told.get(problem.category, "")


def _reason(
    grave: tuple[str, tuple[Span, ...], str], gold: LetterReport, chances: Chances, quoted: bool
) -> Reason:
    code, spans, found = grave
    words = tuple(gold.letter.text[start:end] for start, end in spans) if quoted else ()
    return Reason(code, spans, words, found, *chances.get(code, ()))


def explained(reason: Mapping[str, object]) -> str:
    """Return one reason of an evaluation's JSON in words."""
    words = [f"“{said}”" for said in _list(reason["words"])]
    places = [f"characters {start} to {end}" for start, end in _list(reason["spans"])]
    where = ", ".join(words or places)
    what = f"found: {reason['found']}" if reason["found"] else "not found"
    if reason["probability"] is not None:
        ruled = "the rules found it" if reason["ruled"] else "the rules did not find it"
        what += f"; the model gave {reason['probability']:.2f} of {reason['threshold']:.2f} needed, {ruled}"
    return f"`{reason['code']}`{f' ({where})' if where else ''}: {what}"


def _list(found: object) -> list:  # type: ignore[type-arg]
    return list(found) if isinstance(found, list | tuple) else []
