"""How severe a problem is as told, by rules: repetition, duration, consequence and cruelty raise it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from commscore.detect.letters.phrases import Found, find, rules
from commscore.detect.letters.words import listed
from commscore.sentences import ParsedLetter
from commscore.types import Flag

LOW, MEDIUM, HIGH = 1, 2, 3
NEAR: Final = 3  # sentences between a problem and the words that show how grave it was
OFTEN: Final = 3  # sentences about the same problem make it repeated


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of the sentences with words of each kind that raise or lower, and of those of each flag."""

    words: dict[str, frozenset[int]]
    flags: dict[str, frozenset[int]]


def marks(parsed: ParsedLetter, raised: Iterable[Flag]) -> Marks:
    """Return what in a letter raises or lowers how severe its problems are."""
    found = list(find(parsed, rules("severity")))
    kinds = {f.phrase.gives for f in found}
    return Marks(
        {kind: frozenset(f.number for f in found if f.phrase.gives == kind) for kind in kinds},
        {flag.flag: frozenset(parsed.touched(flag.spans)) for flag in raised},
    )


def severity(category: str, found: Sequence[Found], seen: Marks) -> tuple[int, int]:
    """Return the lowest and the highest level that the words of one category may earn.

    They differ where cues disagree, and where only a flag told elsewhere in the letter makes it grave.
    """
    base = max((f.phrase.severity for f in found), default=MEDIUM)
    numbers = {f.number for f in found}
    slight = _near("slight", seen, numbers, within=0) and len(numbers) == 1
    longer = len(numbers) >= OFTEN or _near("longer", seen, numbers)
    if category in listed("severity", "cruel_in") and _near("cruel", seen, numbers, within=0):
        return HIGH, HIGH
    grave = listed("severity", f"grave_{category}") & seen.flags.keys()
    if base >= MEDIUM and grave:
        here = not found or any(_close(seen.flags[flag], numbers, NEAR) for flag in grave)
        return (HIGH, HIGH) if here else (base, HIGH)
    if slight and longer:
        return LOW, MEDIUM
    if base == LOW:
        return (MEDIUM, MEDIUM) if longer else (LOW, LOW)
    return (LOW, LOW) if slight else (base, base)


def weight(category: str, one: Found, found: Sequence[Found], seen: Marks) -> tuple[int, ...]:
    """Return how much a problem's words say: what makes it grave there, their own level, how much is told."""
    flagged = (
        numbers for name, numbers in seen.flags.items() if name in listed("severity", f"grave_{category}")
    )
    cruel = category in listed("severity", "cruel_in") and _near("cruel", seen, {one.number}, within=0)
    grave = cruel or any(one.number in numbers for numbers in flagged)
    longer = _near("longer", seen, {one.number}, within=0)
    return int(grave), one.phrase.severity, int(longer), sum(f.number == one.number for f in found)


def _near(kind: str, seen: Marks, numbers: Iterable[int], within: int = NEAR) -> bool:
    return _close(seen.words.get(kind, ()), numbers, within)


def _close(some: Iterable[int], others: Iterable[int], within: int) -> bool:
    known = tuple(others)
    return any(abs(one - other) <= within for one in some for other in known)
