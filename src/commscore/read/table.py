"""Tables: CSV, TSV and Excel, a row a turn, or a row a consultation with the dialogue in one cell.

The columns are found by their names, or given by `Columns`. A column that names the consultation makes
several documents of one table. Of rows with the same number of an utterance (one a coder, as in AnnoMI)
the first is the turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.cells import (
    WIDEST,
    Row,
    at,
    cell,
    comma_rows,
    headlike,
    heads,
    named,
    place,
    shown,
    tab_rows,
    top,
    usual,
    value,
)  # fmt: skip
from commscore.read.clock import seconds
from commscore.read.labels import Says, says
from commscore.read.labels import name as labels_name
from commscore.read.limits import MAX_TURNS
from commscore.read.office import sheets
from commscore.read.plain import turns
from commscore.types import Document, Turn

REMEDY: Final = (
    "name the columns speaker and text, or say which they are: --column speaker=NAME --column text=NAME"
)
NAMES: Final = {
    "speaker": (
        "speaker", "speaker name", "speaker label", "who", "interlocutor", "role", "participant", "person",
        "speaker id", "talker", "author", "user", "name", "label", "speaker role", "who spoke", "who speaks",
        "spoken by", "said by", "character", "spk", "voice",
    ),
    "text": (
        "text", "utterance text", "utterance", "words", "transcript", "transcription", "dialogue", "dialog",
        "content", "sentence", "message", "speech", "said", "conversation", "caption", "what was said",
        "verbatim", "what they said", "spoken text", "spoken words", "turn text", "contents", "body", "line",
    ),
    "start": (
        "start", "start time", "begin", "begin time", "from", "timestamp", "time", "onset", "start s",
        "start ms", "start seconds", "in", "time stamp", "timecode", "time code", "start timestamp",
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
    """Yield the turns or documents of a CSV; the separator is the one that gives the rows one width."""
    yield from from_rows(comma_rows(content), columns)


def read_tsv(content: bytes, columns: Columns | None = None) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns or documents of a table with tabs between its cells."""
    yield from from_rows(tab_rows(content), columns)


def read_xlsx(content: bytes, columns: Columns | None = None) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns or documents of the first sheet of an Excel workbook that has columns of such."""
    refused: UnreadableError | None = None
    for rows in sheets(content):
        try:
            places = _places(rows, columns)
        except UnreadableError as problem:
            refused = refused if refused and len(rows) <= 1 else problem
            continue
        yield from _placed(rows, places)
        return
    raise refused or UnreadableError(f"there are no rows in it; {REMEDY}")


def from_rows(
    rows: Iterable[Row], columns: Columns | None = None
) -> Iterator[Turn | Document | UnreadableError]:
    """Yield turns of the one document, or documents where a column says which row is whose."""
    table = [row[:WIDEST] for row in islice(rows, 4 * MAX_TURNS)]
    yield from _placed(table, _places(table, columns))


def _placed(table: Sequence[Row], places: Places) -> Iterator[Turn | Document | UnreadableError]:
    body = [
        (number, row) for number, row in enumerate(table, 1) if number >= places.first and any(map(cell, row))
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


def _places(table: Sequence[Row], columns: Columns | None) -> Places:
    """Return where the columns are, by the names given, by the usual names, or by what the rows look like."""
    if not table:
        raise UnreadableError(f"there are no rows in it; {REMEDY}")
    names = named(columns)
    first = top(table, names, _known)
    found: dict[str, int] = {}
    for what, wanted in NAMES.items():
        column = place(table[first], what, names, wanted, found.values())
        if column is not None:
            found[what] = column
    if "text" not in found:
        return _unnamed(table)
    if "id" not in names and "speaker" in found and not _repeats(table[first:], found.get("id")):
        found.pop("id", None)
    unit = 0.001 if heads(table[first])[found.get("start", 0)].endswith("ms") else 1.0
    return Places(**found, unit=unit, first=first + 2)


def _known(names: list[str]) -> bool:
    """Return whether a row names the columns of the speaker and of the words."""
    return all(usual(names, NAMES[what], ()) is not None for what in ("speaker", "text"))


def _repeats(table: Sequence[Row], column: int | None) -> bool:
    """Return whether an id comes back in a next row, and so names a consultation and not a turn."""
    values = [cell(row[column]) for row in table[1:] if column is not None and column < len(row)]
    return len(set(values)) < len(values)


def _unnamed(table: Sequence[Row]) -> Places:
    """Return the places in a table without heads: [time,] speaker, words; UnreadableError elsewhere."""
    sample = [row for row in table[:50] if any(map(cell, row))]
    narrowest = min((len(row) for row in sample), default=0)
    for who in (0, 1):
        if narrowest < who + 2 or _is_head(sample, who):
            continue
        said = [cell(row[who]) for row in sample]
        few = len(set(said)) <= max(2, len(said) // 2)
        if few and all(says(label) or labels_name(label) for label in said):
            return Places(who + 1, who, start=0 if who else None, first=1)
    columns = f"; {shown(sample[0])}" if sample else ""
    raise UnreadableError(f"row 1: no column with the words is known by its name{columns}; {REMEDY}")


def _is_head(sample: Sequence[Row], speaker: int) -> bool:
    """Return whether the first row names the columns and is no turn, as no later row has its "speaker"."""
    first, *later = [cell(row[speaker]) for row in sample]
    speaks = says(first) not in (None, Says.SPEAKER)
    return headlike(sample[0]) and not speaks and len(later) > 1 and first not in later


def _grouped(body: list[tuple[int, Row]], places: Places) -> dict[str, list[tuple[int, Row]]]:
    groups: dict[str, list[tuple[int, Row]]] = {}
    for number, row in body:
        groups.setdefault(at(row, places.id), []).append((number, row))
    return groups


def _turns(body: list[tuple[int, Row]], places: Places) -> Iterator[Turn]:
    """Yield a turn a row; a row without a speaker goes on with the one before."""
    seen: set[str] = set()
    speaker = ""
    for number, row in body:
        speaker = at(row, places.speaker) or speaker
        utterance, text = at(row, places.utterance), at(row, places.text)
        if not text or (utterance and utterance in seen):
            continue
        if not speaker:
            raise UnreadableError(f"row {number}: no speaker; fill in who says this")
        seen.add(utterance)
        yield Turn(speaker, text, start=_time(row, places.start, places), end=_time(row, places.end, places))


def _dialogues(body: list[tuple[int, Row]], places: Places) -> Iterator[Document | UnreadableError]:
    """Yield a document a row, its turns read from the one cell that holds the dialogue."""
    for number, row in body:
        text = at(row, places.text)
        if text:
            try:
                yield Document(at(row, places.id) or f"row-{number}", tuple(turns(text)))
            except UnreadableError as problem:
                yield UnreadableError(f"row {number}: {problem}")


def _time(row: Row, column: int | None, places: Places) -> float | None:
    return seconds(value(row, column), places.unit)
