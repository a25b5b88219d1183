"""Small versions of `benchmarks/soak`: what it proves by the ten thousand is tried here with a few."""

import sys

import pytest

pytest.importorskip("resource", reason="limits of POSIX")

from soak import killed, mangled, places
from soak.hostile import ANY, LETTERS, TALKS

from commscore.errors import UnreadableError
from commscore.read import File, read_files
from commscore.read.letters import read_letter_bytes

FIRST = 100_000  # the soak begins at 0: other inputs are tried here
LONG = {"many.csv", "twenty-hours.vtt"}  # they are no harm to read, and long to score
READ = {"formulas.csv", "scripts.pdf", "launch.pdf", "mails.eml", "parts.eml", "scripts.html", "away.zip"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="devices of Linux")


@pytest.mark.parametrize(
    ("target", "count"),
    [("readers", 150), ("letters", 60), ("store", 15), ("triage", 12), ("consultations", 8)],
)
def test_mangled_inputs(target: str, count: int) -> None:
    assert mangled.soak(target, range(FIRST, FIRST + count))["failures"] == []


@linux
def test_a_program_that_is_killed_at_any_moment() -> None:
    assert killed.soak(3, seed=2)["failures"] == []


@linux
@pytest.mark.parametrize("name", ["report.pdf", "queue.xlsx"])
def test_standard_output_that_is_full(name: str) -> None:
    with open("/dev/full", "wb") as full:
        status, problem = places.command(places.WRITES[name], stdout=full)
    assert (status, problem.count("\n")) == (1, 1 + ("read" in problem))
    assert "standard output cannot be used (no space left on device)" in problem


@linux
def test_two_programs_on_one_store() -> None:
    assert places.two_programs(2, 3) == []


@linux
def test_a_folder_that_may_not_be_written_to() -> None:
    assert places.read_only(["report.json", "queue.xlsx"]) == []


@pytest.mark.parametrize("name", sorted({*ANY, *TALKS} - LONG))
def test_hostile_consultations(name: str) -> None:
    content = (ANY | TALKS)[name]()
    found = list(read_files([File(name, ".", lambda: content, len(content))]))
    assert [
        each for each in found if isinstance(each, UnreadableError) and not str(each).startswith(name)
    ] == []
    assert name in READ or all(isinstance(each, UnreadableError) for each in found)


@pytest.mark.parametrize("name", sorted({*ANY, *LETTERS} - LONG))
def test_hostile_letters(name: str) -> None:
    found = list(read_letter_bytes((ANY | LETTERS)[name](), name))
    assert [
        each for each in found if isinstance(each, UnreadableError) and not str(each).startswith(name)
    ] == []
    assert name in READ or all(isinstance(each, UnreadableError) for each in found)
    assert "root:" not in repr(found)
    assert "example.org" not in repr(found)
