"""Zips: their members as files for the same table of readers, within bounds of size, ratio and depth.

Nothing is unpacked to the disk, so a member's path can lead nowhere.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.limits import MAX_FILE
from commscore.read.pairs import File

SUFFIX: Final = ".zip"
MAX_DEPTH: Final = 2
MAX_MEMBERS: Final = 5_000
MAX_TOTAL: Final = 300_000_000
MAX_RATIO: Final = 200
LITTLE: Final = 1_000_000
JUNK: Final = ("__MACOSX", "Thumbs.db", "desktop.ini")


def members(content: bytes, name: str, depth: int) -> Iterator[File | UnreadableError]:
    """Yield the members of a zip, unread; UnreadableError for one that is damaged, too large or too deep."""
    if depth >= MAX_DEPTH:
        raise UnreadableError(f"zips within zips, deeper than {MAX_DEPTH}; unpack it and give the folder")
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise UnreadableError("not a zip that can be opened; pack it again") from None
    entries = [e for e in packed.infolist() if e.filename and not e.is_dir() and not hidden(e.filename)]
    if not entries:
        raise UnreadableError("there are no files in this zip; pack them again")
    _check(entries, len(content))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        yield File(f"{name}/{path}", f"{name}/{path.parent}", partial(_load, packed, entry), entry.file_size)


def hidden(path: str) -> bool:
    """Return whether a file is one that systems leave behind."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return any(part in JUNK or (part.startswith((".", "~$")) and part != "..") for part in parts)


def _check(entries: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_MEMBERS or total > MAX_TOTAL:
        raise UnreadableError(
            f"{len(entries):,} files of {total:,} bytes in it; at most {MAX_MEMBERS:,} and {MAX_TOTAL:,} are "
            "read: split it"
        )
    if total > LITTLE and total > MAX_RATIO * packed:
        raise UnreadableError(f"it unpacks to {total // max(packed, 1)} times its size, as no text does")


def _load(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, never more than it says it has."""
    try:
        with packed.open(entry) as member:
            content = member.read(min(entry.file_size, MAX_FILE) + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
        raise UnreadableError(
            "damaged, locked by a password or packed in a way that is not read; pack it again"
        ) from None
    if len(content) > entry.file_size:
        raise UnreadableError("larger than the zip says; pack it again")
    return content
