"""Parquet files: rows to letters or consultations, a stretch of rows at a time, so that size does not matter.

Letters are found by their columns as in any table (`letterrows`); a consultation is a row with a list of
`turns`, each with a speaker and a text, or with its whole `text`, written as a transcript in a text file.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from commscore.errors import CommscoreError, UnreadableError
from commscore.read import finished
from commscore.read.contract import SCHEMA
from commscore.read.letterrows import LetterColumns, read_entry
from commscore.read.letters import finished as finished_letters
from commscore.read.plain import turns
from commscore.read.records import document
from commscore.types import Document, Kind, Letter, Turn

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

SUFFIX: Final = ".parquet"
Numbered = tuple[int, dict[str, Any] | UnreadableError]
AT_ONCE: Final = 64  # rows that are decoded at a time
REMEDY: Final = "a consultation is a row with 'turns' (a list of speaker and text) or 'text', and an 'id'"


def count(path: Path, kind: Kind, columns: LetterColumns | None = None) -> int:
    """Return how many rows a file holds; UnreadableError for no Parquet file, or one without the columns."""
    with opened(path) as file:
        names = list(file.schema_arrow.names)
        if kind is Kind.LETTER:
            blank = dict.fromkeys(names)
            for problem in read_entry(blank, columns, "its columns", ""):
                del problem  # that a row without text holds no letter
        elif not {"turns", "text"} & set(names):
            raise UnreadableError(f"its columns are {', '.join(names)[:200]}; {REMEDY}")
        return int(file.metadata.num_rows)


def read_consultations(path: Path, first: int, last: int) -> Iterator[Document | UnreadableError]:
    """Yield the consultations of the rows `first` up to `last`, counted from 0; errors as values."""
    for number, row in _rows(path, first, last):
        where = f"row {number}"
        try:
            if isinstance(row, UnreadableError):
                raise row
            found: list[Turn | Document | UnreadableError] = [_consultation(row, where)]
        except UnreadableError as problem:
            yield UnreadableError(f"{path.name}: {problem}")
            continue
        for item in finished(found, path.name):
            yield UnreadableError(f"{item} ({where})") if isinstance(item, UnreadableError) else item


def read_letters(
    path: Path, first: int, last: int, columns: LetterColumns | None = None
) -> Iterator[Letter | UnreadableError]:
    """Yield the letters of the rows `first` up to `last`, counted from 0; errors as values."""
    for number, row in _rows(path, first, last):
        try:
            if isinstance(row, UnreadableError):
                raise row
            for found in read_entry(row, columns, f"row {number}", f"row-{number}"):
                yield from finished_letters(found, path.name)
        except UnreadableError as problem:
            yield UnreadableError(f"{path.name}: {problem}")


def opened(path: Path) -> "ParquetFile":
    """Return the open file; UnreadableError where it is none, CommscoreError without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise CommscoreError(
            f"{path.name}: Parquet needs pyarrow; install it: pip install 'commscore[parquet]'"
        ) from None
    try:
        return pyarrow.parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as problem:
        if number := getattr(problem, "errno", None):
            raise UnreadableError(f"{os.strerror(number)}; check that it is there and may be read") from None
        raise UnreadableError("not a Parquet file that can be opened; write it again") from None


def _rows(path: Path, first: int, last: int) -> Iterator[Numbered]:
    """Yield the rows of a stretch with their numbers from 1, of no row group more than is needed.

    Of rows that cannot be decoded it yields why, once for all of them where a row group is damaged.
    """
    try:
        with opened(path) as file:
            start = 0
            for group in range(file.metadata.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                if start < last and first < end:
                    yield from _of_group(file, group, start, range(max(first, start), min(last, end)))
                start = end
    except UnreadableError as problem:  # it was there, and readable, when the rows were counted
        yield first + 1, problem


def _of_group(file: "ParquetFile", group: int, start: int, wanted: range) -> Iterator[Numbered]:
    """Yield the wanted rows of a row group, the first of which has the number `start` from 0."""
    from pyarrow import ArrowException

    left = wanted
    try:
        for batch in file.iter_batches(AT_ONCE, row_groups=[group], use_threads=False):
            for number in range(left.start, min(left.stop, start + batch.num_rows)):
                yield number + 1, _row(batch, number - start, number + 1)
                left = left[1:]
            start += batch.num_rows
            if not left:
                return
    except (OSError, ArrowException):
        yield (
            left.start + 1,
            UnreadableError(
                f"rows {left.start + 1} to {left.stop}: they cannot be decoded; write the file again"
            ),
        )


def _row(batch: "RecordBatch", place: int, number: int) -> dict[str, Any] | UnreadableError:
    """Return a row of a batch, or why it cannot be decoded."""
    try:
        found: list[dict[str, Any]] = batch.slice(place, 1).to_pylist()
    except (ValueError, OverflowError) as problem:  # no UTF-8, or a day beyond the calendar
        return UnreadableError(f"row {number}: it cannot be decoded ({type(problem).__name__})")
    return found[0]


def _consultation(row: Mapping[str, Any], where: str) -> Document:
    """Return the consultation of a row; UnreadableError where it holds none."""
    id = str(row["id"]) if row.get("id") is not None else where.replace(" ", "-")
    listed = row.get("turns")
    if listed and all(isinstance(turn, Mapping) and turn.get("role") for turn in listed):
        return document(where, {"schema": SCHEMA, "kind": str(Kind.CONSULTATION), "id": id, "turns": listed})
    if listed:
        return document(where, {"id": id, "turns": listed})
    if isinstance(row.get("text"), str):
        try:
            return Document(id, tuple(turns(row["text"])))
        except UnreadableError as problem:
            raise UnreadableError(f"{where}: {problem}") from None
    raise UnreadableError(f"{where}: neither turns nor text in it; {REMEDY}")
