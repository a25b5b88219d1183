"""The files of a corpus on disk, and their bytes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from commscore.errors import UnreadableError
from commscore.types import Report

Given = TypeVar("Given")


def files(path: Path, *suffixes: str) -> list[Path]:
    """Return the file itself, or the files with these suffixes in a folder, by name.

    Raises UnreadableError for a path that is not there, and for a folder without any such file.
    """
    if not path.exists():
        raise UnreadableError(f"{path}: no such file or folder; check the path")
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix.casefold() in suffixes and p.is_file())
    if not found:
        raise UnreadableError(f"{path}: no {' or '.join(suffixes)} file in this folder; check the path")
    return found


def content(path: Path) -> bytes:
    """Return a file's bytes; UnreadableError where it is empty, too large, or may not be read."""
    from commscore.read.limits import check_size

    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except UnreadableError as problem:
        raise UnreadableError(f"{path.name}: {problem}") from None
    except OSError as problem:
        raise UnreadableError(f"{path}: {problem.strerror}; check that it may be read") from None


def each(build: Callable[[Given], Report], parts: Iterator[Given]) -> Iterator[Report | UnreadableError]:
    """Yield the report built of each part; for a part that is wrong its error, and then the rest."""
    for part in parts:
        try:
            yield build(part)
        except UnreadableError as problem:
            yield problem
