"""When the latest event took place that a letter dates in plain words, or why that cannot be told.

A date is no event where it is the letter's own, a birth, an earlier letter's, or still to come. A day without
a year is of the year that leaves it unambiguous, by the day the letter was received, its weekday, and the
years named before it. Where another reading would be later, nothing is said at all: a clock that ran out too
early would turn somebody away.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from commscore.codebook import triage
from commscore.codebook.pattern import speech
from commscore.triage.mentions import Mention, mentions
from commscore.types import Letter

WORDY = re.compile(r"\w")
EDGE = re.compile(r"[.!?](?=\s)|\n\s*\n")
PLACE = re.compile(r"\s*(?:[A-Z][\w'’.-]*[^\S\n]?){1,4},\s*$")  # "Little Otley, 3 May 2025" heads a letter
NEAR = 60  # characters before or after a date in which what names it may stand
YEARS_BACK = {"last_year": 1, "year_before_last": 2}  # how many years the words right by a date take off
YEARS = 5  # a weekday falls on the same day again after five years at the soonest
TIME = re.compile(r"\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?\b|\bat\b|\bto\b|\band\b|\binto\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """The latest event's day and the words that date it; None with why."""

    day: date | None
    words: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The day that a mention may be of, the latest one; not `sure` where it may be another day, or none."""

    day: date
    words: str
    sure: bool
    year_told: bool = False


@cache
def words() -> dict[str, re.Pattern[str]]:
    """Return the patterns of letters/clocks.toml, compiled; those of what stands right before end there."""
    told = triage.clocks().dates
    sets = {"month": "|".join(told.months), "weekday": "|".join(told.weekdays)}
    link = r"(?:[\s:,.(\[-]|\b(?:on|of|the|is|was|around|about)\b)*$"
    plain = {name: speech(getattr(told, name), sets) for name in ("to_come", "past", "undated")}
    before = {
        name: re.compile(speech(getattr(told, name)).pattern + link, re.IGNORECASE)
        for name in ("label", "letter", "deadline")
    }
    years = {
        f"{name}_{side}": re.compile(f"{lead}(?:{speech(getattr(told, name)).pattern}){end}", re.IGNORECASE)
        for name in YEARS_BACK
        for side, lead, end in (
            ("before", "", r"[\s,(]*(?:\b(?:on|in|of|the)\b\s*)*$"),
            ("after", r"[\s,(]*", ""),
        )
    }
    vague = {name: speech(getattr(told, name)) for name in YEARS_BACK}
    field = {"field": re.compile(speech(told.field).pattern + r"[^.\n]{0,20}\n?[^.\n]{0,20}$", re.IGNORECASE)}
    born = {"born": re.compile(speech(told.born).pattern + r"[^.;\n\d]*$", re.IGNORECASE)}
    head = {"header": re.compile(r"[\s\W]*" + speech(told.header).pattern, re.IGNORECASE)}
    after = {"identity": re.compile(r"[\s\W]{0,4}" + speech(told.identity).pattern, re.IGNORECASE)}
    return plain | before | years | vague | field | born | head | after


def latest(letter: Letter, received: date) -> Event:
    """Return the latest event that the letter dates; nothing of the day it was received is guessed.

    >>> latest(Letter("x", "I waited on 2 March and again on 11 April."), date(2025, 5, 9))
    Event(day=datetime.date(2025, 4, 11), words='11 April', why='')
    >>> latest(Letter("x", "My next scan is on 4 June."), date(2025, 5, 9)).why
    'the letter dates no event'
    """
    found = list(_readings(letter, received))
    sure = max((r for r in found if r.sure), key=lambda r: r.day, default=None)
    doubtful = max((r for r in found if not r.sure), key=lambda r: r.day, default=None)
    if doubtful and (not sure or doubtful.day > sure.day):
        return Event(None, why=f'"{doubtful.words}" may date a later event, or an earlier year, or none')
    if not sure:
        return Event(None, why="the letter dates no event")
    if (received - sure.day).days > 365:
        later = words()["undated"].search(_told(letter))
        if later:
            said = " ".join(later[0].split())
            return Event(None, why=f'the last date is "{sure.words}", but "{said}" may tell of a later event')
    return Event(sure.day, sure.words)


def _told(letter: Letter) -> str:
    """Return the text with its asides and quoted lines blanked, so that offsets stay true."""
    text = letter.text
    for aside in letter.asides:
        text = text[: aside.start] + " " * (aside.end - aside.start) + text[aside.end :]
    return re.sub(r"^[^\S\n]*>.*$", lambda quoted: " " * len(quoted[0]), text, flags=re.MULTILINE)


def _readings(letter: Letter, received: date) -> Iterator[Reading]:
    told, told_year = _told(letter), None
    for mention in mentions(letter.text, received):
        field = bool(words()["field"].search(letter.text, max(0, mention.start - NEAR), mention.start))
        if not field and (_aside(mention, letter, told) or _no_event(mention, letter.text)):
            continue
        reading = _reading(mention, letter.text, received, told_year)
        if reading:
            yield reading
            told_year = mention.year if reading.year_told else told_year


def _aside(mention: Mention, letter: Letter, told: str) -> bool:
    return not told[mention.start : mention.end].strip()


def _no_event(mention: Mention, text: str) -> bool:
    """Tell whether the words about the date make it the letter's own, a person's, or another letter's."""
    start = text.rfind("\n", 0, mention.start) + 1
    end = text.find("\n", mention.end)
    line = text[start : mention.start] + text[mention.end : end if end >= 0 else len(text)]
    ends = end < 0 or not text[mention.end : end].strip(" .")
    if not WORDY.search(TIME.sub("", line)) or (ends and PLACE.match(text[start : mention.start])):
        return True
    known, near = words(), max(0, mention.start - NEAR)
    before = text[max(near, text.rfind("\n\n", 0, mention.start) + 1) : mention.start]
    return bool(
        known["label"].search(before)
        or known["letter"].search(before)
        or known["header"].match(text[start : mention.start])
        or known["identity"].match(text, mention.end)
    )


def _reading(mention: Mention, text: str, received: date, told_year: int | None) -> Reading | None:
    """Return what the mention may date, or None for what was not yet when the letter was received."""
    said = " ".join(text[mention.start : mention.end].split())
    if mention.day is None:
        return _month(mention, said, received)
    day, sure = _day(mention, text, received, told_year)
    if day is None or day > received:
        return None
    if words()["born"].search(text, max(0, mention.start - NEAR), mention.start):
        if months_after(day, triage.clocks().dates.recent_birth_months) < received:
            return None
        sure = False
    if months_after(day, 12 * triage.clocks().dates.long_ago_years) < received:
        sure = False
    return Reading(day, said, sure, year_told=mention.year is not None)


def _month(mention: Mention, said: str, received: date) -> Reading | None:
    """Return the last day of a month named with its year, or of what has been of it; never sure."""
    if mention.year is None or date(mention.year, mention.month, 1) > received:
        return None
    end = date(mention.year, mention.month, calendar.monthrange(mention.year, mention.month)[1])
    return Reading(min(end, received), said, sure=False)


def _day(mention: Mention, text: str, received: date, told_year: int | None) -> tuple[date | None, bool]:
    """Return the latest day that is meant and whether no other can be; no day where it is to come."""
    if mention.year is not None:
        return mention.of(mention.year), True
    back = _years_back(mention, text)
    if back:
        return mention.of(received.year - back), True
    sentence = _sentence(mention, text)
    day, sure = _without_year(mention, text, sentence, received, told_year)
    return day, sure and not any(words()[name].search(sentence) for name in YEARS_BACK)


def _years_back(mention: Mention, text: str) -> int:
    """Return how many years the words right by the date take off, else 0: "on 3 May last year"."""
    known, near = words(), text[max(0, mention.start - NEAR) : mention.start]
    bound = (
        back
        for name, back in YEARS_BACK.items()
        if known[f"{name}_before"].search(near) or known[f"{name}_after"].match(text, mention.end)
    )
    return next(bound, 0)


def _without_year(
    mention: Mention, text: str, sentence: str, received: date, told_year: int | None
) -> tuple[date | None, bool]:
    """Return the latest day that a date without a year may be of, and whether no other can be."""
    if mention.weekday is not None:
        return _on_weekday(mention, sentence, received)
    last = next(_past(mention, received), None)
    if last is None:
        return None, False
    sure = told_year is None or mention.of(told_year) in {last, None} or told_year > last.year
    if last.year == received.year:
        return last, sure
    return _ahead(mention, text, sentence, last, sure)


def _past(mention: Mention, received: date) -> Iterator[date]:
    """Yield the days that the mention may be of, the last one first, for as long as weekdays differ."""
    years = range(received.year, received.year - YEARS, -1)
    return (day for year in years if (day := mention.of(year)) and day <= received)


def _on_weekday(mention: Mention, sentence: str, received: date) -> tuple[date | None, bool]:
    """Return the last day that falls on the weekday; unsure where none does."""
    ahead = (mention.of(year) for year in (received.year, received.year + 1))
    coming = any(day and day > received and day.weekday() == mention.weekday for day in ahead)
    if coming and not words()["past"].search(sentence):
        return None, False
    past = list(_past(mention, received))
    fitting = [day for day in past if day.weekday() == mention.weekday]
    return (fitting[0], True) if fitting else (past[0] if past else None, False)


def _ahead(mention: Mention, text: str, sentence: str, last: date, sure: bool) -> tuple[date | None, bool]:
    """Return the reading of a day that is still ahead in the year of receipt: last year's, or one to come."""
    was = words()["past"].search(sentence)
    due = words()["deadline"].search(text, max(0, mention.start - NEAR), mention.start)
    coming = due or words()["to_come"].search(sentence)
    if coming and not was:
        return None, False
    return last, sure and bool(was) and not coming


def _sentence(mention: Mention, text: str) -> str:
    start = max((edge.end() for edge in EDGE.finditer(text, 0, mention.start)), default=0)
    edge = EDGE.search(text, mention.end)
    return text[start : edge.start() if edge else len(text)]


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day where it has no such day.

    >>> months_after(date(2025, 8, 31), 6), months_after(date(2024, 2, 29), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))

    What lies beyond the calendar is its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
