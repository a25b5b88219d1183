"""What looks like a name in its place and is none: a place, a body, an illness, a month, a thing."""

from collections.abc import Sequence

from commscore.codebook.names import names
from commscore.privacy.words import Like, Word


def is_place(said: Sequence[Word], at: int, end: int) -> bool:
    """Tell whether a name is that of a place or a body: "Victoria Ward", "St Mary's"."""
    follows = said[end] if end < len(said) and said[end].gap == " " else None
    person = said[at].like is Like.GIVEN and said[at].low not in names().royals
    surname = person and said[end - 1].low in names().worded - {"ward"}
    last = said[end - 1].low in names().places and end - at > 1 and not surname
    saint = any(
        said[before].low in names().saints
        and said[before].capital
        and said[before + 1].gap.strip() in ("", ".")
        for before in range(max(0, at - 1), min(at + 1, end - 1))
    )
    return last or saint or bool(follows and (_placed(follows) or _body(said[at], follows)))


def _placed(word: Word) -> bool:
    return word.capital and word.low in names().places


def _body(name: Word, word: Word) -> bool:
    return word.low in names().bodies and name.like < Like.GIVEN


def is_sign(said: Sequence[Word], at: int) -> bool:
    """Tell whether the word is the name of an illness or a sign: "Bell's palsy", "Parkinson's"."""
    word = said[at]
    if word.low not in names().eponyms:
        return False
    follows = said[at + 1].low if at + 1 < len(said) else ""
    return (
        follows in names().signs
        or (word.possessive and word.low + "s" in names().eponyms)
        or word.low.removesuffix("s") in names().eponyms - {word.low}
    )


def is_illness(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word is followed by what bears many names: "Chaddock reflex"."""
    return (
        at + 1 < len(said)
        and said[at + 1].text in names().illnesses
        and said[at + 1].gap.strip() in ("", "'s", "’s")
    )


def is_thing(said: Sequence[Word], inside: Sequence[int]) -> bool:
    """Tell whether one word on no list stands where things do: "the Poplars", "on Creon"."""
    at = inside[0]
    return (
        len(inside) == 1 and said[at].like is Like.UNKNOWN and at > 0 and said[at - 1].low in names().articles
    )


def is_date(said: Sequence[Word], at: int) -> bool:
    """Tell whether a word is a month or a day there, and no name: "in May", "4 May", "May 2024"."""
    word = said[at]
    if word.low not in names().calendar:
        return False
    after = said[at + 1].gap if at + 1 < len(said) else ""
    numbered = any(c.isdigit() for c in word.gap + after)
    follows = said[at + 1].low if at + 1 < len(said) else ""
    return numbered or follows == "the" or (at > 0 and said[at - 1].low in names().dating)
