"""Whether tone changes what is found: letters with the same facts, each in several registers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commscore.codebook.letters import flags
from commscore.types import LetterReport

PLAIN: Final = "plain"
OTHERS: Final = ("furious", "legalistic", "terse")


@dataclass(frozen=True, slots=True)
class Registers:
    """Shares of what differs from the plain letter: severities where both have the problem, flags, priority.

    `problems` is the share of categories that only one of the two letters has.
    """

    sets: int
    severity: float | None
    problems: float | None
    flags: float | None
    priority: float | None


def is_of_registers(report: LetterReport) -> bool:
    """Return whether a letter's id says that it tells a set of facts in a register."""
    return report.letter.id.rpartition("-")[2] in {PLAIN, *OTHERS}


def registers(reports: Sequence[LetterReport]) -> Registers:
    """Return how far letters of the same facts were read differently; ids end in "-" and the register."""
    pairs = list(_pairs(reports))
    severities = [
        a.severity != b.severity
        for plain, other in pairs
        for a in plain.problems
        for b in other.problems
        if a.category == b.category and a.certain and b.certain
    ]
    problems = [len(_certain(a) ^ _certain(b)) / max(1, len(_certain(a) | _certain(b))) for a, b in pairs]
    raised = [(flag in _flags(a)) != (flag in _flags(b)) for a, b in pairs for flag in flags()]
    levels = [a.priority.level != b.priority.level for a, b in pairs]
    sets = len({a.letter.id for a, _ in pairs})
    return Registers(sets, _mean(severities), _mean(problems), _mean(raised), _mean(levels))


def _pairs(reports: Sequence[LetterReport]) -> Iterator[tuple[LetterReport, LetterReport]]:
    named = {report.letter.id: report for report in reports}
    for name, report in named.items():
        start, _, register = name.rpartition("-")
        if register == PLAIN:
            yield from ((report, named[f"{start}-{o}"]) for o in OTHERS if f"{start}-{o}" in named)


def _certain(report: LetterReport) -> set[str]:
    return {problem.category for problem in report.problems if problem.certain}


def _flags(report: LetterReport) -> set[str]:
    return {flag.flag for flag in report.flags}


def _mean(found: Sequence[float]) -> float | None:
    return sum(found) / len(found) if found else None
