"""The same facts in several registers: in how many sets what is found differs."""

import pytest

from commscore.train.letters.registers import Registers, is_of_registers, registers
from commscore.types import Flag, Letter, LetterReport, Priority, Problem


def told(
    register: str, severity: int = 2, flags: tuple[str, ...] = (), level: str = "standard"
) -> LetterReport:
    problems = (Problem("listening", severity, (severity, severity), ()),) if severity else ()
    raised = tuple(Flag(name, ()) for name in flags)
    return LetterReport(Letter(f"f1-{register}", "x"), problems, flags=raised, priority=Priority(level))


PLAIN = told("plain")


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (told("terse"), Registers(1, 0, 0, 0, 0, severities=1, changed=0)),
        (told("terse", severity=3), Registers(1, 1, 0, 0, 0, severities=1, changed=1)),
        (told("terse", severity=0), Registers(1, 0, 0, 1, 0, severities=0, changed=0)),
        (told("terse", flags=("legal",)), Registers(1, 0, 1, 0, 0, severities=1, changed=0)),
        (told("terse", level="high"), Registers(1, 0, 0, 0, 1, severities=1, changed=0)),
    ],
)
def test_what_differs_from_the_plain_letter(other: LetterReport, found: Registers) -> None:
    assert registers([other, PLAIN]) == found


def test_a_set_counts_once_however_many_registers_differ() -> None:
    found = registers([PLAIN, told("terse", 3), told("furious", 3), told("legalistic")])
    assert (found.sets, found.severity, found.severities, found.changed) == (1, 1, 3, 2)


def test_a_set_without_its_plain_letter_or_alone_is_none() -> None:
    assert registers([told("terse"), told("furious")]).sets == 0
    assert registers([PLAIN]).sets == 0
    assert not is_of_registers(LetterReport(Letter("plainly", "x")))
