"""What Word's and Excel's files have in common: a zip of XML, checked before anything unpacks it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.limits import MAX_TURNS

MAX_UNPACKED: Final = 60_000_000
MAX_XML: Final = 5_000_000  # as a tree, up to a hundred times that
MAX_COLUMNS: Final = 100
BROKEN: Final = "the file is damaged; open it in Office and save it again"
WORD: Final = "this is not a Word file; save it again from Word as .docx"
EXCEL: Final = "this is not an Excel file; save it again from Excel as .xlsx"


def check(content: bytes, most_xml: int, another: str) -> None:
    """Raise UnreadableError unless this is a zip of bearable size, its XML too, and without entities.

    `another` is what is said of a file that is no zip, and so of another kind.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [entry for entry in packed.infolist() if entry.filename.endswith((".xml", ".rels"))]
            _check_size(sum(entry.file_size for entry in packed.infolist()), MAX_UNPACKED)
            _check_size(sum(entry.file_size for entry in parts), most_xml)
            if any(b"<!DOCTYPE" in packed.read(entry) for entry in parts):
                raise UnreadableError(f"{BROKEN} (its XML defines entities)")
    except zipfile.BadZipFile:
        raise UnreadableError(another) from None
    except READING:
        raise UnreadableError(BROKEN) from None


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise UnreadableError(
            f"it unpacks to {size:,} bytes, at most {most:,} are read; save it as text or CSV"
        )


def sheets(content: bytes) -> Iterator[list[tuple[object, ...]]]:
    """Yield the rows of each sheet, values as Excel shows them last."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    check(content, MAX_XML, EXCEL)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield list(sheet.iter_rows(max_row=4 * MAX_TURNS, max_col=MAX_COLUMNS, values_only=True))
    except (*READING, InvalidFileException):
        raise UnreadableError(BROKEN) from None


# What zipfile, zlib and the XML readers of openpyxl raise for bytes that are not what they should be.
READING: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError,
    EOFError, OSError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, SyntaxError, OverflowError, RuntimeError,
)  # fmt: skip
