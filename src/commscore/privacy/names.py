"""Names of persons: by what stands before them, by lists, by spaCy, and wherever a name stands again."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import given, names
from commscore.privacy.fits import (
    after_calling,
    after_closing,
    after_greeting,
    after_introduction,
    after_mention,
    after_relative,
    after_title,
    goes_on,
)
from commscore.privacy.lookalikes import is_date, is_illness, is_place, is_sign, is_thing
from commscore.privacy.words import Like, Word, words

CLOSE: Final = regex.compile(r"[ \u00a0]+|\. ?")
AFTER: Final = regex.compile(r"[ \u00a0]+|, |: ?|[ ]?[\"“‘(]")
ALONE: Final = "list of given names"
MOST: Final = 3  # words that a name goes on for
LINE: Final = 4  # words of a line that is nothing but a name
CLOSES: Final = "closes"
PHRASES: Final = {
    "introduces": after_introduction,
    CLOSES: after_closing,
    "greets": after_greeting,
    "mentions": after_mention,
}
TELLS: Final = ("introduces", CLOSES, "title")
SHORTEST: Final = 3  # letters of a word that is looked for everywhere


@dataclass(frozen=True, slots=True)
class Named:
    """Words `first` up to `end` that are a name, and what says so."""

    first: int
    end: int
    by: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters that are a name, and what found it."""

    start: int
    end: int
    found_by: str


def find_names(
    text: str,
    persons: Iterable[tuple[int, int]] = (),
    told: Collection[str] = (),
    letter: bool = False,
    addresses: Iterable[tuple[int, int]] = (),
) -> list[Span]:
    """Return the names in a text, in its order.

    `persons` are the characters that spaCy takes for persons, `told` names that are known (of speakers'
    labels, or marked by hand). In a letter a line may be nothing but a name. In `addresses` there are none.
    """
    said = words(text)
    found: dict[int, str] = {}
    placed = {at for start, end in addresses for at, word in enumerate(said) if start <= word.start < end}
    for named in _found(text, said, persons, letter):
        for at in range(named.first, named.end):
            if at not in placed:
                found.setdefault(at, named.by)
    for at in sorted(found):
        if _joined(said, at) and at + 2 not in placed:
            found.setdefault(at + 2, found[at])
    known = {said[at].low for at in found if len(said[at].text) >= SHORTEST} - names().particles
    known |= {word.low for name in told for word in words(name)}
    for at, word in enumerate(said):
        if at not in found and at not in placed and word.low in known and _again(said, at):
            found[at] = "found elsewhere"
    return list(_spans(said, found))


def _found(
    text: str, said: Sequence[Word], persons: Iterable[tuple[int, int]], letter: bool
) -> Iterator[Named]:
    """Yield the names that something says to be names; they may overlap."""
    for at, word in enumerate(said):
        yield from _titled(said, at)
        if word.low in names().relatives and at + 1 < len(said):
            yield from _if(said, at + 1, "relative", after_relative)
        yield from _alone(said, at)
    starts = {word.start: at for at, word in enumerate(said)}
    for by, fits in PHRASES.items():
        for match in _phrases(by).finditer(text):
            if match.end() in starts:
                yield from _if(said, starts[match.end()], by, fits)
    yield from _persons(said, persons)
    if letter:
        yield from _lines(said)


def _titled(said: Sequence[Word], at: int) -> Iterator[Named]:
    """Yield the name after a title or a calling."""
    word = said[at]
    if at + 1 == len(said) or said[at + 1].low in names().modal:
        return
    if word.low in names().titles:
        yield from _if(said, at + 1, "title", after_title)
    elif word.low in names().callings and said[at + 1].gap == " ":
        yield from _if(said, at + 1, "title", after_calling)


def _alone(said: Sequence[Word], at: int) -> Iterator[Named]:
    """Yield a given name that nothing stands before, or initials and a surname."""
    word = said[at]
    if word.like is Like.GIVEN and (_written_as_name(said, at) or word.lower) and not is_illness(said, at):
        yield from _if(said, at, ALONE, lambda _: True)
    if _capital_tells(said, at):
        yield from _if(said, at, ALONE, lambda _: True)
    surname = _initials(said, at)
    dotted = surname > at and "." in said[at + 1].gap
    least = Like.UNKNOWN if dotted or _ends_line(said, surname) else Like.SURNAME
    if surname > at and said[surname].like >= least and (dotted or said[at].text not in "IA"):
        yield Named(at, surname + 1, "initials")


def _written_as_name(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word has one capital, or the next word is in capitals too: "ADA", but "IDA MOSS"."""
    word = said[at]
    if not word.text.isupper():
        return word.capital
    return at + 1 < len(said) and said[at + 1].text.isupper() and said[at + 1].like >= Like.WORD


def _capital_tells(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word that is a given name too has a capital that nothing but a name explains."""
    word = said[at]
    if word.like is not Like.WORD or word.low not in given() or word.low in names().places:
        return False
    return word.capital and not word.first and not word.text.isupper() and not is_date(said, at)


def _initials(said: Sequence[Word], at: int) -> int:
    """Return the place of the surname after initials that begin at `at`, itself where there are none."""
    end = at
    while end + 1 < len(said) and said[end].initial and CLOSE.fullmatch(said[end + 1].gap):
        end += 1
    begins = end > at and (said[at].text not in ("I", "A") or "." in said[at + 1].gap)
    return end if begins and said[end].capital and said[end].like >= Like.WORD else at


def _small_initial(said: Sequence[Word], at: int) -> bool:
    """Tell whether a name begins with a small initial, as in "From: j marsh"."""
    close = at + 1 < len(said) and CLOSE.fullmatch(said[at + 1].gap)
    return bool(close) and said[at].letter and said[at + 1].like >= Like.WORD


def _ends_line(said: Sequence[Word], at: int) -> bool:
    return at + 1 == len(said) or "\n" in said[at + 1].gap


def _if(said: Sequence[Word], at: int, by: str, fits: Callable[[Word], bool]) -> Iterator[Named]:
    """Yield the name that begins at this word where it fits, as far as it goes on."""
    word = said[at]
    initial = by != ALONE and (_initials(said, at) > at or (by in TELLS and _small_initial(said, at)))
    near = by in (ALONE, CLOSES) or not at or _after(said, at)
    if not near or not (fits(word) or initial):
        return
    end = at + 1
    while end < len(said) and end - at < MOST and _goes_on(said, end, by in TELLS):
        end += 1
    while end > at + 1 and said[end - 1].low in names().particles:
        end -= 1
    if by == "title" or not (is_place(said, at, end) or is_sign(said, end - 1)):
        yield Named(at, end, by)


def _joined(said: Sequence[Word], at: int) -> bool:
    """Tell whether the second word after a name is one too, as in "Bernie and Olu"."""
    if at + 2 >= len(said) or said[at + 1].low != "and" or said[at + 1].gap != " " or said[at].possessive:
        return False
    other = said[at + 2]
    return (
        other.capital
        and other.gap == " "
        and other.like >= Like.UNKNOWN
        and not is_place(said, at + 2, at + 3)
    )


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


def _persons(said: Sequence[Word], persons: Iterable[tuple[int, int]]) -> Iterator[Named]:
    """Yield what spaCy takes for persons, without the words at its ends that are no names."""
    small = {word.low for word in said if not word.capital}
    for start, end in persons:
        inside = [at for at, word in enumerate(said) if start <= word.start < end]
        while inside and not _name(said[inside[0]], small):
            inside.pop(0)
        while inside and not _name(said[inside[-1]], small) and not said[inside[-1]].initial:
            inside.pop()
        last = inside[-1] if inside else 0
        if inside and not (
            is_place(said, inside[0], last + 1)
            or is_sign(said, last)
            or is_illness(said, last)
            or is_thing(said, inside)
        ):
            yield Named(inside[0], inside[-1] + 1, "spacy")


def _name(word: Word, small: Collection[str]) -> bool:
    if not word.capital or len(word.text) < 2 or word.low in small or word.text.isupper():
        return word.capital and word.like >= Like.SURNAME
    return word.like >= Like.UNKNOWN or (
        word.like is Like.WORD and not word.first and word.low not in names().calendar
    )


def _lines(said: Sequence[Word]) -> Iterator[Named]:
    """Yield the lines that are nothing but a name, as where a letter is signed."""
    first = 0
    for at in range(1, len(said) + 1):
        if at < len(said) and "\n" not in said[at].gap:
            continue
        line = said[first:at]
        after = said[at].gap.partition("\n")[0] if at < len(said) else ""
        gaps = [line[0].gap.rpartition("\n")[2], after, *(w.gap for w in line[1:])]
        if len(line) <= LINE and _signed(line) and not any(c.isdigit() for gap in gaps for c in gap):
            yield Named(first, at, "line")
        first = at


def _signed(line: Sequence[Word]) -> bool:
    """Tell whether a line is nothing but a name: initials, or a given name and what may follow it."""
    start = line[0]
    initials = len(line) > 1 and len(start.text) == 1 and line[-1].like >= Like.UNKNOWN
    whole = start.like is Like.GIVEN or (
        start.low in given() and len(line) > 1 and line[-1].like >= Like.UNKNOWN
    )
    close = all(CLOSE.fullmatch(w.gap) for w in line[1:]) and line[-1].low not in names().places
    return close and (initials or whole) and all(_in_line(w) for w in line)


def _in_line(word: Word) -> bool:
    return len(word.text) == 1 or word.like >= Like.WORD


def _again(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word that is a name elsewhere is one here."""
    word = said[at]
    follows = said[at + 1].low if at + 1 < len(said) else ""
    if is_sign(said, at) or is_place(said, at, at + 1) or word.low in names().places:
        return False
    if word.like >= Like.UNKNOWN:
        return True
    if word.lower:
        return word.low in given() and word.low not in names().auxiliaries and not is_date(said, at)
    if not word.capital or (word.first and follows in names().modal):
        return False
    return not is_date(said, at)


@cache
def _phrases(of: str) -> "regex.Pattern[str]":
    longest = sorted(getattr(names(), of), key=len, reverse=True)
    said = "|".join(regex.escape(p).replace("'", "['’]").replace(r"\ ", r"\s+") for p in longest)
    return regex.compile(rf"(?<![\w'’])(?:{said})[,:]?\s+[\"“‘]?", regex.IGNORECASE)


def _spans(said: Sequence[Word], found: dict[int, str]) -> Iterator[Span]:
    """Yield the words that are names, those that stand together as one."""
    held: Span | None = None
    for at in sorted(found):
        word = said[at]
        if held and at - 1 in found and CLOSE.fullmatch(word.gap) and not said[at - 1].possessive:
            held = Span(held.start, word.end, held.found_by)
            continue
        if held:
            yield held
        held = Span(word.start, word.end, found[at])
    if held:
        yield held
