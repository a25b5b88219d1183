"""Files of a batch: written whole or not at all, for their owner alone, and there after a power cut."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from commscore.errors import CommscoreError


@contextmanager
def whole(path: Path, folder: Path | None = None) -> Iterator[BinaryIO]:
    """Give a file to write, which becomes `path` when all is written; CommscoreError where it cannot be.

    Until then it lies in `folder`, on the same disk, or beside `path`.
    """
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=folder or path.parent, prefix=".part-", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
            _settle(path.parent)
        finally:
            Path(beside).unlink(missing_ok=True)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise CommscoreError, with the place and the remedy, where what is done within cannot be written."""
    try:
        yield
    except OSError as problem:
        why = (problem.strerror or type(problem).__name__).lower()
        raise CommscoreError(
            f"{path}: cannot be written ({why}); make room or give --output a place you may write to, and "
            "start it again: what is done stays done"
        ) from problem


def sweep(folder: Path) -> None:
    """Remove what runs that were stopped left half-written in a folder."""
    for path in folder.glob(".part-*.new"):
        path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the name of a file survive a power cut, where the system can be asked to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
