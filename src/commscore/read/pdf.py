"""PDF: the text on its pages, read as plain text is; a scan without text is refused."""

import re
from collections.abc import Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.plain import turns
from commscore.types import Turn

LITTLE: Final = 500_000
END: Final = re.compile(rb"startxref\s{1,4}(\d{1,10})\s")
INDEX: Final = re.compile(rb"\s{0,4}(?:xref\b|\d{1,10} \d{1,5} obj)")
MAX_PAGES: Final = 500
MAX_TEXT: Final = 5_000_000
PAGE: Final = re.compile(r"\s*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*", re.IGNORECASE)


def read(content: bytes) -> Iterator[Turn]:
    """Yield the turns of a PDF with text in it."""
    yield from turns(text(content))


def text(content: bytes) -> str:
    """Return a PDF's text, the page numbers at the top and foot left out; UnreadableError for a scan."""
    if b"%PDF" not in content[:1024]:
        raise UnreadableError("this is no PDF; give the file the suffix of what it is")
    if len(content) > LITTLE and not _indexed(content):
        raise UnreadableError("the PDF's index is damaged; open it, and print or save it as a PDF again")
    pages = list(_pages(content))
    if not any(page.strip() for page in pages):
        raise UnreadableError(
            "there is no text in it, it may be a scan; recognise its text first (OCR), or type it"
        )
    return "\n".join(_without_numbers(page) for page in pages)


def _indexed(content: bytes) -> bool:
    """Return whether the file's end points to its index, as it should.

    Where it does not, pdfium searches the whole file for the parts, in time that grows with its square.
    """
    pointers = END.findall(content[-2048:])
    return bool(pointers) and INDEX.match(content, int(pointers[-1])) is not None


def _pages(content: bytes) -> Iterator[str]:
    import pypdfium2 as pdfium

    length = 0
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        raise UnreadableError(
            "the PDF is damaged or locked by a password; save it again without one"
        ) from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"{len(document)} pages; at most {MAX_PAGES} are read: split it")
        for page in document:
            text = page.get_textpage().get_text_bounded()
            length += len(text)
            if length > MAX_TEXT:
                raise UnreadableError(f"more than {MAX_TEXT:,} characters of text; split it")
            yield text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n")
    except pdfium.PdfiumError:
        raise UnreadableError("a page of the PDF is damaged; save it again") from None
    finally:
        document.close()


def _without_numbers(page: str) -> str:
    lines = page.strip().split("\n")
    kept = lines[1:] if PAGE.fullmatch(lines[0]) else lines
    return "\n".join(kept[:-1] if kept and PAGE.fullmatch(kept[-1]) else kept)
