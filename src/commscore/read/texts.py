"""The one table from a file's suffix to the text in it, for letters and for what is attached to mails."""

from collections.abc import Callable, Mapping
from typing import Final

from commscore.read import pdf, rtf, webpage, word
from commscore.read.encoding import decode

TEXTS: Final[Mapping[str, Callable[[bytes], str]]] = {
    ".txt": decode,
    ".text": decode,
    ".md": decode,
    ".docx": word.text,
    ".pdf": pdf.text,
    ".rtf": rtf.text,
    ".html": webpage.text,
    ".htm": webpage.text,
}
