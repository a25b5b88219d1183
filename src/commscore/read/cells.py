"""Tables as rows of cells: a CSV's separator, and the columns found by their names."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.encoding import decode

Row = Sequence[object]
SHOWN: Final = 8
SAMPLE: Final = 20_000


def comma_rows(content: bytes) -> Iterator[Row]:
    """Yield the rows of a CSV; the separator is the one that gives the rows one width."""
    text = decode(content)
    yield from _rows(text, max(",;\t|", key=lambda one: _fit(text[:SAMPLE], one)))


def tab_rows(content: bytes) -> Iterator[Row]:
    """Yield the rows of a table with tabs between its cells."""
    yield from _rows(decode(content), "\t")


def _fit(text: str, separator: str) -> tuple[float, int]:
    """Return the share of rows of the commonest width (0 for a width of 1), and separators in the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(reader, 50) if row)
    except csv.Error:
        widths = Counter()
    ((width, rows),) = widths.most_common(1) or [(0, 0)]
    return rows / widths.total() if width > 1 else 0.0, text.split("\n", 1)[0].count(separator)


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as problem:
        raise UnreadableError(
            f"line {reader.line_num}: {problem}; save the table as CSV (UTF-8) again"
        ) from None


def cell(value: object) -> str:
    """Return what stands in a cell as text, "" for nothing."""
    return "" if value is None else str(value).strip()


def at(row: Row, place: int | None) -> str:
    """Return what stands in the column, counted from 0; "" where the row is too short, or for None."""
    return cell(row[place]) if place is not None and place < len(row) else ""


def heads(row: Row) -> list[str]:
    """Return the columns' names as they are compared."""
    return [plain(cell(value)) for value in row]


def plain(name: str) -> str:
    """Return a column's name without its case and underscores.

    >>> plain("Date_Received ")
    'date received'
    """
    return " ".join(name.casefold().replace("_", " ").split())[:60]


def given(row: Row, what: str, name: str) -> int:
    """Return the column of that name; UnreadableError where the heads in `row` have none."""
    names = heads(row)
    if plain(name) not in names:
        raise UnreadableError(f"row 1: no column {name!r} for the {what}; {shown(row)}")
    return names.index(plain(name))


def usual(names: list[str], wanted: Iterable[str], taken: Iterable[int]) -> int | None:
    """Return the column with the first of the wanted names that is not taken; None without one."""
    return next((names.index(n) for n in wanted if n in names and names.index(n) not in taken), None)


def shown(row: Row) -> str:
    """Return the columns' names as an error tells them: at most 8, empty ones left out."""
    names = [cell(value)[:40] for value in row if cell(value)]
    more = ", ..." if len(names) > SHOWN else ""
    return f"the columns are: {', '.join(names[:SHOWN])}{more}" if names else "no column has a name"
