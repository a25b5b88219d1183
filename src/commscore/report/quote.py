"""A speaker's own words, cut to what a reader needs, and safe to put on any page."""

import re
from dataclasses import dataclass

from commscore.types import Document, Role

LONGEST = 38  # words; a quote is read at a glance or not at all
MOST_CHARACTERS = 400
EDGE = re.compile(r"(?<=[.!?…])\s+")
UNFIT = re.compile(  # control characters that XML forbids, lone surrogates, and marks that turn text about
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff]"
)


class Words:
    """The words that count, between what stands before and after them."""

    __slots__ = ()
    before: str
    words: str
    after: str

    @property
    def text(self) -> str:
        """All of it as one text."""
        return self.before + self.words + self.after

    @property
    def partly(self) -> bool:
        """Whether `words` are a part of what is quoted, so that it helps to set them off."""
        return any(c.isalnum() for c in self.before + self.after)


@dataclass(frozen=True, slots=True)
class Quote(Words):
    """What a speaker said in turn `turn` (from 0), `words` being those that count, and what is about them.

    `time` is in minutes and seconds, "" where unknown.
    """

    turn: int
    speaker: str
    role: Role
    before: str
    words: str
    after: str
    time: str = ""

    @property
    def number(self) -> int:
        """The turn as readers count, from 1."""
        return self.turn + 1

    @property
    def place(self) -> str:
        """Where it was said, in words."""
        return f"turn {self.number}, {self.time}" if self.time else f"turn {self.number}"


def visible(text: str) -> str:
    r"""Return the text with each character that a page cannot hold replaced by a mark.

    >>> visible("a\x00b\x1bc\td")
    'a�b�c\td'
    """
    return UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def short(text: str, most: int = 120) -> str:
    """Return the text on one line, safe for a page, of at most so many characters.

    >>> short("one\\ntwo three", 9)
    'one two …'
    """
    flat = one_line(text[: 2 * most]).strip()
    return flat if len(flat) <= most and len(text) <= 2 * most else flat[: most - 1].rstrip() + " …"


def clock(seconds: float | None) -> str:
    """Return seconds as minutes and seconds, "" where unknown.

    >>> clock(75.4), clock(None)
    ('1:15', '')
    """
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def quote(
    document: Document, turn: int, span: tuple[int, int] | None = None, longest: int = LONGEST
) -> Quote:
    """Return what was said in a turn, cut around the characters of `span` where it is long."""
    said = document.turns[turn]
    start, end = span or (0, len(said.text))
    parts = clip(said.text, start, end, longest)
    before, words, after = (one_line(part[:MOST_CHARACTERS]) for part in parts)
    cut = "…" if any(len(part) > MOST_CHARACTERS for part in parts) else ""
    time = clock(said.start)
    return Quote(turn, short(said.speaker, 60), said.role, before.lstrip(), words, after.rstrip() + cut, time)


def one_line(text: str) -> str:
    """Return the text on one line, safe for a page."""
    return re.sub(r"\s+", " ", visible(text))


def clip(text: str, start: int, end: int, longest: int = LONGEST) -> tuple[str, str, str]:
    """Return the words from `start` to `end` between what stands before and after them.

    All three together are about `longest` words at most; "…" shows where something was cut.

    >>> clip("One two. Three four five. Six seven.", 9, 14, longest=4)
    ('… ', 'Three', ' four five. …')
    >>> clip("One two three four five six.", 0, 28, longest=3)
    ('', 'One two three', ' …')
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    if len(text.split()) <= longest:
        return text[:start].lstrip(), text[start:end], text[end:].rstrip()
    left, right = _sentences_around(text, start, end, longest)
    end = start + _length(text[start:end], longest)
    right = min(right, end + _length(text[end:right], max(0, longest - len(text[left:end].split()))))
    before = ("… " if text[:left].strip() else "") + text[left:start]
    after = text[end:right].rstrip() + (" …" if text[right:].strip() else "")
    return before, text[start:end], after


def _length(text: str, words: int) -> int:
    """Return how many characters the first `words` words take, all of the text where it has no more."""
    found = [m.end() for m in re.finditer(r"\S+", text)]
    return len(text) if len(found) <= words else (found[words - 1] if words else 0)


def _sentences_around(text: str, start: int, end: int, longest: int) -> tuple[int, int]:
    """Return the bounds of the sentences that hold the span and of as many after them as fit."""
    edges = [0, *(m.end() for m in EDGE.finditer(text)), len(text)]
    left = max(e for e in edges if e <= start)
    if len(text[left:end].split()) > longest or len(text[left:start].split()) > longest // 2:
        left = start
    right = min((e for e in edges if e >= end and e > left), default=len(text))
    fitting = [e for e in edges if e > right and len(text[left:e].split()) <= longest]
    return left, max(fitting, default=right)
