"""A line as a recogniser of speech writes it: lower case, no punctuation, no accents, no tags."""

import re
import unicodedata
from typing import Final

from deid.sentences import Line

TAG: Final = re.compile(r"<[^<>]*>")
LETTERS: Final = str.maketrans("łŁøØıİ’", "llooii'")
STOPS: Final = frozenset('.,?!;:"()…“”-–—')


def recognised(line: Line) -> Line:
    """Return the line as it would be recognised; what was put in keeps its place."""
    tags = [tag.span() for tag in TAG.finditer(line.text)]
    out: list[str] = []
    place = []
    for at, letter in enumerate(line.text):
        place.append(len(out))
        new = "" if any(start <= at < end for start, end in tags) else _written(line.text, at, letter)
        out += [c for c in new if not (c == " " and (not out or out[-1] == " "))]
    place.append(len(out))
    text = "".join(out)
    places = []
    for start, end, what in line.places:
        low, high = place[start], place[end]
        places.append((low, low + len(text[low:high].rstrip()), what))
    return Line(line.speaker, text.rstrip(), places, line.own, line.follows)


def _written(text: str, at: int, letter: str) -> str:
    if letter.isspace():
        return " "
    if letter not in STOPS:
        bare = unicodedata.normalize("NFKD", letter.translate(LETTERS).lower())
        return "".join(c for c in bare if not unicodedata.combining(c))
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    joins = before.isalnum() and after.isalnum()
    if letter in "-–—":
        kept = joins and ((before.isdigit() and after.isdigit()) or _in_address(text, at))
        return letter if kept else " "
    return letter if joins else ""


def _in_address(text: str, at: int) -> bool:
    """Say whether a character stands before the "@" of a mail address."""
    return "@" in re.split(r"\s", text[at:], maxsplit=1)[0]
