"""Tables as rows of cells: a CSV's separator, and the columns found by their names."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Final

from commscore.errors import UnreadableError
from commscore.read.encoding import decode

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = Sequence[object]
WIDEST: Final = 100  # cells of a row that are read
HEADED: Final = 10  # rows that a title may take before the columns' names
HEADLESS: Final = re.compile(r"\d|[.?!…]$|(?:\S+\s+){4}")
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


def value(row: Row, place: int | None) -> object:
    """Return what the column, counted from 0, holds; None where the row is too short, or for None."""
    return row[place] if place is not None and place < len(row) else None


def at(row: Row, place: int | None) -> str:
    """Return what stands in the column as text, "" for nothing."""
    return cell(value(row, place))


def heads(row: Row) -> list[str]:
    """Return the columns' names as they are compared."""
    return [plain(cell(value)) for value in row]


def plain(name: str) -> str:
    """Return a column's name without its case and underscores.

    >>> plain("Date_Received ")
    'date received'
    """
    return " ".join(name.casefold().replace("_", " ").split())[:60]


def named(columns: "DataclassInstance | None") -> dict[str, str]:
    """Return the columns' names that somebody gave, by what the columns hold."""
    names = {f.name: getattr(columns, f.name) for f in fields(columns)} if columns else {}
    return {what: name for what, name in names.items() if name}


def top(table: Sequence[Row], names: Mapping[str, str], known: Callable[[list[str]], bool]) -> int:
    """Return which of the first rows, from 0, names the columns; 0 where none does.

    It is the first with all the names that were given, or without any the first that is `known`.
    """
    wanted = {plain(name) for name in names.values()}
    rows = ((n, heads(row)) for n, row in enumerate(table[:HEADED]))
    return next((n for n, there in rows if (wanted <= {*there} if wanted else known(there))), 0)


def place(
    row: Row, what: str, names: Mapping[str, str], wanted: Iterable[str], taken: Iterable[int]
) -> int | None:
    """Return the column that holds this, by the name that was given or by a usual one; None without any."""
    return given(row, what, names[what]) if what in names else usual(heads(row), wanted, taken)


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
    """Return the columns' names as an error tells them: at most 8, empty ones left out.

    Where they look like no names, but like what somebody said, none is told.
    """
    if not headlike(row):
        return "the first row does not name the columns"
    names = [cell(value)[:40] for value in row if cell(value)]
    more = ", ..." if len(names) > SHOWN else ""
    return f"the columns are: {', '.join(names[:SHOWN])}{more}" if names else "no column has a name"


def headlike(row: Row) -> bool:
    """Return whether the cells are short and hold neither digits nor the end of a sentence.

    >>> headlike(["Case ID", "Complaint"]), headlike(["7", "Nobody came"]), headlike(["Jo", "Nobody came."])
    (True, False, False)
    """
    return all(len(name) <= 40 and not HEADLESS.search(name) for name in map(cell, row))
