"""RTF: its text, read as plain text is."""

from collections.abc import Callable, Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.plain import turns
from commscore.types import Turn

MAX_RTF: Final = 5_000_000


def read(content: bytes) -> Iterator[Turn]:
    """Yield the turns of an RTF file, its paragraphs read as lines."""
    yield from turns(text(content))


def text(content: bytes) -> str:
    """Return an RTF file's text, its paragraphs as lines."""
    from striprtf import striprtf

    to_text: Callable[..., str] = striprtf.rtf_to_text

    if not content.lstrip()[:5] == b"{\\rtf":
        raise UnreadableError("this is no RTF; give the file the suffix of what it is")
    if len(content) > MAX_RTF:
        raise UnreadableError(f"{len(content):,} bytes; at most {MAX_RTF:,} of RTF are read: remove pictures")
    try:
        found = to_text(content.decode("latin-1"), errors="replace")
    except (ValueError, LookupError, IndexError, TypeError, OverflowError):
        raise UnreadableError("the RTF is damaged; open it and save it again") from None
    return found.replace("\r\n", "\n").replace("\r", "\n")
