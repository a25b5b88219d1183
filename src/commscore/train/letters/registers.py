"""Whether tone changes what is found: letters with the same facts, each in several registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from commscore.types import LetterReport

PLAIN: Final = "plain"
REGISTERS: Final = (PLAIN, "furious", "legalistic", "terse")


@dataclass(frozen=True, slots=True)
class Registers:
    """How many `sets` of the same facts there are, and in how many of them the registers differ in what.

    `severities` are pairs of the plain letter and another in which a problem is found in both, and `changed`
    those of them in which its severity differs.
    """

    sets: int
    severity: int
    flags: int
    problems: int
    priority: int
    severities: int
    changed: int


def is_of_registers(report: LetterReport) -> bool:
    """Return whether a letter's id says that it tells a set of facts in a register."""
    return report.letter.id.rpartition("-")[2] in REGISTERS


def registers(reports: Sequence[LetterReport]) -> Registers:
    """Return how far letters of the same facts were read differently; ids end in "-" and the register."""
    sets = _sets(reports)
    severities = [change for told in sets for change in _changes(told)]
    return Registers(
        sets=len(sets),
        severity=sum(any(_changes(told)) for told in sets),
        flags=sum(_differ([{flag.flag for flag in r.flags} for r in told]) for told in sets),
        problems=sum(_differ([set(_severities(r)) for r in told]) for told in sets),
        priority=sum(_differ([{r.priority.level} for r in told]) for told in sets),
        severities=len(severities),
        changed=sum(severities),
    )


def _sets(reports: Sequence[LetterReport]) -> list[list[LetterReport]]:
    """Return the letters of each set of facts that is told plainly and otherwise, the plain one first."""
    found: dict[str, dict[str, LetterReport]] = {}
    for report in reports:
        start, _, register = report.letter.id.rpartition("-")
        found.setdefault(start, {})[register] = report
    told = ([each[r] for r in REGISTERS if r in each] for each in found.values() if PLAIN in each)
    return [each for each in told if len(each) > 1]


def _changes(told: Sequence[LetterReport]) -> list[bool]:
    """Return for each problem of the plain letter that another has too whether its severity differs there."""
    plain, *others = (_severities(report) for report in told)
    return [plain[name] != other[name] for other in others for name in plain if name in other]


def _severities(report: LetterReport) -> dict[str, int]:
    return {problem.category: problem.severity for problem in report.problems if problem.certain}


def _differ(found: Sequence[set[str]]) -> bool:
    return any(each != found[0] for each in found)
