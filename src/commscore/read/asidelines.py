"""A letter's lines, and how each looks by itself: a part of an address or a signature, a form's own words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

from commscore.codebook.asides import AsideRule, asides

WRITTEN: Final = str.maketrans("\t\xa0\u202f’‘", "   ''")
WIDEST: Final = 200
MOST: Final = 12
SHOUTED: Final = 5  # words in capitals
PAIR: Final = 2  # words that may be a name without a capital, or all in capitals
PIECES: Final = re.compile(r"[\s,&/()|;:–—\"+*#-]+")
NAME: Final = re.compile(r"(?-i:[A-ZÀ-ÖØ-ÞĀ-Ž])[\w'.]*|[\w'.]*\d[\w'.]*")
LITTLE: Final = re.compile(
    r"(?:[^\W\d_]|['.]){1,3}|upon|under|with|near|care|copied|deliver(?:ed|y)", re.IGNORECASE
)
BRACKETED: Final = re.compile(r"\([a-z. ]{1,12}\)", re.IGNORECASE)
STOPPED: Final = re.compile(r"[a-z]{4,}[.!?]+\W*$|[!?]")


YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[-/.]\d{1,2}[-/.]\d\d(?!\d)")
ZONE: Final = re.compile(
    r"\b(?:at|um|[ap]\.?m|utc|gmt|bst|cest|cet|mon|tue|wed|thu|fri|sat|sun)\w*\b|[+-]\d{4}|[()]",
    re.IGNORECASE,
)
SUBJECT: Final = re.compile(r"\*?subject\*? ?:", re.IGNORECASE)


class Look(IntEnum):
    """How much a line looks like a part of an address or a signature."""

    TELLING = 0
    NAMES = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks at its ends, which are `start` and `end` of the letter's text.

    `text` has straight apostrophes and plain blanks for all others, as the patterns do.
    """

    start: int
    end: int
    text: str


def lines(text: str) -> list[Line]:
    r"""Return the lines of a text, blank ones too.

    >>> lines("Dear Sir,\n  I fell.")
    [Line(start=0, end=9, text='Dear Sir,'), Line(start=12, end=19, text='I fell.')]
    """
    found: list[Line] = []
    offset = 0
    for line in text.split("\n"):
        start = offset + len(line) - len(line.lstrip())
        told = line.strip()
        found.append(Line(start, start + len(told), told.translate(WRITTEN)))
        offset += len(line) + 1
    return found


def look(line: str) -> Look:
    """Return how a line looks: SURE with a date, a number or a code in it, and else nothing but names.

    >>> look("27 Tenter Row"), look("HX9 4LT"), look("27 of them laughed")
    (<Look.NAMES: 1>, <Look.SURE: 2>, <Look.TELLING: 0>)
    """
    if not line or len(line) > WIDEST or telling(line) or STOPPED.search(line):
        return Look.TELLING
    apart = _labels().sub(" , ", line)
    rest, values = _values().subn(" ", BRACKETED.sub(" ", apart))
    words = _words(rest)
    names = [word for word in words if NAME.fullmatch(word)]
    if len(words) > MOST or not all(NAME.fullmatch(word) or LITTLE.fullmatch(word) for word in words):
        return Look.TELLING
    if (names and _diary().search(apart)) or (_shouts(line) and len(words) > SHOUTED):
        return Look.TELLING
    return Look.SURE if values else Look.NAMES if names else Look.TELLING


def _words(line: str) -> list[str]:
    return [word for word in PIECES.split(line) if word.strip(".'")]


def _shouts(line: str) -> bool:
    return line.upper() == line


def telling(line: str) -> bool:
    """Return whether a line tells something: who writes for whom, a death, a sentence's small words."""
    return _telling().search(line) is not None


def taken(rule: AsideRule, line: str) -> int:
    """Return how many characters at the beginning of a line the rule takes; 0 where it does not fit.

    A field takes its value too, if that is short and tells nothing. What a group of the pattern matches must
    be names.

    >>> greeting = next(rule for rule in rules() if rule.name == "greeting")
    >>> taken(greeting, "Dear Dr Osei"), taken(greeting, "Dear Dr Osei I cannot go on")
    (12, 0)
    """
    if rule.part or rule.field:
        match = _compiled(rule.pattern).match(line)
        label = match.end() if match else 0
        return len(line) if label and rule.field and all(map(_valued, line[label:].split("|"))) else label
    match = _compiled(rule.pattern).fullmatch(line) if line else None
    return len(line) if match and all(map(_addressed, filter(None, match.groups()))) else 0


def _addressed(words: str) -> bool:
    """Return whether this is whom a letter is addressed to, by names or roles, and nothing that is told.

    One word may be neither: "mrs moss", "the big manager".
    """
    if any(not _addressees().fullmatch(told[0]) for told in _telling().finditer(words)):
        return False
    left = _words(_addressees().sub(" ", _values().sub(" ", words)))
    names = [word for word in left if NAME.fullmatch(word)]
    return len(left) - len(names) <= 1 and (len(left) <= PAIR or not _shouts(words))


def headed(line: str) -> bool:
    """Return whether a line is one of those that head an e-mail: "To: ...", "Sent: ..."."""
    return _header().match(line) is not None


def dated(words: str) -> bool:
    """Return whether there is nothing but a date with its year here, and a time, as mail programs write it.

    >>> dated("Tue, 6 May 2025 at 09:12:33 +0100"), dated("6 May he fell"), dated("6 May")
    (True, False, False)
    """
    return YEAR.search(words) is not None and not ZONE.sub("", _values().sub("", words)).strip(" ,.")


def heading(read: Sequence[Line]) -> int:
    """Return how many lines at the top head an e-mail, its subject and blank lines among them."""
    first = next((n for n, one in enumerate(read) if one.text and not _in_heading(one.text)), len(read))
    return first if any(headed(one.text) for one in read[:first]) else 0


def _in_heading(line: str) -> bool:
    return headed(line) or SUBJECT.match(line) is not None


def rules() -> Iterator[AsideRule]:
    """Yield the rules in the order in which they are tried."""
    yield from asides().rule


def _valued(value: str) -> bool:
    """Return whether this is the value of a form's field, and no answer in words."""
    if len(value) > WIDEST or telling(value) or STOPPED.search(value) or value.count(" ") >= MOST:
        return False
    told = [word for word in _words(_values().sub(" ", value)) if not NAME.fullmatch(word)]
    return len(told) <= PAIR


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _telling() -> re.Pattern[str]:
    return _compiled(rf"(?<![\w'])(?:{'|'.join(asides().telling)})(?!\w)")


@cache
def _addressees() -> re.Pattern[str]:
    return _compiled(rf"(?<![\w'])(?:{'|'.join(asides().addressees)})(?![\w'])")


@cache
def _values() -> re.Pattern[str]:
    return _compiled(rf"(?<!\w)(?:{_any((*asides().values, *asides().dates))})(?!\w)")


@cache
def _diary() -> re.Pattern[str]:
    """Return what finds a date at the beginning of a line, or one right after a word."""
    return _compiled(rf"(?:^\W*|(?<=[^\W\d_]{{2}} ))(?:{_any(asides().dates)})(?!\w)")


def _any(values: Sequence[str]) -> str:
    """Return one pattern of those in the codebook, with the names of months and days."""
    held = asides()
    told = "|".join(_apart(at, value) for at, value in enumerate(values))
    return told.replace("{month}", held.month).replace("{weekday}", held.weekday)


def _apart(at: int, value: str) -> str:
    """Return a pattern with the group that it refers back to named, so that others may stand before it."""
    return value.replace("([-/.])", f"(?P<mark{at}>[-/.])").replace("\\1", f"(?P=mark{at})")


@cache
def _labels() -> re.Pattern[str]:
    return _compiled(rf"(?<!\w)(?:{'|'.join(asides().labels)})(?!\w)\.?")


@cache
def _header() -> re.Pattern[str]:
    return _compiled(rf"\*?(?:{'|'.join(asides().header)})\*? ?:")
