"""Plain coded CSV: people's codings from a spreadsheet, a row a turn or a row a code.

Columns: `document` (or `id`) and `text`; `speaker`, `role` or both; `turn` where a turn has several rows;
`codes` (or `code`), separated by commas or semicolons; `quote`, or `start` and `end` (characters of the
text, from 0), for the words that earn what the row says, without which it is the whole turn; `group`;
and a column `task:NAME` for each label of another scheme.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.quotes import find
from commscore.train.corpora.raters import Spans, labels
from commscore.train.corpora.reports import report
from commscore.train.corpora.rows import Row, listed, read_rows
from commscore.train.corpora.tasks import LABELS
from commscore.types import Code, Document, Label, Report, Role, Turn

TASK: Final = "task:"
FIGURE: Final = re.compile(r"[-+]?\d*\.\d+(?:[eE][-+]?\d+)?")
NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|" + FIGURE.pattern)
KNOWN: Final = {"assistant": Role.OTHER, "relative": Role.OTHER} | {str(role): role for role in Role}
Said = tuple[Row, Turn, int, tuple[int, int] | None]  # a row, its turn, the turn's number, the span it names


@dataclass(slots=True)
class Table:
    """What a whole file tells of its documents: the rows of each, whether it has codes, and its scales."""

    coder: str | None
    scales: frozenset[str]
    rows: dict[str, list[Row]] = field(default_factory=dict)


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each document of the tables, the turns in the order of their first rows."""
    for file in files(path, ".csv"):
        table = _table(file)
        yield from each(partial(_report, table), iter(table.rows))


def _table(file: Path) -> Table:
    rows = list(map(_small, read_rows(file, ())))
    if not rows:
        raise UnreadableError(f"{file.name}: no row has any text; fill in the table")
    names = list(rows[0].cells)
    at = next((name for name in ("document", "id") if name in names), None)
    if at is None or "text" not in names:
        lacking = "text" if at else "document"
        raise UnreadableError(f"{file.name}, row 1: no column {lacking} among {listed(names)}; name it so")
    tasks = {name for name in names if name.startswith(TASK)}
    table = Table(
        coder=file.name if {"code", "codes"} & set(names) else None,
        scales=frozenset(task for task in tasks if _is_scale(task, [row[task] for row in rows])),
    )
    for row in rows:
        table.rows.setdefault(row.filled(at), []).append(row)
    return table


def _small(row: Row) -> Row:
    """Return the row with its columns' names in small letters."""
    cells = {name.casefold(): value for name, value in row.cells.items()}
    if len(cells) < len(row.cells):
        raise UnreadableError(f"{row.file}, row 1: two columns differ only in capitals; rename one")
    return replace(row, cells=cells)


def _is_scale(column: str, values: Sequence[str]) -> bool:
    """Return whether a column holds figures: a known task says so; else all are numbers, one with a point."""
    known = LABELS.get(column.removeprefix(TASK))
    if known is not None:
        return not known
    given = [value for value in values if value]
    return any(map(FIGURE.fullmatch, given)) and all(map(NUMBER.fullmatch, given))


def _report(table: Table, name: str) -> Report:
    rows = table.rows[name]
    turns: dict[str, tuple[int, Row, Turn]] = {}
    said: list[Said] = []
    whole = [row for row in rows if not row["turn"] and not row["text"]]
    for row in (row for row in rows if row not in whole):
        key = row["turn"] or f"row {row.number}"
        if key not in turns:
            turns[key] = len(turns), row, _turn(row)
        number, first, turn = turns[key]
        if row["text"] and row["text"] != first["text"]:
            raise row.wrong(f"turn {key} has another text than in row {first.number}; correct one of them")
        said.append((row, turn, number, _span(row, turn.text)))
    if not turns:
        raise rows[0].wrong("no row of this document has a text; fill it in")
    group = next((row["group"] for row in rows if row["group"]), None)
    document = Document(name, tuple(t for _, _, t in turns.values()), source=rows[0].file, group=group)
    codes = dict.fromkeys(code for one in said for code in _codes(one))
    return report(document, [*_labels(table, said), *_whole(table, whole)], list(codes), table.coder)


def _turn(row: Row) -> Turn:
    from commscore.read.labels import says

    if not row["speaker"] and not row["role"]:
        raise row.wrong("neither speaker nor role; fill in one of them")
    told = str(says(row["role"] or row["speaker"]))
    if row["role"] and told not in KNOWN:
        row.choice("role", tuple(Role))
    role = KNOWN.get(told, Role.OTHER)
    row.filled("text")
    return Turn(row["speaker"] or role.capitalize(), row.cells["text"], role)


def _span(row: Row, text: str) -> tuple[int, int] | None:
    """Return the characters that a row names; None where it names none, and means the whole turn."""
    if row["start"] or row["end"]:
        start, end = row.whole("start"), row.whole("end")
        if not start < end <= len(text):
            raise row.wrong(f"the text has no characters {start} to {end}; they count from 0: correct them")
        return start, end
    if not row["quote"]:
        return None
    place = find(row["quote"], text)
    if place is None:
        raise row.wrong("the quote is not in the turn's text; copy it from there")
    return place


def _codes(said: Said) -> Iterator[Code]:
    from commscore import codebook

    row, turn, number, span = said
    for name in re.split(r"[,;]", f"{row['codes']};{row['code']}"):
        code = name.strip()
        if not code:
            continue
        if code not in codebook.codes():
            known = ", ".join(codebook.codes())
            raise row.wrong(f"no code is called {code[:40]!r}; the codes are {known}")
        yield Code(code, number, *(span or (0, len(turn.text))))


def _labels(table: Table, said: Sequence[Said]) -> Iterator[Label]:
    """Yield each turn's labels; several rows that label a turn differently are several raters."""
    votes: dict[tuple[int, str], list[tuple[str | float, Spans]]] = {}
    for row, _, number, span in said:
        for task, value in _values(table, row).items():
            votes.setdefault((number, task), []).append((value, (span,) if span else ()))
    for (number, task), given in votes.items():
        figures = [value for value, _ in given if isinstance(value, float)]
        if figures:
            spans = dict.fromkeys(span for _, places in given for span in places)
            yield Label(task, number, sum(figures) / len(figures), spans=tuple(spans))
        else:
            named = [(str(value), spans) for value, spans in given]
            yield from labels(task, number, [value for value, _ in named], named)


def _whole(table: Table, rows: Sequence[Row]) -> Iterator[Label]:
    """Yield the labels of rows without turn and text, which are the whole document's."""
    for row in rows:
        if row["code"] or row["codes"]:
            raise row.wrong("a code, but neither turn nor text; say which turn it is given to")
        yield from (Label(task, None, value) for task, value in _values(table, row).items())


def _values(table: Table, row: Row) -> Mapping[str, str | float]:
    found: dict[str, str | float] = {}
    for column in (name for name in row.cells if name.startswith(TASK) and row[name]):
        task = column.removeprefix(TASK).strip()
        known: Collection[str] | None = LABELS.get(task)
        if column in table.scales:
            found[task] = row.figure(column)
        else:
            found[task] = row.choice(column, known) if known else row[column]
    return found
