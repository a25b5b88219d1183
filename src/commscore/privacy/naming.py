"""A name from the word that it begins with to the word that it ends with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from commscore.codebook.names import names
from commscore.privacy.fits import goes_on
from commscore.privacy.lookalikes import is_date, is_illness, is_place, is_sign
from commscore.privacy.words import Like, Word

CLOSE: Final = regex.compile(r"[ \u00a0]+|\. ?")
AFTER: Final = regex.compile(r"[ \u00a0]+|[,?!] |: ?|[ ]?[\"“‘(]")
MOST: Final = 3  # words that a name goes on for


@dataclass(frozen=True, slots=True)
class Named:
    """Words `first` up to `end` that are a name, and what says so."""

    first: int
    end: int
    by: str


def name_from(  # noqa: PLR0913 - the last two differ from cue to cue
    said: Sequence[Word],
    at: int,
    by: str,
    fits: Callable[[Word], bool],
    *,
    told: bool = False,
    near: bool = True,
) -> Named | None:
    """Return the name that begins at this word where it fits, as far as it goes on.

    `told` says that something says for certain that a name follows, `near` that it must follow close.
    """
    particles = at
    while told and particles + 1 < len(said) and said[particles].low in names().particles:
        particles += 1
    word = said[particles]
    initial = initials(said, at) > at or (told and _small_initial(said, at))
    if (near and at and not _after(said, at)) or not (fits(word) or initial):
        return None
    if not told and is_date(said, at):
        return None
    end = particles + 1
    while end < len(said) and end - at < MOST and _goes_on(said, end, told):
        end += 1
    while end > at + 1 and said[end - 1].low in names().particles:
        end -= 1
    certain = by == "title" or not (
        is_place(said, at, end) or is_sign(said, end - 1) or is_illness(said, end - 1)
    )
    return Named(at, end, by) if certain else None


def initials(said: Sequence[Word], at: int) -> int:
    """Return the place of the surname after initials that begin at `at`, itself where there are none."""
    end = at
    while end + 1 < len(said) and said[end].initial and CLOSE.fullmatch(said[end + 1].gap):
        end += 1
    begins = end > at and (said[at].text not in ("I", "A") or "." in said[at + 1].gap)
    return end if begins and said[end].capital and said[end].like >= Like.WORD else at


def ends_line(said: Sequence[Word], at: int) -> bool:
    """Tell whether the word is the last of its line."""
    return at + 1 == len(said) or "\n" in said[at + 1].gap


def _small_initial(said: Sequence[Word], at: int) -> bool:
    """Tell whether a name begins with a small initial, as in "From: j marsh"."""
    close = at + 1 < len(said) and CLOSE.fullmatch(said[at + 1].gap)
    return bool(close) and said[at].letter and said[at + 1].like >= Like.WORD


def _after(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word follows close on what introduces it; a full stop shortens a title."""
    gap = said[at].gap
    return bool(AFTER.fullmatch(gap)) or (gap.startswith(".") and said[at - 1].low in names().titles)


def _goes_on(said: Sequence[Word], at: int, told: bool) -> bool:
    """Tell whether the word at `at` belongs to the name before it."""
    word, before = said[at], said[at - 1]
    if before.possessive or not CLOSE.fullmatch(word.gap) or (word.gap[0] == "." and not before.initial):
        return False
    if word.low in names().particles and not word.capital:
        return at + 1 < len(said) and said[at + 1].capital and before.capital
    if told and word.letter:
        return not before.capital
    return goes_on(word, told) and (word.capital or not before.capital)
