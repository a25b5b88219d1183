"""Numbers and letters in words, as British people read them out."""

from random import Random
from typing import Final

from deid.half import material

SPOKEN: Final = material()["spoken"]
DIGITS: Final[list[str]] = SPOKEN["digits"]
MONTHS: Final[list[str]] = SPOKEN["months"]
TEENS: Final[list[str]] = SPOKEN["teens"]
TENS: Final[list[str]] = SPOKEN["tens"]
ORDINALS: Final[list[str]] = SPOKEN["ordinals"]


def below_hundred(number: int) -> str:
    """Return a number from 0 to 99 in words: "sixty-two"."""
    if number < 10:
        return "zero" if number == 0 else DIGITS[number]
    if number < 20:
        return TEENS[number - 10]
    return TENS[number // 10 - 2] + (f"-{DIGITS[number % 10]}" if number % 10 else "")


def ordinal(number: int) -> str:
    """Return "first" to "thirty-first"."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    return "thirtieth" if number == 30 else f"{TENS[number // 10 - 2]}-{ordinal(number % 10)}"


def years(year: int) -> str:
    """Return a year as it is said: "nineteen sixty-two", "two thousand and four", "twenty fourteen"."""
    century, rest = divmod(year, 100)
    if century == 20 and rest < 10:
        return "two thousand" + (f" and {DIGITS[rest]}" if rest else "")
    return f"{below_hundred(century)} {f'oh {DIGITS[rest]}' if rest < 10 else below_hundred(rest)}"


def house(number: int, rng: Random) -> str:
    """Return the number of a house in words: "a hundred and twelve", "one one two"."""
    if number < 100:
        return below_hundred(number)
    if rng.random() < 0.25:
        return " ".join(DIGITS[int(digit)] for digit in str(number))
    hundreds = rng.choice(("one", "a")) if number < 200 else "two"
    return f"{hundreds} hundred" + (f" and {below_hundred(number % 100)}" if number % 100 else "")


def digits(group: str, rng: Random, nought: str) -> str:
    """Return digits one by one, twice the same as "double", thrice as "triple", round hundreds as such."""
    if len(group) == 3 and group.endswith("00") and group[0] != "0":
        return f"{DIGITS[int(group[0])]} hundred"
    if len(group) == 4 and "0" not in group and rng.random() < 0.06:
        return f"{below_hundred(int(group[:2]))} {below_hundred(int(group[2:]))}"
    said, at = [], 0
    names = [nought, *DIGITS[1:]]
    doubling = rng.random() < 0.8
    while at < len(group):
        run = len(group[at:]) - len(group[at:].lstrip(group[at]))
        run = min(run, 3) if doubling else 1
        word = names[int(group[at])]
        said.append({1: "", 2: "double ", 3: rng.choice(("triple ", "treble "))}[run] + word)
        at += run
    return " ".join(said)


def letters(group: str) -> str:
    """Return letters one by one, twice the same as "double"."""
    if len(group) == 2 and group[0] == group[1]:
        return f"double {group[0]}"
    return " ".join(group)


def cut(group: str) -> list[str]:
    """Return digits in threes or twos as people read them out."""
    if not group.isdigit() or len(group) < 5:
        return [group]
    return [group[at : at + 3] for at in range(0, len(group), 3)]
