"""Reads transcripts: the one table from a file's suffix to its reader, and what goes through it.

A reader is a function from a file's bytes to its turns, or to documents where a file holds several; it
raises UnreadableError, without the file's name, which is added here. Other packages add readers under
the entry-point group `commscore.readers`, named as the suffix without its dot.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.archive import SUFFIX, members
from commscore.read.elan import read as read_elan
from commscore.read.limits import check_size, settled
from commscore.read.pairs import File, together
from commscore.read.pdf import read as read_pdf
from commscore.read.plain import read as read_plain
from commscore.read.records import read as read_records
from commscore.read.records import read_lines
from commscore.read.rtf import read as read_rtf
from commscore.read.subtitles import read as read_subtitles
from commscore.read.table import Columns, read_csv, read_tsv, read_xlsx
from commscore.read.textgrid import pair
from commscore.read.textgrid import read as read_textgrid
from commscore.read.walk import files as files_of
from commscore.read.word import read as read_word
from commscore.types import Document, Turn

__all__ = ["BUILTIN", "Columns", "File", "read", "read_bytes", "read_files", "read_paths"]

Found = Turn | Document | UnreadableError
Reader = Callable[[bytes], Iterable[Found]]

TABULAR: Final[Mapping[str, Callable[[bytes, Columns | None], Iterable[Found]]]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".xlsx": read_xlsx,
}
BUILTIN: Final[Mapping[str, Reader]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".vtt": read_subtitles,
    ".srt": read_subtitles,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".xlsx": read_xlsx,
    ".json": read_records,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".textgrid": read_textgrid,
    ".eaf": read_elan,
}
GROUP: Final = "commscore.readers"


def read(path: Path, columns: Columns | None = None) -> Iterator[Document]:
    """Yield the documents of one file; UnreadableError names the file, the place and the remedy."""
    for found in read_paths([path], columns):
        if isinstance(found, UnreadableError):
            raise found
        yield found


def read_bytes(content: bytes, name: str, columns: Columns | None = None) -> Iterator[Document]:
    """Yield the documents of a file given by its bytes; the name's suffix says what it is."""
    for found in _documents(content, name, columns):
        if isinstance(found, UnreadableError):
            raise found
        yield found


def read_paths(paths: Iterable[Path], columns: Columns | None = None) -> Iterator[Document | UnreadableError]:
    """Yield the documents of files, folders and zips; what cannot be read as its error, and then the rest."""
    yield from read_files(files_of(paths), columns)


def read_files(
    files: Iterable[File | UnreadableError], columns: Columns | None = None
) -> Iterator[Document | UnreadableError]:
    """Yield the documents of files that are not on disk, as `read_paths` does of those that are."""
    for group in together(files):
        if isinstance(group, UnreadableError):
            yield group
        else:
            yield from _group(group, columns, depth=0)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes that can be read, those of other packages' readers among them."""
    return (
        *BUILTIN,
        SUFFIX,
        *sorted(f".{point.name.lstrip('.')}" for point in entry_points(group=GROUP)),
    )


def _group(
    group: tuple[File, ...], columns: Columns | None, depth: int
) -> Iterator[Document | UnreadableError]:
    """Yield the documents of one file, or the one of several files that hold a speaker each."""
    name = group[0].source
    try:
        for file in group:
            check_size(file.size)
        if len(group) == 1:
            yield from _documents(group[0].load(), name, columns, depth)
            return
        turns = pair({file.speaker: file.load() for file in group})
        sources = " + ".join(file.source for file in group)
        yield Document(group[0].stem, settled(turns), source=sources)
    except UnreadableError as problem:
        yield UnreadableError(f"{name}: {problem}")
    except OSError as problem:
        yield UnreadableError(f"{name}: {problem.strerror}; check that it is there and may be read")


def _documents(
    content: bytes, name: str, columns: Columns | None, depth: int = 0
) -> Iterator[Document | UnreadableError]:
    """Yield the documents in the bytes; errors, named after the file, as values."""
    suffix = PurePosixPath(name).suffix.casefold()
    try:
        check_size(len(content))
        if suffix == SUFFIX:
            for group in together(members(content, name, depth)):
                yield from (
                    [group] if isinstance(group, UnreadableError) else _group(group, columns, depth + 1)
                )
            return
        found = list(_reader(suffix)(content) if columns is None else _columnar(suffix, content, columns))
    except UnreadableError as problem:
        yield UnreadableError(f"{name}: {problem}")
        return
    yield from finished(found, name)


def finished(found: list[Found], name: str) -> Iterator[Document | UnreadableError]:
    """Yield what a reader found as documents with an id and a source, checked against the limits.

    `name` is the file's.
    """
    turns = [turn for turn in found if isinstance(turn, Turn)]
    documents = [item for item in found if not isinstance(item, Turn)]
    stem = PurePosixPath(name).stem
    for document in (*documents, *([Document(stem, tuple(turns))] if turns or not documents else [])):
        if isinstance(document, UnreadableError):
            yield UnreadableError(f"{name}: {document}")
            continue
        try:
            checked = settled(document.turns)
        except UnreadableError as problem:
            place = f"{document.id}: " if document.id and len(found) > 1 and not turns else ""
            yield UnreadableError(f"{name}: {place}{problem}")
            continue
        yield replace(document, id=document.id or stem, turns=checked, source=document.source or name)


def _reader(suffix: str) -> Reader:
    """Return the reader for a suffix, another package's where the table has none."""
    if suffix in BUILTIN:
        return BUILTIN[suffix]
    for point in entry_points(group=GROUP):
        if f".{point.name.lstrip('.')}".casefold() == suffix:
            other: Reader = point.load()
            return other
    known = " ".join(suffixes())
    raise UnreadableError(f"no reader for {suffix or 'a file without a suffix'}; save it as one of: {known}")


def _columnar(suffix: str, content: bytes, columns: Columns) -> Iterable[Found]:
    return TABULAR[suffix](content, columns) if suffix in TABULAR else _reader(suffix)(content)
