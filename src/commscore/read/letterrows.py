"""Tables and JSON with a letter a row: CSV, TSV, Excel, JSON lines; coded letters of our schema too.

The columns are found by their names, or given by `LetterColumns`. Of several that hold a text the first usual
one is the letter, as the others may be the staff's. What a form asked the writer ("What happened?", "What
would you like us to do?") belongs to the letter too, each answer under its question.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.cells import (
    WIDEST,
    Row,
    at,
    cell,
    comma_rows,
    given,
    heads,
    named,
    place,
    shown,
    tab_rows,
    top,
    usual,
    value,
)  # fmt: skip
from commscore.read.encoding import decode
from commscore.read.jsontext import entries, parsed
from commscore.read.limits import lines
from commscore.read.office import sheets
from commscore.types import Kind, Letter

MAX_ROWS: Final = 100_000
REMEDY: Final = "name the columns id and text, or say which they are: --column text=NAME"
NAMES: Final = {
    "text": (
        "text", "letter text", "complaint text", "full text", "free text", "complaint", "complaint details",
        "details of complaint", "complaint description", "letter", "narrative", "story", "body", "message",
        "feedback", "description", "details", "content", "comment", "comments", "experience",
        "summary of complaint",
    ),
    "id": (
        "id", "letter id", "complaint id", "case id", "record id", "row id", "message id", "number", "no",
        "letter", "case", "key", "identifier", "filename", "file",
    ),
    "received": (
        "received", "date received", "received date", "received on", "received at", "date of receipt",
        "receipt date", "date complaint received", "complaint received", "date of complaint received",
    ),
    "reference": (
        "reference", "ref", "our ref", "our reference", "reference number", "reference no", "ref no",
        "complaint reference", "complaint ref", "case reference", "case ref", "complaint number",
        "complaint no", "case number", "case no", "pals reference", "pals ref", "datix",
        "datix id", "datix ref", "datix number",
    ),
    "subject": ("subject", "subject line", "title", "re"),
}  # fmt: skip
ASKED: Final = (
    "what happened", "what happened?", "tell us what happened", "please tell us what happened",
    "your complaint", "your message", "your feedback", "your experience", "what would you like us to do",
    "what would you like us to do?", "desired outcome", "outcome sought", "outcome wanted",
)  # fmt: skip
ANSWERED: Final = "Complaint:"  # a form's own words, which are no part of the complaint
WRITTEN: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y",
    "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d %Y", "%b %d %Y", "%Y%m%d",
)  # fmt: skip
CLOCK: Final = re.compile(r"[T ,]{1,2}(?:at )?\d{1,2}:\d{2}.*$")
ORDINAL: Final = re.compile(
    r"(?<=\d)(?:st|nd|rd|th)\b|,|^(?:mon|tue|wed|thu|fri|sat|sun)\w*,? ", re.IGNORECASE
)
Found = Letter | UnreadableError


@dataclass(frozen=True, slots=True)
class LetterColumns:
    """The names of a table's columns, where they are not the usual ones; None is found by name."""

    id: str | None = None
    text: str | None = None
    received: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class _Places:
    """Which column, counted from 0, holds what; `first` is the row where the letters begin.

    `texts` are the columns of the letter, with the words of a form that stand above each, "" for none.
    """

    texts: tuple[tuple[int, str], ...]
    id: int | None
    received: int | None
    reference: int | None
    subject: int | None
    first: int


def read_csv(content: bytes, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of a CSV; the separator is the one that gives the rows one width."""
    yield from _table(comma_rows(content), columns)


def read_tsv(content: bytes, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of a table with tabs between its cells."""
    yield from _table(tab_rows(content), columns)


def read_xlsx(content: bytes, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of all sheets of an Excel workbook that have columns of such."""
    refused: UnreadableError | None = None
    read = False
    for rows in sheets(content):
        try:
            places = _places(rows, columns)
        except UnreadableError as problem:
            refused = refused or problem
            continue
        read = True
        yield from _letters(rows, places)
    if not read:
        raise refused or UnreadableError(f"there are no rows in it; {REMEDY}")


def read_json(content: bytes, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of a .json file: one object, or a list of them."""
    yield from _entries(entries(content, many=False), columns)


def read_lines(content: bytes, columns: LetterColumns | None = None) -> Iterator[Found]:
    """Yield the letters of a JSON lines file, one a line; a line that cannot be read as its error."""
    for number, line in enumerate(lines(decode(content)), 1):
        if line.strip():
            yield from _entries(_line(line, number), columns, number)


ROWS: Final[Mapping[str, Callable[[bytes, LetterColumns | None], Iterator[Found]]]] = {
    ".csv": read_csv,
    ".tsv": read_tsv,
    ".xlsx": read_xlsx,
    ".json": read_json,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
}


def day(value: object) -> date | None:
    """Return the date in a cell, the day before the month where that is open; None for an empty cell.

    Raises ValueError for what is no date.

    >>> day("03/02/2025 08:11"), day("14 November 2025"), day("2025-11-14T06:52:00Z")
    (datetime.date(2025, 2, 3), datetime.date(2025, 11, 14), datetime.date(2025, 11, 14))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    told = " ".join(ORDINAL.sub("", CLOCK.sub("", cell(value))).split())
    for written in WRITTEN if told else ():
        try:
            return datetime.strptime(told, written).date()
        except ValueError:
            continue
    if told:
        raise ValueError("no date that is read")
    return None


def _table(rows: Iterable[Row], columns: LetterColumns | None) -> Iterator[Found]:
    """Yield the letters of a table; those before a row that is broken, too."""
    table: list[Row] = []
    broken: UnreadableError | None = None
    try:
        table.extend(row[:WIDEST] for row in islice(rows, MAX_ROWS))
    except UnreadableError as problem:
        broken = problem
    if table or not broken:
        yield from _letters(table, _places(table, columns))
    if broken:
        yield broken


def _places(table: Sequence[Row], columns: LetterColumns | None) -> _Places:
    """Return where the columns are; UnreadableError where none holds the letters."""
    if not table:
        raise UnreadableError(f"there are no rows in it; {REMEDY}")
    names = named(columns)
    first = top(table, names, _known)
    texts = _texts(table[first], names.get("text"))
    if not texts:
        raise UnreadableError(f"row {first + 1}: no column with the letters; {shown(table[first])}; {REMEDY}")
    found = {
        what: place(table[first], what, names, NAMES[what], dict(texts))
        for what in ("id", "received", "reference", "subject")
    }
    return _Places(texts, **found, first=first + 1)


def _texts(row: Row, name: str | None) -> tuple[tuple[int, str], ...]:
    """Return the columns of the letter: the one of that name, else the first usual one and a form's."""
    if name:
        return ((given(row, "text", name), ""),)
    names = heads(row)
    asked = [(n, _label(row[n])) for n, one in enumerate(names) if one in ASKED]
    main = usual(names, NAMES["text"], ())
    if main is None:
        return tuple(asked) if len(asked) > 1 else tuple((n, "") for n, _ in asked)
    return ((main, ANSWERED if asked else ""), *asked)


def _label(name: object) -> str:
    return cell(name) if cell(name).endswith(("?", ":")) else f"{cell(name)}:"


def _known(names: list[str]) -> bool:
    return any(name in NAMES["text"] or name in ASKED for name in names)


def _letters(table: Sequence[Row], places: _Places) -> Iterator[Found]:
    for number, row in enumerate(table, 1):
        if number > places.first and any(map(cell, row)):
            yield from _letter(row, places, f"row {number}", f"row-{number}")


def _letter(row: Row, places: _Places, where: str, otherwise: str) -> Iterator[Found]:
    """Yield the letter in a row, and what of the row cannot be read; `otherwise` is its id without one."""
    texts = [(label, str(row[column])) for column, label in places.texts if at(row, column)]
    if not texts:
        yield UnreadableError(f"{where}: there is no text in it; fill in the letter or leave the row out")
        return
    try:
        received = day(value(row, places.received))
    except ValueError as problem:
        yield UnreadableError(f"{where}: received: {problem}; write it as 2025-11-14: read without it")
        received = None
    reference = at(row, places.reference) or None
    yield Letter(
        _id(row, places.id) or otherwise, _joined(row, texts, places), received=received, reference=reference
    )


def _joined(row: Row, texts: Sequence[tuple[str, str]], places: _Places) -> str:
    """Return the letter's text: as it stands in the only cell, or each cell's under the form's words."""
    subject = at(row, places.subject)
    parts = [f"Subject: {subject}"] if subject else []
    for label, said in texts:
        told = said.replace("\r\n", "\n").replace("\r", "\n")
        parts.append(f"{label}\n{told}" if label else told)
    return "\n\n".join(parts)


def _id(row: Row, column: int | None) -> str:
    """Return the id, without the ".0" that Excel gives a number."""
    held = value(row, column)
    return str(int(held)) if isinstance(held, float) and held.is_integer() else cell(held)


def _line(line: str, number: int) -> Iterator[tuple[str, object]]:
    yield f"line {number}", parsed(line, number)


def _entries(
    read: Iterable[tuple[str, object]], columns: LetterColumns | None, first: int = 1
) -> Iterator[Found]:
    """Yield a letter an entry, counted from `first`; one that cannot be read as its error."""
    try:
        for number, (where, entry) in enumerate(read, first):
            try:
                yield from read_entry(entry, columns, where or "the object", f"row-{number}")
            except UnreadableError as problem:
                yield problem
    except UnreadableError as problem:
        yield problem


def read_entry(entry: object, columns: LetterColumns | None, where: str, otherwise: str) -> Iterator[Found]:
    """Yield the letter in an entry, a field a column, as `_letter`; UnreadableError without such a field."""
    if not isinstance(entry, dict):
        raise UnreadableError(f"{where}: not an object; give each letter as an object with 'id' and 'text'")
    if "schema" in entry or entry.get("kind") in tuple(Kind):
        from commscore.read.letterschema import load

        yield load(entry, where).letter
        return
    names, row = list(entry), list(entry.values())
    try:
        places = _places([names], columns)
    except UnreadableError:
        raise UnreadableError(f"{where}: no field with the letter; {shown(names)}; name it text") from None
    yield from _letter(row, places, where, otherwise)
