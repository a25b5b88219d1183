"""How severe a problem is as told, by rules: repetition, duration, consequence and cruelty raise it."""

from collections.abc import Iterable, Sequence
from typing import Final

from commscore.detect.letters.phrases import Found, find, rules
from commscore.sentences import ParsedLetter

LOW, MEDIUM, HIGH = 1, 2, 3
GRAVE: Final = frozenset({"death", "serious_harm", "safeguarding", "self_harm_risk"})
# What makes a problem of each category a grave failing: the flags that show its consequence.
RAISES: Final[dict[str, frozenset[str]]] = {
    "safety": GRAVE,
    "quality": GRAVE,
    "listening": GRAVE,
    "institutional": frozenset({"ongoing_risk"}),
    "respect": frozenset({"safeguarding"}),
    "communication": frozenset(),
    "environment": frozenset(),
}
CRUEL: Final = frozenset({"respect", "quality"})  # the categories that cruelty makes grave
NEAR: Final = 3  # sentences between a problem and the words that show how grave it was
OFTEN: Final = 3  # sentences about the same problem make it repeated


def severity(
    parsed: ParsedLetter, category: str, found: Sequence[Found], raised: Iterable[str]
) -> tuple[int, int]:
    """Return the lowest and the highest level that the words of one category may earn."""
    base = max((f.phrase.severity for f in found), default=MEDIUM)
    marks = list(find(parsed, rules("severity")))
    numbers = {f.number for f in found}
    if base == LOW and (_near("longer", marks, numbers) or len(numbers) >= OFTEN):
        base = MEDIUM
    if base == MEDIUM and len(numbers) == 1 and _near("slight", marks, numbers, within=0):
        base = LOW
    if category in CRUEL and _near("cruel", marks, numbers, within=0):
        return HIGH, HIGH
    if RAISES[category] & set(raised) and base == MEDIUM:
        return HIGH, HIGH
    return base, base


def _near(kind: str, marks: Sequence[Found], numbers: set[int], within: int = NEAR) -> bool:
    return any(m.phrase.gives == kind and any(abs(m.number - n) <= within for n in numbers) for m in marks)
