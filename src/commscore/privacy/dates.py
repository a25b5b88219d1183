"""Dates shifted by one number of days, each in the form that it was written in."""

import secrets
from datetime import date, timedelta
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import standins
from commscore.codebook.personal import personal
from commscore.privacy.forms import PART, cased

FURTHEST: Final = 180  # days that a secret offset goes either way


@cache
def pattern() -> "regex.Pattern[str]":
    """Return the pattern of a date with its year, as the codebook has it."""
    return regex.compile(rf"(?<![\d/.-]){personal().date}(?![\d/])", regex.IGNORECASE)


def offset() -> int:
    """Return a secret number of days, never 0, up to `FURTHEST` either way."""
    return secrets.choice([days for days in range(-FURTHEST, FURTHEST + 1) if days])


def shifted(text: str, days: int) -> str:
    """Return a date `days` later in the same form; itself where it is no day of any calendar.

    Figures are read as day, month, year, or year, month, day with the year first.

    >>> shifted("4 May 1934", 30), shifted("17/06/83", -20), shifted("2024-12-30", 3)
    ('3 June 1934', '28/05/83', '2025-01-02')
    >>> shifted("May 31st, 2024", 1)
    'June 1st, 2024'
    """
    parts = [m[0] for m in PART.finditer(text)]
    numbers = [at for at, part in enumerate(parts) if part.isdigit()]
    named = next((at for at, part in enumerate(parts) if _month(part)), None)
    if named is not None:
        day_at, month_at, year_at = numbers[0], named, numbers[-1]
    elif len(parts[numbers[0]]) == 4:
        year_at, month_at, day_at = numbers[:3]
    else:
        day_at, month_at, year_at = numbers[:3]
    year = int(parts[year_at])
    century = 0 if year > 99 else 2000 if year <= date.today().year % 100 else 1900
    try:
        day = date(century + year, _month(parts[month_at]) or int(parts[month_at]), int(parts[day_at]))
        moved = day + timedelta(days)
    except (ValueError, OverflowError):
        return text
    new = list(parts)
    new[day_at] = _figures(moved.day, parts[day_at] if named is None else "")
    new[year_at] = f"{moved.year}"[-len(parts[year_at]) :]
    new[month_at] = _month_like(moved.month, parts[month_at])
    if day_at + 1 < len(parts) and parts[day_at + 1].lower() in ("st", "nd", "rd", "th"):
        new[day_at + 1] = _ending(moved.day)
    made = iter(new)
    return str(PART.sub(lambda _: next(made), text))


def _month(part: str) -> int:
    """Return the number of a month's name, 0 for any other word."""
    low = part.lower()
    return next((n for n, m in enumerate(standins().months, 1) if len(low) > 2 and m.startswith(low[:3])), 0)


def _month_like(month: int, old: str) -> str:
    if old.isdigit():
        return _figures(month, old)
    name = standins().months[month - 1].title()
    return cased(name if old.lower() in standins().months else name[:3], old)


def _figures(number: int, old: str) -> str:
    return f"{number}".zfill(2 if len(old) == 2 else 1)


def _ending(day: int) -> str:
    return "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
