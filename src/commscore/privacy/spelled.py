"""Names that are spelled, letter by letter: "P-A-T-E-L", "b for bravo, double e, r"."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import names
from commscore.codebook.personal import spoken
from commscore.privacy.words import WORD, Like, like

BEFORE: Final = 70  # characters in which something may say that a name is spelled
NEAR: Final = 40  # characters in which the name itself may stand, before or after
LONG: Final = 5  # letters from which a word on no list is a name without anything that says so
VOWELS: Final = frozenset("aeiouy")


def spelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a name is spelled, and the name, in small letters; where it stands beside that, too.

    >>> list(spelled("It's P-A-T-E-L, and I had an E C G."))
    [(5, 14, 'patel')]
    >>> list(spelled("young y o u n g"))
    [(0, 5, 'young'), (6, 15, 'young')]
    """
    for run in _run().finditer(text):
        name = _said(run[0])
        beside = [
            word
            for word in WORD.finditer(text, max(0, run.start() - NEAR), min(len(text), run.end() + NEAR))
            if word[0].lower() == name and like(name) > Like.NONE
        ]
        yield from ((word.start(), word.end(), name) for word in beside)
        told = _spelling().search(text, max(0, run.start() - BEFORE), run.start())
        if beside or _is_name(name, told=bool(told), phonetic=" for " in run[0].lower()):
            yield run.start(), run.end(), name


def _is_name(name: str, told: bool, phonetic: bool) -> bool:
    known = like(name)
    if known >= Like.SURNAME or phonetic:
        return True
    unlisted = known is Like.UNKNOWN and len(name) >= LONG and bool(VOWELS & set(name))
    return unlisted or (told and len(name) > 2 and known > Like.NONE)


def _said(run: str) -> str:
    """Return the letters that are said.

    >>> _said("b for bravo, double e, R")
    'beer'
    """
    said = ((times, letter) for times, letter in _letter().findall(run.lower()))
    return "".join(letter * spoken().times.get(times, 1) for times, letter in said)


@cache
def _letter() -> "regex.Pattern[str]":
    times = "|".join(spoken().times)
    return regex.compile(
        rf"(?<![\w'’])(?:({times})[ -])?([^\W\d_])(?![\w'’])(?: (?:for|as in) [^\W\d_]+)?", regex.IGNORECASE
    )


@cache
def _run() -> "regex.Pattern[str]":
    one = regex.sub(r"\((?!\?)", "(?:", _letter().pattern)
    return regex.compile(rf"{one}(?:(?: ?[,.-] ?| ){one}){{2,}}+", regex.IGNORECASE)


@cache
def _spelling() -> "regex.Pattern[str]":
    phrases = "|".join(map(regex.escape, names().spelling))
    return regex.compile(rf"(?<!\w)(?:{phrases})(?!\w)", regex.IGNORECASE)
