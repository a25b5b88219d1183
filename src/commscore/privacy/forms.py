"""Stand-ins that keep the form of what they stand for: the same words, digits, gaps and capitals."""

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Final

import regex

from commscore.codebook.names import standins
from commscore.privacy.checks import digits, modulus_11
from commscore.privacy.spoken import said, words

PART: Final = regex.compile(r"[^\W\d_]+|\d+")
LETTERS: Final = "ABDEFGHJLNPQRSTUWXYZ"  # those that the end of a postcode may have


def cased(new: str, old: str) -> str:
    """Return `new` in the capitals of `old`.

    >>> cased("Robin", "TOM"), cased("Robin", "tom"), cased("Robin", "Tom")
    ('ROBIN', 'robin', 'Robin')
    """
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new.lower() if old.islower() else new


def filled(text: str, number: str, letters: str = "X") -> str:
    """Return the text with its digits, in turn, those of `number`, and its letters those of `letters`.

    >>> filled("999-040 6456", "9990000018"), filled("mt 448", "001", "ZQ")
    ('999-000 0018', 'zq 001')
    """
    figures, signs = cycle(number), cycle(letters)
    made = (next(figures) if c.isdigit() else cased(next(signs), c) if c.isalpha() else c for c in text)
    return "".join(c.lower() if old.islower() else c for c, old in zip(made, text, strict=True))


def spoken(text: str, number: str) -> str:
    """Return spoken digits with others in their place, word for word.

    >>> spoken("oh seven, double four, sixty-one", "0770090")
    'zero seven, double seven, twenty-nine'
    """
    known, figures = words(), cycle(number or "0")
    names = {figure: word for word, figure in reversed(list(known.units.items()))}
    names["0"] = "zero"
    tens = list(known.tens)

    def other(match: "regex.Match[str]") -> str:
        first, gap, rest = _parted(match[0])
        figure = next(figures)
        if first.isdigit():
            return "".join([figure, *(next(figures) for _ in first[1:])])
        if first in known.tens:
            return cased(tens[int(figure) % 8] + (gap + names[next(figures)] if rest else ""), first)
        if first in known.teens:
            return list(known.teens)[int(figure)]
        if rest:
            next(figures)
            return f"{first}{gap}{names[figure]}"
        return names[figure] if first in known.units else match[0]

    return str(known.piece.sub(other, text))


def _parted(word: str) -> tuple[str, str, str]:
    low = word.lower()
    gap = next((sign for sign in " -" if sign in low), "")
    first, _, rest = low.partition(gap) if gap else (low, "", "")
    return first, gap, rest


def nhs_numbers() -> Iterator[str]:
    """Yield valid NHS numbers of the range that is not issued."""
    for n in range(1, 1_000_000):
        for check in "0123456789":
            if modulus_11(f"999{n:06d}{check}"):
                yield f"999{n:06d}{check}"


def telephone(text: str, n: int) -> str:
    """Return the digits of a number that Ofcom keeps for drama, as many as the text has.

    >>> telephone("07911 123456", 7), telephone("+44 7911 123456", 7), telephone("0161 496 0244", 7)
    ('07700900007', '447700900007', '01632960007')
    """
    number = digits(text) or said(text)
    for prefix in ("0044", "44"):
        if number.startswith(prefix) and len(number) >= len(prefix) + 10:
            return prefix + telephone("0" + number.removeprefix(prefix), n)[1:]
    stem = "07700900" if number.startswith("07") else "01632960"
    return f"{stem}{n % 1000:03d}" if len(number) == 11 else f"{n}".zfill(len(number))


def postcode(text: str, n: int) -> str:
    """Return a postcode of nowhere in the same form.

    >>> postcode("HX9 4LT", 1), postcode("wv109za", 2)
    ('ZZ9 3AB', 'zz993ad')
    """
    first, second = divmod(n % 400, 20)
    end = [*"3", LETTERS[first], LETTERS[second]]
    places = [at for at, c in enumerate(text) if c.isalnum()]
    made = list(text)
    for at in places[:-3]:
        made[at] = "9" if text[at].isdigit() else "Z"
    for at, c in zip(places[-3:], end, strict=False):
        made[at] = c
    return "".join(c.lower() if old.islower() else c for c, old in zip(made, text, strict=True))


def birth(text: str) -> str:
    """Return a date with its day and month those of New Year, and its year as it was.

    >>> birth("4 May 1934"), birth("17/06/83"), birth("1961-07-02"), birth("12th June 1957")
    ('1 January 1934', '01/01/83', '1961-01-01', '1st January 1957')
    """
    months = standins().months
    figures = any(sign in text for sign in "/.-") and not any(c.isalpha() for c in text)
    parts = [m[0] for m in PART.finditer(text)]
    year = max((p for p in parts if p.isdigit()), key=lambda p: (len(p) == 4, parts.index(p)), default="")
    kept = iter([p == year and at == _last(parts, year) for at, p in enumerate(parts)])

    def other(match: "regex.Match[str]") -> str:
        part: str = match[0]
        if next(kept):
            return part
        if part.isdigit():
            return "1".zfill(len(part) if figures else 1)
        if part.lower() in ("st", "nd", "rd", "th"):
            return cased("st", part)
        if part.lower() in standins().ordinals:
            return cased("first", part)
        month = len(part) > 2 and any(m.startswith(part.lower()[:3]) for m in months)
        return cased("January" if len(part) > 4 or part.lower() in months else "Jan", part) if month else part

    return str(PART.sub(other, text))


def _last(parts: list[str], part: str) -> int:
    return len(parts) - 1 - parts[::-1].index(part) if part in parts else -1


def age(text: str) -> str:
    """Return ninety, in figures or words, in as many words.

    >>> age("94"), age("ninety-four"), age("ninety four")
    ('90', 'ninety', 'over ninety')
    """
    return "90" if text.isdigit() else "over ninety" if " " in text else "ninety"


NUMBERED: Final[Mapping[str, Callable[[int], str]]] = {
    "email": lambda n: f"person{n}@example.org",
    "handle": lambda n: f"@person{n}",
    "url": lambda n: f"www.example.org/{n}",
}
