"""Tables: CSV, TSV and Excel, a row a turn, or a row a consultation with the dialogue in one cell.

The columns are found by their names, or given by `Columns`. A column that names the consultation makes
several documents of one table. Of rows with the same number of an utterance (one a coder, as in AnnoMI)
the first is the turn.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Final

from commscore.errors import UnreadableError
from commscore.read import labels, office, plain
from commscore.read.clock import seconds
from commscore.read.encoding import decode
from commscore.read.limits import MAX_TURNS
from commscore.types import Document, Turn

Row = Sequence[object]
WIDEST: Final = 100
REMEDY: Final = "name the columns speaker and text, or say which they are"
NAMES: Final = {
    "speaker": (
        "speaker", "speaker name", "speaker label", "who", "interlocutor", "role", "participant", "person",
        "speaker id", "talker", "author", "user", "name", "label",
    ),
    "text": (
        "text", "utterance text", "utterance", "words", "transcript", "transcription", "dialogue", "dialog",
        "content", "sentence", "message", "speech", "said", "conversation", "caption",
    ),
    "start": (
        "start", "start time", "begin", "begin time", "from", "timestamp", "time", "onset", "start s",
        "start ms", "start seconds", "in",
    ),
    "end": ("end", "end time", "stop", "stop time", "to", "offset", "end s", "end ms", "end seconds", "out"),
    "id": (
        "consultation id", "consultation", "conversation id", "transcript id", "encounter id", "dialogue id",
        "session id", "session", "visit", "visit id", "document", "id", "file", "recording",
    ),
    "utterance": ("utterance id", "turn id", "turn", "utterance number", "line", "segment id"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns, where they are not the usual ones; None is found by name."""

    speaker: str | None = None
    text: str | None = None
    start: str | None = None
    end: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Which column, counted from 0, holds what; `first` is the row where the turns begin."""

    text: int
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    id: int | None = None
    utterance: int | None = None
    unit: float = 1.0
    first: int = 2


def read_csv(content: bytes, columns: Columns | None = None) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns or documents of a CSV; the separator is whichever the first line has most of."""
    text = decode(content)
    head = text.split("\n", 1)[0][:10_000]
    separator = max(",;\t|", key=head.count)
    yield from from_rows(_csv_rows(text, separator), columns)


def read_tsv(content: bytes, columns: Columns | None = None) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns or documents of a table with tabs between its cells."""
    yield from from_rows(_csv_rows(decode(content), "\t"), columns)


def read_xlsx(content: bytes, columns: Columns | None = None) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns or documents of the first sheet of an Excel workbook."""
    yield from from_rows(office.sheet(content), columns)


def from_rows(
    rows: Iterable[Row], columns: Columns | None = None
) -> Iterator[Turn | Document | UnreadableError]:
    """Yield turns of the one document, or documents where a column says which row is whose."""
    table = [row[:WIDEST] for row in islice(rows, 4 * MAX_TURNS)]
    places = _places(table, columns)
    body = [
        (number, row)
        for number, row in enumerate(table, 1)
        if number >= places.first and any(map(_cell, row))
    ]
    if places.speaker is None:
        yield from _dialogues(body, places)
        return
    groups = _grouped(body, places)
    if len(groups) == 1 and places.id is None:
        yield from _turns(body, places)
        return
    for name, group in groups.items():
        yield Document(name, tuple(_turns(group, places)))


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as problem:
        raise UnreadableError(
            f"line {reader.line_num}: {problem}; save the table as CSV (UTF-8) again"
        ) from None


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()


def _places(table: list[Row], columns: Columns | None) -> Places:
    """Return where the columns are, by the names given, by the usual names, or by what the rows look like."""
    if not table:
        raise UnreadableError(f"there are no rows in it; {REMEDY}")
    heads = [" ".join(_cell(value).casefold().replace("_", " ").split())[:60] for value in table[0]]
    given = {f.name: getattr(columns, f.name) for f in fields(Columns)} if columns else {}
    found: dict[str, int] = {}
    for what, names in NAMES.items():
        at = _given(heads, what, given[what]) if given.get(what) else _usual(heads, names, found.values())
        if at is not None:
            found[what] = at
    if "text" not in found:
        return _unnamed(table)
    if not given.get("id") and "speaker" in found and not _repeats(table, found.get("id")):
        found.pop("id", None)
    return Places(**found, unit=0.001 if heads[found.get("start", 0)].endswith("ms") else 1.0)


def _given(heads: list[str], what: str, name: str) -> int:
    wanted = " ".join(name.casefold().replace("_", " ").split())
    if wanted not in heads:
        raise UnreadableError(
            f"row 1: no column {name!r} for the {what}; there are: {', '.join(heads)[:200]}"
        )
    return heads.index(wanted)


def _usual(heads: list[str], names: Iterable[str], taken: Iterable[int]) -> int | None:
    return next((heads.index(n) for n in names if n in heads and heads.index(n) not in taken), None)


def _repeats(table: list[Row], at: int | None) -> bool:
    """Return whether an id comes back in a next row, and so names a consultation and not a turn."""
    values = [_cell(row[at]) for row in table[1:] if at is not None and at < len(row)]
    return len(set(values)) < len(values)


def _unnamed(table: list[Row]) -> Places:
    """Return the places in a table without heads: [time,] speaker, words; UnreadableError elsewhere."""
    sample = [row for row in table[:50] if any(map(_cell, row))]
    widths = {len(row) for row in sample}
    for speaker in (0, 1):
        named = [
            labels.says(_cell(r[speaker])) or labels.name(_cell(r[speaker]))
            for r in sample
            if speaker < len(r)
        ]
        few = len({_cell(r[speaker]) for r in sample if speaker < len(r)}) <= max(2, len(sample) // 2)
        if min(widths, default=0) >= speaker + 2 and few and named and all(named):
            return Places(speaker + 1, speaker, start=0 if speaker else None, first=1)
    raise UnreadableError(f"row 1: no column with the words; {REMEDY}")


def _grouped(body: list[tuple[int, Row]], places: Places) -> dict[str, list[tuple[int, Row]]]:
    groups: dict[str, list[tuple[int, Row]]] = {}
    for number, row in body:
        groups.setdefault(_at(row, places.id), []).append((number, row))
    return groups


def _turns(body: list[tuple[int, Row]], places: Places) -> Iterator[Turn]:
    """Yield a turn a row; a row without a speaker goes on with the one before."""
    seen: set[str] = set()
    speaker = ""
    for number, row in body:
        speaker = _at(row, places.speaker) or speaker
        utterance, text = _at(row, places.utterance), _at(row, places.text)
        if not text or (utterance and utterance in seen):
            continue
        if not speaker:
            raise UnreadableError(f"row {number}: no speaker; fill in who says this")
        seen.add(utterance)
        yield Turn(speaker, text, start=_time(row, places.start, places), end=_time(row, places.end, places))


def _dialogues(body: list[tuple[int, Row]], places: Places) -> Iterator[Document | UnreadableError]:
    """Yield a document a row, its turns read from the one cell that holds the dialogue."""
    for number, row in body:
        text = _at(row, places.text)
        if text:
            try:
                yield Document(_at(row, places.id) or f"row-{number}", tuple(plain.turns(text)))
            except UnreadableError as problem:
                yield UnreadableError(f"row {number}: {problem}")


def _at(row: Row, place: int | None) -> str:
    return _cell(row[place]) if place is not None and place < len(row) else ""


def _time(row: Row, place: int | None, places: Places) -> float | None:
    return seconds(row[place], places.unit) if place is not None and place < len(row) else None
