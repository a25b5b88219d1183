"""A process of its own that is given mangled inputs by their numbers, and tells what became of each.

    python -m soak.targets TARGET SEED MEGABYTES

A line in is a number; two lines of JSON out are what is going to be tried, and what came of it.
"""

import json
import os
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from memory import megabytes

from commscore.errors import CommscoreError, UnreadableError
from commscore.types import Document, Letter, Turn
from soak.mangles import Input, cut, flipped, mangled, repeated, samples, spliced, wrong_bytes

if TYPE_CHECKING:
    from commscore.store import Store
    from commscore.types import LetterReport, Report

ASKED = 5.0  # seconds for an input, and a second more for each PACE characters that were read of it
PACE = 4_000
RULES = "rules"
TURNS = (Turn("Doctor", "How are you?"), Turn("Patient", "I am worried about my chest."))
EDITS = (cut, flipped, wrong_bytes, repeated, spliced)


class Broken(Exception):  # noqa: N818  what is found wrong, and no error of anybody's
    """Something that must never be."""


def readers(content: bytes, name: str) -> int:
    """Read consultations; return how many characters came."""
    from commscore.read import read_bytes

    return sum(len(turn.text) for each in read_bytes(content, name) for turn in each.turns)


def letters(content: bytes, name: str) -> int:
    """Read letters; return how many characters came."""
    return sum(len(letter.text) for letter in _letters(content, name))


def consultations(content: bytes, name: str) -> int:
    """Score what can be read, and write it in the formats of text."""
    from commscore.pipeline import assess
    from commscore.read import read_bytes
    from commscore.report import FORMATS

    reports = [assess(each, privacy="replace", model=RULES) for each in read_bytes(content, name)]
    for form in ("json", "csv", "html", "text"):
        FORMATS[form].render(reports[:1])
    _kept(reports[:3])
    return sum(len(turn.text) for report in reports for turn in report.document.turns)


def triage(content: bytes, name: str) -> int:
    """Triage what can be read, and write the queue in the formats of text."""
    from commscore.pipeline import assess_letters
    from commscore.report.letters import FORMATS

    reports = list(assess_letters(_letters(content, name), privacy="replace", model=RULES))
    for form in ("json", "csv", "html", "text", "xlsx"):
        FORMATS[form].render(reports)
    _kept(reports[:3])
    return sum(len(report.letter.text) for report in reports)


def store(content: bytes, name: str) -> int:
    """Import a mangled export: all of it comes, or nothing."""
    from commscore.settings import Settings
    from commscore.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'kept.db'}"
        with open_store("soak", Settings(database=address)) as there:
            try:
                came = there.import_all(content.decode("ascii", "replace").splitlines(keepends=True))
            except CommscoreError:
                came = 0
            kept = there.kept()
            if len(kept) != came or len(there.open_all([each.id for each in kept])) != came:
                raise Broken(f"{came} came and {len(kept)} are there")
            list(there.export_all())
    return len(content)


TARGETS: dict[str, Callable[[bytes, str], int]] = {
    "readers": readers, "letters": letters, "consultations": consultations, "triage": triage, "store": store,
}  # fmt: skip


def _letters(content: bytes, name: str) -> list[Letter]:
    from commscore.read.letters import read_letter_bytes

    found = list(read_letter_bytes(content, name))
    for each in found:
        if isinstance(each, UnreadableError):
            _check(each, name)
    return [each for each in found if isinstance(each, Letter)]


def _kept(reports: "Sequence[Report | LetterReport]") -> None:
    """Keep the reports, open them, and remove them again."""
    with _opened() as there:
        kept = there.add(reports)
        if list(there.open_all([each.id for each in kept])) != list(reports):
            raise Broken("what was kept is not what was added")
        there.remove([each.id for each in kept])


def _opened() -> "AbstractContextManager[Store]":
    from commscore.settings import Settings
    from commscore.store import open_store

    return open_store("soak", Settings(database=f"sqlite:///{_folder().name}/kept.db"))


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory()


def _check(problem: CommscoreError, name: str) -> None:
    if not str(problem).startswith(name):
        raise Broken(f"an error without the file's name: {problem}")


def exports(count: int = 3) -> list[Input]:
    """Return whole exports of stores, to be mangled."""
    from commscore.pipeline import assess, assess_letter

    letter = assess_letter(Letter("a", "Nobody told me. Why was that?"), model=RULES)
    report = assess(Document("b", TURNS), model=RULES)
    found = []
    for number in range(count):
        with _opened() as there:
            kept = there.add([report, letter] * (number + 1), team=f"team {number}")
            there.note(kept[0].id, "Telephoned.", 1)
            found.append((f"{number}.jsonl", "".join(there.export_all()).encode("ascii")))
            there.remove_all()
    return found


def made(target: str, number: int, seed: int, inputs: list[Input]) -> tuple[str, str, bytes]:
    """Return how an input was mangled, its name and its bytes."""
    if target != "store":
        return mangled(number, seed, inputs)
    rng = Random(f"{seed}-{number}")
    how = rng.choice(EDITS)
    return how.__name__, *how(rng, inputs)


def tried(target: str, content: bytes, name: str) -> tuple[str, int]:
    """Return what came of an input, and how many characters were read."""
    try:
        return "read", TARGETS[target](content, name)
    except UnreadableError as problem:
        if str(problem).startswith(name) or target == "store":
            return "refused", 0
        return f"BROKEN an error without the file's name: {problem}", 0
    except BaseException as problem:  # noqa: BLE001  finding every other exception is what this is for
        return f"BROKEN {type(problem).__name__}: {problem!s:.200} {traceback.format_exc()[-900:]}", 0


def main(target: str, seed: int, most: int) -> None:
    """Try what is asked for on standard input, until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (most * 1_000_000,) * 2)
    inputs = exports() if target == "store" else samples()
    tried(target, b"Doctor: How are you?\nPatient: Nobody told me.", "a.txt")  # models are loaded once
    for line in sys.stdin:
        how, name, content = made(target, int(line), seed, inputs)
        print(json.dumps([how, name, len(content)]), flush=True)
        began = time.process_time()
        outcome, characters = tried(target, content, name)
        seconds = time.process_time() - began
        if seconds > ASKED + characters / PACE:
            outcome = f"BROKEN {outcome} in {seconds:.1f} s"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(json.dumps([outcome, seconds, peak, megabytes(os.getpid())]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
