"""Paths given by a user, files and folders, to the files that they hold."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from commscore.errors import UnreadableError
from commscore.read.archive import hidden
from commscore.read.pairs import File


def files(paths: Iterable[Path]) -> Iterator[File | UnreadableError]:
    """Yield the files, unread, those of folders in the order of their names; UnreadableError for none."""
    for path in paths:
        if path.is_dir():
            found = sorted(
                p for p in path.rglob("*") if p.is_file() and not hidden(p.relative_to(path).as_posix())
            )
            yield from (File(p.name, p.parent.as_posix(), p.read_bytes, _size(p)) for p in found)
            if not found:
                yield UnreadableError(
                    f"{path.name}: there are no files in this folder; give one that holds some"
                )
        elif path.exists():
            yield File(path.name, path.parent.as_posix(), path.read_bytes, _size(path))
        else:
            yield UnreadableError(f"{path}: no such file or folder; check the path")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 1  # reading it will say what is wrong
