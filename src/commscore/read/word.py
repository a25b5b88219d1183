"""Word: paragraphs in any of the plain-text layouts, Teams' transcripts among them, or a table of turns."""

import io
from collections.abc import Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.office import BROKEN, READING, WORD, check
from commscore.read.plain import turns
from commscore.read.table import from_rows
from commscore.types import Document, Turn

MAX_XML: Final = 15_000_000
MAX_PARTS: Final = 100_000


def read(content: bytes) -> Iterator[Turn | Document | UnreadableError]:
    """Yield the turns of a Word file: of its longest table, where that is one of turns, else of its text."""
    text, rows = _contents(content)
    if len(rows) > 1:
        try:
            found = list(from_rows(rows))
        except UnreadableError:
            found = []
        if len(found) > 1 or not text.strip():
            yield from found
            return
    yield from turns(text)


def text(content: bytes) -> str:
    """Return a Word file's paragraphs as lines, those in tables among them."""
    return _contents(content)[0]


def _contents(content: bytes) -> tuple[str, list[tuple[str, ...]]]:
    """Return the paragraphs as lines, those in tables among them, and the rows of the longest table."""
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    check(content, MAX_XML, WORD)
    try:
        return _unpacked(content)
    except (*READING, OpcError, LxmlError):
        raise UnreadableError(BROKEN) from None


def _unpacked(content: bytes) -> tuple[str, list[tuple[str, ...]]]:
    import docx
    from docx.table import Table

    lines: list[str] = []
    longest: list[tuple[str, ...]] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            rows = [tuple(cell.text for cell in row.cells[:20]) for row in block.rows]
            lines += ["\t".join(row) for row in rows]
            longest = max(longest, rows, key=len)
        else:
            lines += block.text.split("\n")
        if len(lines) > MAX_PARTS:
            raise UnreadableError(f"more than {MAX_PARTS:,} paragraphs; split it")
    return "\n".join(lines), longest
