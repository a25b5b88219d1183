"""The lines of an address above and before its postcode."""

from collections.abc import Iterable, Iterator
from typing import Final

import regex

from commscore.codebook.names import given, names, standins
from commscore.privacy.words import words

WORD: Final = r"[A-Z\d][\w'’/.-]*"
PART: Final = regex.compile(rf"{WORD}(?: (?:{WORD}|of|the|upon|on|in|le|and)){{0,4}}")
BETWEEN: Final = regex.compile(r"[ \t]*,[ \t]*\n?|[ \t]*\n|[ \t]+")
MOST: Final = 5  # lines, or parts between commas
LONGEST: Final = 250  # characters


def before(text: str, postcodes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts of an address before each postcode, which begins there, the last part first.

    An address of a hospital or another body is nobody's.

    >>> text = "Mrs Ann Lee\\nCroft End\\n3 Back Lane, Lumb Green\\nBD27 9WK"
    >>> [text[start:end] for start, end in before(text, [text.index("BD27")])]
    ['Lumb Green', '3 Back Lane', 'Croft End']
    """
    for postcode in postcodes:
        parts = list(_parts(text, postcode))
        if not any(word.low in names().bodies for start, end in parts for word in words(text[start:end])):
            yield from parts


def _parts(text: str, end: int) -> Iterator[tuple[int, int]]:
    first = max(0, end - LONGEST)
    for _ in range(MOST):
        gap = _gap(text, first, end)
        start = _part(text, first, gap) if gap is not None else None
        if gap is None or start is None or _person(text[start:gap]):
            return
        yield start, gap
        end = start


def _gap(text: str, first: int, end: int) -> int | None:
    """Return where the comma, line end or space before `end` begins; None where there is none."""
    return next((at for at in range(first, end) if BETWEEN.fullmatch(text, at, end)), None)


def _part(text: str, first: int, end: int) -> int | None:
    """Return where the longest part of an address on the line up to `end` begins; None without."""
    line = max(first, text.rfind("\n", first, end) + 1)
    begins = (at for at in range(line, end) if at == 0 or not text[at - 1].isalnum())
    return next((at for at in begins if PART.fullmatch(text, at, end)), None)


def _person(part: str) -> bool:
    """Tell whether a part is a person's name, or a field's, and no part of an address."""
    said = words(part)
    if not said or said[0].low in names().titles | names().callings:
        return True
    named = said[0].low in given() or said[0].initial
    return named and not any(c.isdigit() for c in part) and said[-1].low not in standins().kept
