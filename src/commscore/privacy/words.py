"""The words of a text, and how much each looks like a name by itself."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import regex

from commscore.codebook.names import given, medicines, names, ordinary, surnames
from commscore.codebook.terms import key, terms

WORD: Final = regex.compile(r"(?<!\w)[^\W\d_]++(?:['’-][^\W\d_]++)*+(?!\w)")
ELIDED: Final = ("o'", "d'", "m'")
OWN: Final = regex.compile(r"I(?:['’]\w+)?")
POSSESSIVE: Final = regex.compile(r"['’][sS]$")
ENDS: Final = regex.compile(r"[.!?:;\n\"“”*•]")


class Like(IntEnum):
    """How much a word looks like a name: not at all, a word too, on no list, a surname, a given name."""

    NONE = 0
    WORD = 1
    UNKNOWN = 2
    SURNAME = 3
    GIVEN = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its place, without the `'s` of a possessive; `gap` is what stands before it.

    `first` tells that it begins a sentence or a line, so that its capital says nothing; `lower` that nothing
    in its line but "I" has a capital.
    """

    text: str
    start: int
    end: int
    gap: str
    possessive: bool
    first: bool
    lower: bool

    @property
    def low(self) -> str:
        """The word in small letters, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        """Whether it is one capital letter, as "J" in "J. Marsh"."""
        return len(self.text) == 1 and self.capital

    @property
    def letter(self) -> bool:
        """Whether it is one small letter and no word, as "f" in "jodie f"."""
        return len(self.text) == 1 and self.text.islower() and self.text not in "ai"

    @property
    def like(self) -> Like:
        """How much it looks like a name."""
        return like(self.low)


def words(text: str) -> list[Word]:
    """Return the words of a text.

    >>> [(w.text, w.first) for w in words("Tom's here. Anna-Lee")]
    [('Tom', True), ('here', False), ('Anna-Lee', True)]
    """
    found: list[Word] = []
    end, line_end, lower = 0, -1, False
    for match in WORD.finditer(text):
        if match.start() > line_end:
            line_start = text.rfind("\n", 0, match.start()) + 1
            line_end = text.find("\n", match.start())
            line_end = len(text) if line_end < 0 else line_end
            lower = _lower(text[line_start:line_end])
        possessive = bool(POSSESSIVE.search(match[0]))
        said = match[0][:-2] if possessive else match[0]
        gap = text[end : match.start()]
        found.append(
            Word(
                said,
                match.start(),
                match.start() + len(said),
                gap,
                possessive,
                first=not found or bool(ENDS.search(gap)),
                lower=lower,
            )
        )
        end = match.end()
    return found


def _lower(line: str) -> bool:
    """Tell whether a line has no capital but those of "I" and of its first word."""
    _, *rest = WORD.findall(line) or [""]
    return not any(word[0].isupper() and not OWN.fullmatch(word) for word in rest) and not line[:1].isupper()


@lru_cache(maxsize=65536)
def like(low: str) -> Like:
    """Return how much a word, in small letters, looks like a name; the least of the parts that hyphens join.

    >>> like("siobhan").name, like("will").name, like("table").name, like("slaithby").name, like("patel").name
    ('GIVEN', 'WORD', 'NONE', 'UNKNOWN', 'SURNAME')
    """
    if "-" in low and low not in given() | surnames():
        parts = [like(part) for part in low.split("-")]
        return max(parts) if min(parts) > Like.NONE else Like.NONE
    if len(low) == 1 or low in names().modal or ("'" in low and not low.startswith(ELIDED)):
        return Like.NONE
    if (
        low in names().others
        or low in names().titles
        or low.endswith(names().technical)
        or low in medicines()
        or low in names().callings
    ):
        return Like.NONE
    listed = low in given() or low in surnames()
    if low in ordinary() or low in names().calendar or low in names().places:
        return Like.WORD if listed else Like.NONE
    if listed:
        return Like.GIVEN if low in given() else Like.SURNAME
    return Like.NONE if key(low) in terms() else Like.UNKNOWN
