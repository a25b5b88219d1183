"""Names that are spelled, letter by letter: "P-A-T-E-L", "that's t h i r k e t t l e"."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import names
from commscore.privacy.words import Like, like

RUN: Final = regex.compile(r"(?<![\w'’])[a-z](?:(?: ?[,.-] ?| )[a-z](?!['’\w])){2,}+", regex.IGNORECASE)
BEFORE: Final = 60  # characters in which something may say that a name is spelled


def spelled(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a name is spelled, and the name, in small letters.

    >>> list(spelled("It's P-A-T-E-L, and I had an E C G."))
    [(5, 14, 'patel')]
    """
    for run in RUN.finditer(text):
        name = "".join(c for c in run[0].lower() if c.isalpha())
        told = _spelling().search(text, max(0, run.start() - BEFORE), run.start())
        if like(name) >= Like.SURNAME or (told and len(name) > 3 and like(name) is Like.UNKNOWN):
            yield run.start(), run.end(), name


@cache
def _spelling() -> "regex.Pattern[str]":
    phrases = "|".join(map(regex.escape, names().spelling))
    return regex.compile(rf"(?<!\w)(?:{phrases})(?!\w)", regex.IGNORECASE)
