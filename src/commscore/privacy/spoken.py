"""Numbers as they are spoken: "nine nine nine, double two, oh four", over several turns where dictated so."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import regex

from commscore.codebook.personal import spoken


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of digits: what each says; patterns for one, a run, a postcode and what is spelled."""

    units: Mapping[str, str]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    piece: "regex.Pattern[str]"
    run: "regex.Pattern[str]"
    postcode: "regex.Pattern[str]"
    spelled: "regex.Pattern[str]"


@cache
def words() -> Spoken:
    """Return the words of digits, as the codebook has them."""
    rules = spoken()
    units = {word: str(n) for n, word in enumerate(rules.units)} | dict.fromkeys(rules.also, "0")
    unit, times = f"(?:{'|'.join(units)})", "|".join(rules.times)
    tens, teens = "|".join(rules.tens), "|".join(rules.teens)
    several = rf"(?:{times})[ -](?:{unit}|\d)|(?:{tens})(?:[ -]{unit})?|{teens}"
    one = rf"(?:{several}|{unit}|hundred|thousand|\d{{1,7}})"
    gap = rf"(?:{rules.gap}){{1,6}}"
    echo = rf"[.,)]*\n(?:{rules.echo}[.,!?]*\n)?(?:{rules.gap})*"
    letter, digit, far = rf"(?:(?:{times})[ -])?[a-z]", rf"(?:{unit}|\d)", r"[ ,.-]{1,2}"
    inward = rf"(?:{digit}{far})?(?:{letter}{far}[a-z]|(?:{times})[ -][a-z])\b"
    outward = rf"(?<![\w'’])(?:{letter}{far}){{1,2}}(?:{one}{far}){{1,2}}(?:{letter}{far})?"
    return Spoken(
        units=units,
        teens={teen: n for n, teen in enumerate(rules.teens, 10)},
        tens={ten: 10 * n for n, ten in enumerate(rules.tens, 2)},
        piece=regex.compile(rf"\b{one}\b", regex.IGNORECASE),
        run=regex.compile(rf"\b{one}\b(?:(?:{gap}|{echo}){one}\b)*+", regex.IGNORECASE),
        spelled=regex.compile(rf"(?:\b({times})[ -])?\b([a-z])\b|\b({one})\b"),
        postcode=regex.compile(rf"{outward}{inward}", regex.IGNORECASE),
    )


def said(text: str) -> str:
    """Return the digits that words say.

    >>> said("nine nine nine, double two oh"), said("oh seven seven hundred"), said("sixty-four, 20")
    ('999220', '07700', '6420')
    """
    return "".join(_digits(piece[0].lower()) for piece in words().piece.finditer(text))


def _digits(word: str) -> str:
    first, _, rest = word.replace("-", " ").partition(" ")
    known, times = words(), spoken().times
    if first in times:
        return known.units.get(rest, rest) * times[first]
    if first in known.tens:
        return str(known.tens[first] + int(known.units.get(rest, "0")))
    if first in known.teens:
        return str(known.teens[first])
    return {"hundred": "00", "thousand": "000"}.get(first) or known.units.get(first, first)
