"""A training run that somebody watches: how far it is, in files of a folder; never a text of a document.

The run holds a lock for as long as it lives. The system lets it go whatever ends the run, so that nobody
takes a number of a process, which may be another's by then, for a run that goes on.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from commscore.errors import CommscoreError, RecipeError

ALIVE, BEGAN, NOW, STEPS, ENDED = "alive.lock", "began", "now.txt", "steps.txt", "ended.json"
PATIENCE: Final = 10.0  # seconds that a run waits for whoever looks whether it lives


@contextmanager
def watched(folder: Path) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes into the folder how far the work is; at its end it says why that came.

    Raises RecipeError where a run in this folder goes on already.
    """
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(folder / ALIVE).acquire(timeout=PATIENCE)
    except Timeout:
        raise RecipeError(f"{folder}: this run goes on already; wait for its end") from None
    with lock:
        (folder / BEGAN).touch()
        try:
            yield _say(folder)
        except CommscoreError as problem:
            _end(folder, str(problem))
            raise
        _end(folder, "")


def lives(folder: Path) -> bool:
    """Return whether a run in this folder goes on, in whatever process."""
    from filelock import FileLock, Timeout

    if not (folder / BEGAN).exists():
        return False
    try:
        with FileLock(folder / ALIVE).acquire(timeout=0):
            return False
    except Timeout:
        return True


def _say(folder: Path) -> Callable[[str], None]:
    last = ""

    def say(how_far: str) -> None:
        nonlocal last
        step = (
            how_far.removesuffix("%").rstrip("0123456789").rstrip(", ") if how_far.endswith("%") else how_far
        )
        if step != last:
            last = step
            with (folder / STEPS).open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {step}\n")
        put(folder / NOW, how_far)

    return say


def _end(folder: Path, problem: str) -> None:
    put(folder / ENDED, json.dumps({"at": datetime.now(UTC).isoformat(), "problem": problem}))


def put(path: Path, text: str) -> None:
    """Write a file, all of it or nothing."""
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)
