"""Names of other origins and the other gender, the same for a name throughout a document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from commscore.train.edits import Edit
from commscore.train.lists import names, recogniser
from commscore.types import Document

WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TAIL: Final = re.compile(r"['’](?:s|ll|d|ve|re|m)$", re.IGNORECASE)
NAMED: Final = re.compile(r"\b[Nn]ame(?:['’]s| is)\W+(?:[A-Z][\w’'-]+ )?([A-Z][\w’'-]{2,})")
TITLED: Final = re.compile(r"\b(?:([A-Za-z]+)|(?:Mr|Mrs|Ms|Dr)\.) ([A-Z][a-z][\w’'-]+)")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What each name of one document is exchanged for, as it is written there."""

    names: Mapping[str, str]

    def edits(self, text: str) -> list[Edit]:
        """Return the edits that exchange the names and swap the genders in a text of the document.

        >>> Exchange({"Ann": "Kofi"}).edits("Ann's son")
        [Edit(start=0, end=3, replacement='Kofi'), Edit(start=6, end=9, replacement='daughter')]
        """
        return list(self._edits(text))

    def _edits(self, text: str) -> Iterator[Edit]:
        for word in WORD.finditer(text):
            said = bare(word[0])
            other = self.names.get(said) or _gendered(said, text, word.start() + len(said))
            if other:
                yield Edit(word.start(), word.start() + len(said), other)


def exchange(document: Document, rng: Random) -> Exchange:
    """Return an exchange of all names that are found in the document.

    Found are listed first names and surnames, and what follows a title or "name is"; each with its capital.
    """
    found: dict[str, tuple[str, ...]] = {}
    for turn in document.turns:
        for word in WORD.finditer(turn.text):
            pool = _pools().get(bare(word[0]))
            if pool:
                found.setdefault(bare(word[0]), pool)
        for said in _called(turn.text):
            found.setdefault(said, names().surnames)
    return Exchange({said: _other(said, pool, rng) for said, pool in found.items()})


def bare(word: str) -> str:
    """Return the word without 's, 'll and their like.

    >>> bare("Anna's"), bare("he'll"), bare("O'Neill")
    ('Anna', 'he', "O'Neill")
    """
    return TAIL.sub("", word)


def cased(word: str, like: str) -> str:
    """Return the word with a capital, or in capitals, where `like` has them."""
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@cache
def _pools() -> dict[str, tuple[str, ...]]:
    listed = names()
    surnames = dict.fromkeys(listed.surnames, listed.surnames)
    return surnames | dict.fromkeys(listed.men, listed.women) | dict.fromkeys(listed.women, listed.men)


def _called(text: str) -> Iterator[str]:
    """Yield names that nobody listed: after a title, or after "name is"."""
    listed = names()
    words = listed.after_him | listed.titles | set(recogniser().words.common)
    said = [m[2] for m in TITLED.finditer(text) if m[1] is None or m[1].lower() in listed.titles]
    for name in (*said, *(m[1] for m in NAMED.finditer(text))):
        if bare(name).lower() not in words:
            yield bare(name)


def _other(said: str, pool: tuple[str, ...], rng: Random) -> str:
    return rng.choice([name for name in pool if name != said])


@cache
def _genders() -> dict[str, str]:
    both = {a: b for pair in names().genders for a, b in (pair, pair[::-1])}
    return {**both, "him": "her", "his": "her", **dict(names().one_way)}


def _gendered(said: str, text: str, end: int) -> str | None:
    lower = said.lower()
    other = _genders().get(lower)
    if lower == "her":
        follows = re.compile(r" ([^\W\d_]+)").match(text, end)
        other = "his" if follows and follows[1].lower() not in names().after_him else "him"
    elif lower == "his" and not re.compile(r" \w").match(text, end):
        other = "hers"
    return cased(other, said) if other else None
