"""Checks that tell a number from one that only looks like it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import takewhile
from typing import Final

from commscore.codebook.personal import personal

LONG: Final = 8  # years; a date given alone and as old as that is seldom that of a visit
ORDINAL: Final = re.compile(r"\s\d(?:st|nd|rd|th)$")  # "b12 1st"


@cache
def _areas() -> frozenset[str]:
    return frozenset(personal().areas.split())


def digits(text: str) -> str:
    """Return the digits of a text."""
    return "".join(c for c in text if c in "0123456789")


def modulus_11(text: str) -> bool:
    """Tell whether ten digits end in the check digit of NHS, CHI and Health and Care numbers.

    11 less the remainder by 11 of the sum of the first nine, weighted 10 to 2; 11 is written 0, 10 never
    occurs (NHS Data Dictionary, NHS NUMBER).

    >>> modulus_11("943 476 5919"), modulus_11("943 476 5918"), modulus_11("000 000 0000")
    (True, False, False)
    """
    number = [int(c) for c in digits(text)]
    if len(number) != 10 or len(set(number)) == 1:
        return False
    return (
        11 - sum(n * weight for n, weight in zip(number, range(10, 1, -1), strict=False)) % 11
    ) % 11 == number[9]


def telephone(text: str) -> bool:
    """Tell whether this is a British number that can be rung: ten or eleven digits after the trunk's nought.

    >>> telephone("+44 (0)7700 900102"), telephone("0161 496 0244"), telephone("0161 496")
    (True, True, False)
    """
    number = digits(text)
    for prefix in ("0044", "44"):
        if number.startswith(prefix) and not (prefix == "44" and text.lstrip()[:1] not in "+("):
            number = "0" + number.removeprefix(prefix).removeprefix("0")
    return len(number) == 11 or (len(number) == 10 and number.startswith(("01", "0800", "0500")))


def postcode(text: str) -> bool:
    """Tell whether the letters before the first digit are a postcode area, and it is no "b12 1st".

    >>> postcode("wv109za"), postcode("Q1 2AB"), postcode("b12 1st"), postcode("HX 9 4LT")
    (True, False, False, True)
    """
    area = "".join(takewhile(str.isalpha, text)).upper()
    return area in _areas() and not ORDINAL.search(text)


def iban(text: str) -> bool:
    """Tell whether the number of a bank account is valid by ISO 13616: the remainder by 97 is 1.

    >>> iban("GB29 NWBK 6016 1331 9268 19"), iban("GB30 NWBK 6016 1331 9268 19")
    (True, False)
    """
    number = "".join(text.split()).upper()
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def luhn(text: str) -> bool:
    """Tell whether the last digit is the check digit of the others, by Luhn (ISO/IEC 7812).

    >>> luhn("4111 1111 1111 1111"), luhn("4111 1111 1111 1112")
    (True, False)
    """
    number = [int(c) for c in reversed(digits(text))]
    return sum(number[::2]) % 10 == -sum(sum(divmod(2 * n, 10)) for n in number[1::2]) % 10


def long_ago(text: str) -> bool:
    """Tell whether the year of a date, of four figures or two, is at least `LONG` years ago.

    >>> long_ago("8.5.94"), long_ago("14 June 2200")
    (True, False)
    """
    figures = re.findall(r"\d{4}|\d{2}", text)
    this = date.today().year
    years = [int(each) for each in figures if len(each) == 4] or [int(figures[-1]) if figures else this]
    year = years[0] if years[0] > 99 else years[0] + 100 * (this // 100 - (years[0] > this % 100))
    return year <= this - LONG


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "modulus_11": modulus_11,
    "telephone": telephone,
    "postcode": postcode,
    "iban": iban,
    "luhn": luhn,
    "long_ago": long_ago,
}
