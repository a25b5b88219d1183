"""The dates that a text names: "22 April 2025", "2nd of March", "22/04/25", "Tuesday 13 August"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from commscore.codebook import triage

OLDEST = 1900  # a year before that is a number of another kind
GAP = r"(?:[^\S\n]|\n(?![^\S\n]*\n))+"  # spaces, or one line's end


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a text that name a date; what they leave out is None.

    `weekday` counts from Monday, 0.
    """

    start: int
    end: int
    month: int
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def of(self, year: int) -> date | None:
        """Return the day in that year; None where it has no such day, or the mention names none."""
        try:
            return date(year, self.month, self.day) if self.day else None
        except ValueError:
            return None


@cache
def months() -> dict[str, int]:
    """Return the number of each month by its name and by the usual short forms, in small letters."""
    named = {name: number for number, name in enumerate(triage.clocks().dates.months, start=1)}
    return {short: number for name, number in named.items() for short in (name, name[:3], name[:4])}


@cache
def weekdays() -> dict[str, int]:
    """Return the number of each weekday by its name and by the usual short forms, in small letters."""
    named = {name: number for number, name in enumerate(triage.clocks().dates.weekdays)}
    return {short: n for name, n in named.items() for short in (name, name[:3], name[:4], name[:5])}


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Return the forms that a date is written in, those that say more before those that say less."""
    month = "|".join(sorted(months(), key=len, reverse=True))
    weekday = "|".join(sorted(weekdays(), key=len, reverse=True))
    lead = rf"(?:\b(?P<weekday>{weekday})\b\.?,?{GAP}(?:the{GAP})?)?"
    year = rf"(?:\.?,?{GAP}(?P<year>(?:19|20)\d\d)(?!\d))"
    ordinal = "(?:st|nd|rd|th)"
    forms = (
        r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"{lead}(?<![\w/.-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<number>\d{{1,2}})(?P=mark)"
        r"(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)",
        rf"{lead}(?<![\w/.,:])(?P<day>\d{{1,2}}){ordinal}?(?:{GAP}of)?{GAP}(?P<month>{month})\b{year}?",
        rf"{lead}\b(?P<month>{month})\b\.?{GAP}(?P<day>\d{{1,2}}){ordinal}?{year}",
        rf"{lead}\b(?P<month>{month})\b\.?{GAP}(?P<day>\d{{1,2}}){ordinal}\b",
        rf"\b(?P<month>{month})\b(?:{GAP}of)?{year}",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def mentions(text: str, today: date) -> Iterator[Mention]:
    """Yield the dates named, in the order of the text; `today` tells the century of a year of two digits.

    >>> [m.day for m in mentions("On 2nd of March and 31/04/25, 12 may go, May 3rd", date(2025, 5, 9))]
    [2, 3]
    """
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for form in patterns():
        for match in form.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            mention = _mention(match, today)
            if mention:
                found.append(mention)
    yield from sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str], today: date) -> Mention | None:
    """Return what the match names; None for a day that no month has, and for "12 may" as a verb."""
    said = match.groupdict()
    if re.search(r"\d\s+may$", match[0]):
        return None
    month = months()[said["month"].lower()] if said.get("month") else int(said["number"])
    year = _year(said["year"], today) if said.get("year") else None
    weekday = weekdays()[said["weekday"].lower()] if said.get("weekday") else None
    day = int(said["day"]) if said.get("day") else None
    mention = Mention(match.start(), match.end(), month, day, year, weekday)
    if day and mention.of(year or 2000) is None:  # 2000 has a 29 February
        return None
    return mention


def _year(digits: str, today: date) -> int:
    """Return the year; of two digits, the last one that is not after `today`'s year by more than one."""
    if len(digits) == 4:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year if year <= today.year + 1 else year - 100
