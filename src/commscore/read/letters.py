"""Letters of complaint: files, folders, zips, mails and tables to letters with their asides.

What cannot be read is a value in the same stream, an error that names the file, the place and the remedy,
and the rest goes on. A letter's id is its row's own, else its file's name without the suffix.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.archive import SUFFIX, members
from commscore.read.asides import asides
from commscore.read.enclosed import MAILS, written
from commscore.read.letterrows import ROWS, LetterColumns
from commscore.read.limits import CONTROL, MAX_LETTER, check_size
from commscore.read.pairs import File
from commscore.read.reference import reference
from commscore.read.texts import TEXTS
from commscore.read.walk import files
from commscore.types import Letter

__all__ = ["LetterColumns", "read_letter_bytes", "read_letters", "suffixes"]

WORDS: Final = re.compile(r"[^\W\d_]{2}")
ROW: Final = re.compile(r"row-\d+")
EARLIEST: Final = date(1990, 1, 1)  # before it a day of receipt is a slip of the pen
Found = Letter | UnreadableError


def read_letters(paths: Iterable[Path], columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of files, folders and zips; what cannot be read as its error, and then the rest."""
    for file in files(paths):
        yield from [file] if isinstance(file, UnreadableError) else _file(file, columns, 0)


def read_letter_bytes(content: bytes, name: str, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of a file given by its bytes, as `read_letters` does; its name says what it is."""
    yield from _letters(content, name, columns, 0)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes of the files that can hold letters."""
    return (*TEXTS, *MAILS, *ROWS, SUFFIX)


def _file(file: File, columns: LetterColumns | None, depth: int) -> Iterator[Found]:
    try:
        check_size(file.size)
        content = file.load()
    except UnreadableError as problem:
        yield UnreadableError(f"{file.source}: {problem}")
    except OSError as problem:
        yield UnreadableError(f"{file.source}: {problem.strerror}; check that it is there and may be read")
    else:
        yield from _letters(content, file.source, columns, depth)


def _letters(content: bytes, name: str, columns: LetterColumns | None, depth: int) -> Iterator[Found]:
    """Yield the letters in the bytes; errors, named after the file, as values."""
    suffix = PurePosixPath(name).suffix.casefold()
    try:
        check_size(len(content))
        if suffix == SUFFIX:
            for file in members(content, name, depth):
                yield from [file] if isinstance(file, UnreadableError) else _file(file, columns, depth + 1)
            return
        empty = True
        for found in _read(content, suffix, columns):
            empty = False
            yield from finished(found, name)
        if empty:
            raise UnreadableError("there is no letter in it; export it again with its rows")
    except UnreadableError as problem:
        yield UnreadableError(f"{name}: {problem}")


def _read(content: bytes, suffix: str, columns: LetterColumns | None) -> Iterator[Found]:
    """Yield what a file holds, letters without an id where it has none of its own."""
    if suffix in TEXTS:
        yield Letter("", TEXTS[suffix](content))
    elif suffix in MAILS:
        mail = MAILS[suffix](content)
        text, unread = written(mail)
        yield Letter("", text, received=mail.received)
        yield from map(UnreadableError, unread)
    elif suffix in ROWS:
        yield from ROWS[suffix](content, columns)
    else:
        known = " ".join(suffixes())
        raise UnreadableError(
            f"letters are not read from {suffix or 'a file without a suffix'}; save it as one of: {known}"
        )


def finished(found: Found, name: str) -> Iterator[Found]:
    """Yield a letter with its id, source, reference and asides, or why it is none; `name` is its file's."""
    if isinstance(found, UnreadableError):
        yield UnreadableError(f"{name}: {found}")
        return
    stem = PurePosixPath(name).stem
    place = f"{name}: {found.id}" if found.id else name
    if len(found.text) > MAX_LETTER:
        yield UnreadableError(
            f"{place}: {len(found.text):,} characters; at most {MAX_LETTER:,} are read: split it, "
            "a letter a file"
        )
    elif not WORDS.search(found.text):
        yield UnreadableError(
            f"{place}: there are no words in it, it may be a scan; recognise its text first (OCR), or type it"
        )
    else:
        text = CONTROL.sub(" ", found.text)
        beside = found.asides or asides(text)
        dated = found.received is None or EARLIEST <= found.received <= date.today() + timedelta(days=1)
        if not dated:
            yield UnreadableError(
                f"{place}: received on {found.received}, before {EARLIEST} or still to come; correct it: "
                "read without it"
            )
        yield replace(
            found,
            received=found.received if dated else None,
            id=f"{stem}-{found.id}" if ROW.fullmatch(found.id) else found.id or stem,
            text=text,
            source=found.source or name,
            reference=found.reference or reference(text, beside),
            asides=beside,
        )
