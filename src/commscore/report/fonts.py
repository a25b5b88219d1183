"""The type a PDF is set in: Roboto where it is installed, which has Latin, Greek and Cyrillic letters, else
Bitstream Vera, which comes with reportlab and has those of Western Europe.

Letters that the type has not are shown by a mark, and the report says so: better than a wrong letter or none.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

STYLES = ("regular", "bold", "italic", "bold italic")
ROBOTO = ("Roboto-Regular.ttf", "Roboto-Bold.ttf", "Roboto-Italic.ttf", "Roboto-BoldItalic.ttf")
VERA = ("Vera.ttf", "VeraBd.ttf", "VeraIt.ttf", "VeraBI.ttf")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
ALIKE = str.maketrans({"\u2011": "-", "\u202f": " ", "\u2009": " ", "\u00a0": " ", "\t": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Type:
    """A registered typeface: its family's name, the letters it has (as numbers), and the mark for others."""

    family: str
    letters: Container[int]
    mark: str


@cache
def typeface() -> Type:
    """Return the typeface, registered with reportlab in its four styles."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    family, folder, names = _found()
    registered = []
    for style, name in zip(STYLES, names, strict=True):
        font = TTFont(f"{family} {style}", str(folder.joinpath(name)))
        pdfmetrics.registerFont(font)
        registered.append(font)
    pdfmetrics.registerFontFamily(family, *(f.fontName for f in registered))
    letters = set(registered[0].face.charToGlyph)
    return Type(family, letters, "\ufffd" if 0xFFFD in letters else "¤")


def _found() -> tuple[str, Traversable, tuple[str, ...]]:
    try:
        return "Roboto", files("font_roboto").joinpath("files"), ROBOTO
    except ModuleNotFoundError:
        return "Vera", files("reportlab").joinpath("fonts"), VERA


def printable(text: str, letters: Container[int], mark: str) -> str:
    """Return the text with each run of letters that the type has not replaced by one mark.

    >>> printable("zażółć 🙂🙂 ok", set(map(ord, "zażółć ok")), "?")
    'zażółć ? ok'
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(ALIKE)
    shown = "".join(c if ord(c) in letters else mark for c in plain)
    return re.sub(f"{re.escape(mark)}{{2,}}", mark, shown)
