"""What a model finds in letters that are misheard, respelt, renamed or stripped of punctuation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Final

from commscore.codebook.letters import letter
from commscore.models.model import Model
from commscore.pipeline import assess_letters
from commscore.train.letters.material import Lettered
from commscore.train.perturb import PERTURBATIONS, Perturbation
from commscore.train.robustness import SEED
from commscore.types import Aside, Letter, LetterReport

# Those that make sense of writing: nobody else speaks in a letter.
WAYS: Final[Mapping[str, Perturbation]] = MappingProxyType(
    {name: way for name, way in PERTURBATIONS.items() if name not in {"split_turns", "stuffed"}}
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """In how many of the `letters` one way of writing changes the categories, a severity, the flags.

    `lost` are those in which a flag is gone, `lower` those that are ranked lower.
    """

    way: str
    letters: int
    categories: int
    severity: int
    flags: int
    lost: int
    lower: int


def robustness(read: Sequence[tuple[Model, Sequence[Lettered]]]) -> list[Otherwise]:
    """Return what each way of writing does to letters, each read by the model given with it."""
    before = [
        each for model, own in read for each in assess_letters([o.gold.letter for o in own], model=model)
    ]
    found = []
    for name, way in WAYS.items():
        after = [
            each
            for model, own in read
            for each in assess_letters([written(o, way, _chance(name, o)) for o in own], model=model)
        ]
        found.append(_otherwise(name, list(zip(before, after, strict=True))))
    return found


def written(each: Lettered, way: Perturbation, rng: Random) -> Letter:
    """Return the letter with its sentences written otherwise, and its asides where they are then."""
    plain = replace(each.report, codes=(), labels=())
    turns = way(plain, rng).document.turns
    text, own = each.gold.letter.text, each.parsed.sentences
    parts, end, moved = [], 0, [(0, 0)]
    for sentence, turn in zip(own, turns, strict=True):
        parts += [text[end : sentence.start], turn.text]
        end = sentence.end
        moved.append((end, sum(map(len, parts)) - end))
    asides = (
        replace(a, start=_moved(a.start, moved), end=_moved(a.end, moved)) for a in each.gold.letter.asides
    )
    return replace(each.gold.letter, text="".join([*parts, text[end:]]), asides=tuple(_whole(asides)))


def _moved(at: int, moved: Sequence[tuple[int, int]]) -> int:
    """Return where a character is that stood outside of the sentences."""
    return at + max((m for m in moved if m[0] <= at), key=lambda m: m[0])[1]


def _whole(asides: Iterable[Aside]) -> Iterable[Aside]:
    return (aside for aside in asides if aside.start < aside.end)


def _chance(name: str, each: Lettered) -> Random:
    """Return a source of chance of its own for each letter and way, the same each time."""
    return Random(f"{SEED} {name} {each.gold.letter.id}")  # noqa: S311 - nothing secret hangs on it


def _otherwise(name: str, pairs: Sequence[tuple[LetterReport, LetterReport]]) -> Otherwise:
    order = letter().priority.levels
    levels = [[{p.category: p.severity for p in r.problems if p.certain} for r in pair] for pair in pairs]
    flags = [[{flag.flag for flag in r.flags} for r in pair] for pair in pairs]
    return Otherwise(
        way=name,
        letters=len(pairs),
        categories=sum(a.keys() != b.keys() for a, b in levels),
        severity=sum(any(a[c] != b[c] for c in a.keys() & b.keys()) for a, b in levels),
        flags=sum(a != b for a, b in flags),
        lost=sum(bool(a - b) for a, b in flags),
        lower=sum(order.index(b.priority.level) > order.index(a.priority.level) for a, b in pairs),
    )
