"""A workbook's bytes, made in memory: openpyxl itself puts a sheet's text into a temporary file."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter, WorksheetWriter


class _Writer(ExcelWriter):  # type: ignore[misc]
    def write_worksheet(self, ws: Worksheet) -> None:
        """Add a sheet of cells alone, as the method that it stands for does, without a file."""
        ws._drawing = SpreadsheetDrawing()
        writer = WorksheetWriter(ws, out := io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    file = io.BytesIO()
    _Writer(book, ZipFile(file, "w", ZIP_DEFLATED)).save()
    return file.getvalue()
