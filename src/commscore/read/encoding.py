"""Bytes to text: UTF-8 with and without a mark, UTF-16 with and without one, else Windows' cp1252."""

import codecs
import re
from typing import Final

from commscore.errors import UnreadableError

MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
OTHERS: Final = {
    b"PK\x03\x04": "a Word, Excel or zip file; give it its own suffix (.docx, .xlsx, .zip)",
    b"%PDF": "a PDF; give it the suffix .pdf",
    b"{\\rtf": "an RTF file; give it the suffix .rtf",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file; save it as .docx or .xlsx",
    b"ID3": "a sound recording; have it transcribed first",
    b"RIFF": "a sound recording; have it transcribed first",
}
SAMPLE: Final = 4096
BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(content: bytes) -> str:
    """Return the text, lines ended by newlines alone; UnreadableError where the bytes are no text.

    >>> decode("é\\r\\nb".encode("utf-16-le")), decode(b"caf\\xe9")
    ('é\\nb', 'café')
    """
    for start, what in OTHERS.items():
        if content.startswith(start):
            raise UnreadableError(f"this is {what}")
    text = _text(content)
    if len(BINARY.findall(text[:SAMPLE])) > 2 or "\x00" in text:
        raise UnreadableError("this is not text; save it as text (UTF-8), Word or CSV")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")


def _text(content: bytes) -> str:
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _encoding(content: bytes) -> str:
    """Return the encoding by the mark, else by where the NULs are, else UTF-8."""
    for mark in sorted(MARKS, key=len, reverse=True):
        if content.startswith(mark):
            return MARKS[mark]
    even, odd = content[0:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    half = min(len(content), SAMPLE) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be"
    return "utf-8"
