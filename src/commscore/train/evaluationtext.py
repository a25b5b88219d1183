"""An evaluation on the terminal, to be read at a hundred columns."""

import re
from io import StringIO
from typing import TYPE_CHECKING

from commscore.train.shown import facts_of, notes_of, tables_of
from commscore.train.tables import Cell, Json, Table, at, figure, interval

if TYPE_CHECKING:
    from rich.table import Table as Shown

WIDTH = 100


def render(found: Json, width: int = WIDTH) -> str:
    """Return the tables of all documents as text."""
    from rich.console import Console

    page = Console(file=StringIO(), width=width, highlight=False, markup=False, emoji=False)
    page.print(f"{found['model']}: {facts_of(found).partition(';')[0]}")
    for note in (*found["warnings"], *notes_of(found)):
        page.print(note)
    for table in tables_of(found):
        if not table.wide:
            page.print()
            page.print(table.title)
            page.print(_shown(table))
            if table.note:
                page.print(table.note)
    file = page.file
    return file.getvalue() if isinstance(file, StringIO) else ""


def _shown(table: Table) -> "Shown":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Shown

    shown = Shown(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for column in table.columns:
        if column.wide:
            continue
        shown.add_column(column.heading, justify="right" if column.figure else "left", no_wrap=column.figure)
        if column.interval:
            shown.add_column("95 %", justify="right", no_wrap=True)
    for row in table.rows:
        cells: list[str] = []
        for column, cell in zip(table.columns, row, strict=True):
            if not column.wide:
                cells.append(_text(cell))
                cells += [_short(interval(cell))] if column.interval and not isinstance(cell, str) else []
        shown.add_row(*cells)
    return shown


def _text(cell: Cell) -> str:
    return _short(cell if isinstance(cell, str) else figure(at(cell, "value")))


def _short(text: str) -> str:
    """Return the text with no nought before a point: a hundred columns are few."""
    return re.sub(r"\b0\.", ".", text)
