"""Word errors as a speech recogniser makes them: words that sound alike, words left out, words put in."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random

from commscore.read.noise import WORD, mask
from commscore.train.edits import Edit
from commscore.train.lists import recogniser

SOUNDS = str.maketrans("bpfvckgjqxszdtlmnrwhaeiouy", "bbffkkkjkkssddlmmrwhaaaaaa")
NEAREST = 4  # words among which one takes a misheard word's place


def word_errors(text: str, rng: Random, rate: float) -> list[Edit]:
    """Return errors at so many of the words as `rate` says, from 0 to 1, transcribers' tags let be.

    Of them 60 % are substitutions, 25 % deletions and 15 % insertions (lists/misheard.toml).
    """
    share = recogniser().share
    found: list[Edit] = []
    for word in WORD.finditer(mask(text)):
        if rng.random() >= rate:
            continue
        kind, (start, end) = rng.random(), word.span()
        if kind < share.substituted:
            found.append(Edit(start, end, _like(word[0], rng)))
        elif kind < share.substituted + share.deleted:
            found.append(Edit(start, end + (text[end : end + 1] == " "), ""))
        else:
            found.append(Edit(end, end, " " + rng.choice(recogniser().words.inserted)))
    return found


def _like(word: str, rng: Random) -> str:
    other = rng.choice(similar(word.lower()))
    return other[:1].upper() + other[1:] if word[0].isupper() else other


@cache
def _alike() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for said, *heard in recogniser().words.alike:
        groups.setdefault(said, []).extend(heard)
    return {said: tuple(heard) for said, heard in groups.items()}


@cache
def similar(word: str) -> tuple[str, ...]:
    """Return words that a recogniser may take this one for: those listed, else the nearest common ones.

    The nearest share most of their pairs of letters (Dice's coefficient) among the common words that begin
    with a like sound.

    >>> similar("weight"), similar("waiting")[:2]
    (('wait',), ('wanted', 'walking'))
    """
    if word in _alike():
        return _alike()[word]
    pairs = frozenset(_pairs(word))
    near = [
        (2 * len(pairs & theirs) / (len(pairs) + len(theirs)), other)
        for other, theirs in _bucket(word[:1].translate(SOUNDS))
        if other != word
    ]
    best = sorted(near, key=lambda n: (-n[0], n[1]))[:NEAREST]
    return tuple(other for _, other in best) or recogniser().words.inserted


def _pairs(word: str) -> Iterator[str]:
    sounds = re.sub(r"(.)\1+", r"\1", f"^{word.translate(SOUNDS)}$")
    yield from (a + b for a, b in pairwise(sounds))


@cache
def _bucket(sound: str) -> tuple[tuple[str, frozenset[str]], ...]:
    listed = recogniser().words
    known = {*listed.common, *(word for group in listed.alike for word in group)}
    return tuple((w, frozenset(_pairs(w))) for w in sorted(known) if w[:1].translate(SOUNDS) == sound)
