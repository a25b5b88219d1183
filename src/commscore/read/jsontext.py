"""JSON and JSON lines to their values, with where each stood."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Final, TypeVar

from commscore.errors import UnreadableError
from commscore.read.encoding import decode
from commscore.read.limits import MAX_LINES, check_size, lines

MAX_VALUE: Final = 20_000_000  # as values, up to thirty times that
Read = TypeVar("Read")


def entries(content: bytes, many: bool) -> Iterator[tuple[str, object]]:
    """Yield where ("line 3", "entry 3", "" for the only one) and value of each entry.

    `many` reads JSON lines; without it a list is several entries and an object is one.
    """
    text = decode(content)
    if many:
        for number, line in enumerate(lines(text), 1):
            if line.strip():
                yield f"line {number}", parsed(line, number)
        return
    value = parsed(text)
    if isinstance(value, list) and len(value) > MAX_LINES:
        raise UnreadableError(f"{len(value):,} entries in its list; at most {MAX_LINES:,} are read: split it")
    if isinstance(value, list):
        yield from ((f"entry {number}", entry) for number, entry in enumerate(value, 1))
    else:
        yield "", value


def parsed(text: str, line: int = 1) -> object:
    """Return the JSON value of a text; UnreadableError names the line where it breaks off."""
    if len(text) > MAX_VALUE:
        raise UnreadableError(
            f"line {line}: {len(text):,} characters; at most {MAX_VALUE:,} are read: use JSON lines"
        )
    try:
        value: object = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        where = f"line {line + problem.lineno - 1}, column {problem.colno}"
        raise UnreadableError(f"{where}: not JSON ({problem.msg}); export it again") from None
    except (ValueError, RecursionError):
        raise UnreadableError(
            f"line {line}: not JSON that can be read (a number too long, or too deep)"
        ) from None
    return value


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def loaded(path: Path, load: Callable[[object, str], Read]) -> Iterator[Read]:
    """Yield what `load` makes of each entry and its place in a .json file (one, or a list) or a .jsonl file.

    Raises UnreadableError, with the file's name, for what cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UnreadableError(f"{path}: {problem.strerror}; check the path") from None
    yield from loaded_bytes(content, path.name, load)


def loaded_bytes(content: bytes, name: str, load: Callable[[object, str], Read]) -> Iterator[Read]:
    """Yield what `loaded` does, of a file given by its bytes and its name."""
    many = PurePath(name).suffix.casefold() in (".jsonl", ".ndjson")
    try:
        check_size(len(content))
        for where, entry in entries(content, many):
            yield load(entry, where or "the object")
    except UnreadableError as problem:
        raise UnreadableError(f"{name}: {problem}") from None
