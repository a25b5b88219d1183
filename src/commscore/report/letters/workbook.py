"""The queue as an Excel workbook: the rows of the CSV, each cell text or a figure and never a formula."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from commscore.report.letters.table import table
from commscore.report.table import Cell, cell
from commscore.types import LetterReport

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as Place

WIDE, NARROW = 48, 16  # characters of a column
LONG = ("reasons", "words", "problems", "asks")
MOST = 32_767  # characters that Excel takes in a cell


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the queue as a workbook of one sheet."""
    return written(*table(reports, today))


def written(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a table as a workbook of one sheet, its first row kept in view and with a filter."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from commscore.report.letters.inmemory import saved

    book = Workbook()
    sheet = book.active
    sheet.title = "Queue"
    for number, row in enumerate((columns, *rows), 1):
        for column, content in enumerate(row, 1):
            _put(sheet.cell(number, column), content)
            sheet.cell(number, column).alignment = Alignment(wrap_text=number > 1, vertical="top")
    for column, name in enumerate(columns, 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if name in LONG else NARROW
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    return saved(book)


def _put(place: "Place", content: Cell) -> None:
    """Write a figure as one, and anything else as text that no spreadsheet runs."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(content, int | float):
        place.value = content
        return
    place.value = ILLEGAL_CHARACTERS_RE.sub(" ", cell(content))[:MOST]
    place.data_type = "s"
