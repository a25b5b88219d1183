"""Names of persons: by what stands before them, by lists, by spaCy, and wherever a name stands again."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
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
    after_salute,
    after_title,
    before_act,
    owns,
    plausible,
)
from commscore.privacy.lines import answers, signatures
from commscore.privacy.lookalikes import is_date, is_illness, is_place, is_sign, is_thing
from commscore.privacy.naming import CLOSE, Named, ends_line, initials, name_from
from commscore.privacy.words import Like, Word, words

OPENS: Final = ("(", '"', "“", "‘")
CLOSED: Final = regex.compile(r"[)\"”’] ")
ALONE: Final = "list of given names"
CLOSES: Final = "closes"
PHRASES: Final = {
    "introduces": after_introduction,
    CLOSES: after_closing,
    "greets": after_greeting,
    "salutes": after_salute,
    "mentions": after_mention,
}
TELLS: Final = ("introduces", CLOSES)
SHORTEST: Final = 3  # letters of a word that is looked for everywhere
ALIKE: Final = 0.8  # how like a known name (difflib's ratio) a word on no list is that was misheard for it
MISHEARD: Final = 5  # letters of such a word


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
    placed = {at for start, end in addresses for at, word in enumerate(said) if start <= word.start < end}
    found: dict[int, str] = {}
    for named in _found(text, said, persons, letter):
        for at in range(named.first, named.end):
            found.setdefault(at, named.by)
    for at in sorted(found):
        for other in _joined(said, at):
            found.setdefault(other, found[at])
    known = {said[at].low for at in found if len(said[at].text) >= SHORTEST} - names().particles
    known |= {word.low for name in told for word in words(name)}
    for at in range(len(said)):
        if at not in found and _again(said, at, known):
            found[at] = "found elsewhere"
    return list(_spans(said, {at: by for at, by in found.items() if at not in placed}))


def _found(
    text: str, said: Sequence[Word], persons: Iterable[tuple[int, int]], letter: bool
) -> Iterator[Named]:
    """Yield the names that something says to be names; they may overlap."""
    for at in range(len(said)):
        alone = _alone(said, at, letter)
        yield from filter(None, (_titled(said, at), _related(said, at), alone, _acting(said, at)))
    starts = {word.start: at for at, word in enumerate(said)}
    for by, fits in PHRASES.items():
        for match in _phrases(by).finditer(text):
            if match.end() in starts:
                told, near = by in TELLS, by != CLOSES
                yield from filter(
                    None, [name_from(said, starts[match.end()], by, fits, told=told, near=near)]
                )
    yield from _persons(said, persons)
    yield from signatures(said) if letter else answers(text, said)


def _titled(said: Sequence[Word], at: int) -> Named | None:
    """Return the name after a title or a calling."""
    word = said[at]
    if at + 1 == len(said) or said[at + 1].low in names().modal:
        return None
    if word.low in names().titles:
        return name_from(said, at + 1, "title", after_title, told=True)
    calling = word.low in names().callings and said[at + 1].gap == " "
    return name_from(said, at + 1, "title", after_calling, told=True) if calling else None


def _related(said: Sequence[Word], at: int) -> Named | None:
    """Return the name after a relative, or after what somebody is called."""
    if at + 1 == len(said):
        return None
    if said[at].low in names().relatives:
        return name_from(said, at + 1, "relative", after_relative)
    of = said[at - 1].low if at else ""
    person = of in names().people or of in names().relatives or of in names().callings
    return name_from(said, at + 1, "called", after_greeting) if said[at].low == "called" and person else None


def _alone(said: Sequence[Word], at: int, letter: bool) -> Named | None:
    """Return a given name that nothing stands before, or initials and a surname."""
    word = said[at]
    listed = word.like is Like.GIVEN and (_written_as_name(said, at) or word.lower)
    if listed or _capital_tells(said, at, letter) or _paired(said, at):
        return name_from(said, at, ALONE, lambda _: True, near=False)
    surname = initials(said, at)
    dotted = surname > at and "." in said[at + 1].gap
    least = Like.UNKNOWN if dotted or ends_line(said, surname) else Like.SURNAME
    listed = said[surname].like >= least and (dotted or said[at].text not in "IA")
    if surname > at and listed and not is_illness(said, surname):
        return Named(at, surname + 1, "initials")
    return None


def _acting(said: Sequence[Word], at: int) -> Named | None:
    """Return a name by what only a person does or has: "Cooper said", "Shah's clinic"."""
    follows = said[at + 1] if at + 1 < len(said) else None
    if follows is None or follows.gap != " " or is_sign(said, at) or is_thing(said, [at]):
        return None
    owner = said[at].possessive and follows.low in names().owned and owns(said[at])
    act = follows.low if follows.low != "has" or at + 2 == len(said) else said[at + 2].low
    acts = act in names().acts and not said[at].possessive and before_act(said[at])
    return Named(at, at + 1, "owns" if owner else "acts") if owner or acts else None


def _written_as_name(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word has one capital, or the next word is in capitals too: "ADA", but "IDA MOSS"."""
    word = said[at]
    if not word.text.isupper():
        return word.capital
    return at + 1 < len(said) and said[at + 1].text.isupper() and said[at + 1].like >= Like.WORD


def _capital_tells(said: Sequence[Word], at: int, letter: bool) -> bool:
    """Tell whether a word that is a name too has a capital that nothing but a name explains.

    In a letter a surname's capital may be that of a place or an office.
    """
    word = said[at]
    listed = word.low in given() or (not letter and word.low in names().worded)
    if word.like is not Like.WORD or not listed or word.low in names().places or word.text.isupper():
        return False
    if not word.first:
        return word.capital and not is_date(said, at)
    if not word.capital or word.low not in given() - names().auxiliaries or is_date(said, at):
        return False
    follows = said[at + 1] if at + 1 < len(said) else None
    return word.possessive or bool(follows and (follows.gap == ", " or follows.low in names().states))


def _paired(said: Sequence[Word], at: int) -> bool:
    """Tell whether a given name that is a word too has a surname after it, or something of its own."""
    word = said[at]
    if word.like is not Like.WORD or word.low not in given() - names().auxiliaries or is_date(said, at):
        return False
    if word.possessive:
        return word.lower and word.low not in names().calendar
    follows = said[at + 1] if at + 1 < len(said) else None
    return bool(
        follows and follows.gap == " " and follows.like >= Like.SURNAME and (word.lower or word.capital)
    )


def _joined(said: Sequence[Word], at: int) -> Iterator[int]:
    """Yield the words that are names because a name is joined to them: "Bernie and Olu", "(Kate) Bond"."""
    if said[at].possessive:
        return
    if at + 1 < len(said) and said[at].gap.endswith(OPENS) and CLOSED.fullmatch(said[at + 1].gap):
        yield from [at + 1] if said[at + 1].capital and said[at + 1].like >= Like.UNKNOWN else []
    for step in (1, -1):
        far, between = at + 2 * step, at + step
        if not 0 <= far < len(said) or said[between].low not in ("and", "or"):
            continue
        other, later = said[far], max(at, far)
        close = said[later].gap == " " and said[later - 1].gap in (" ", ", ")
        fits = other.like >= Like.UNKNOWN if other.capital else other.low in given() or plausible(other)
        if close and fits and not is_place(said, far, far + 1):
            yield far


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


def _again(said: Sequence[Word], at: int, known: Collection[str]) -> bool:
    """Tell whether a word that is a name elsewhere, or was misheard for one, is one here."""
    word = said[at]
    if word.low not in known:
        misheard = len(word.text) >= MISHEARD and plausible(word)
        like = [name for name in known if name[0] == word.low[0]]
        return misheard and bool(get_close_matches(word.low, like, 1, ALIKE))
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
    return regex.compile(rf"(?<![\w'’])(?:{said})(?:[,:?!]|\s[-–])?\s+[\"“‘]?", regex.IGNORECASE)


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
