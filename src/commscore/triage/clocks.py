"""By when a letter must be acknowledged, explained, or have been written, and by what rule.

Clocks run from the day a letter was received, which is given and never guessed from its text.
"""

from datetime import date, timedelta

from commscore.codebook import triage
from commscore.codebook.triage import ClockRule, Nation
from commscore.errors import CodebookError
from commscore.triage.events import latest, months_after
from commscore.types import Clock, Letter

RECEIVED = "the day it was received is not known"
UNTOLD = f"{RECEIVED}, so what the letter dates cannot be told from what was still to come"


def named(name: str) -> Nation:
    """Return the nation's entry; CodebookError names those there are."""
    found = {entry.name: entry for entry in triage.clocks().nation}
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    if key not in found:
        raise CodebookError(f"{name!r}: no such nation; give one of {', '.join(found)}")
    return found[key]


def clocks(received: date | None, letter: Letter, nation: str = "england") -> tuple[Clock, ...]:
    """Return every clock of the codebook, in its order; a clock without a date says why.

    CodebookError for an unknown nation.

    >>> [clock.due.isoformat() for clock in clocks(date(2026, 4, 2), Letter("", "On 3 March 2026 I fell."))]
    ['2026-04-09', '2026-10-02', '2027-03-03']
    """
    place = named(nation)
    return tuple(_clock(rule, received, letter, place) for rule in triage.clocks().clock)


def _clock(rule: ClockRule, received: date | None, letter: Letter, place: Nation) -> Clock:
    if place.unknown:
        return Clock(rule.name, None, f"not known here for {place.title}", place.unknown)
    if received is None:
        return Clock(rule.name, None, rule.basis, RECEIVED if rule.since == "received" else UNTOLD)
    if rule.since == "received":
        return Clock(rule.name, _due(rule, received, place), rule.basis)
    event = latest(letter, received)
    if event.day is None:
        return Clock(rule.name, None, rule.basis, event.why)
    told = f'{rule.basis}; here {event.day.day} {event.day:%B %Y} ("{event.words}")'
    return Clock(rule.name, _due(rule, event.day, place), told)


def _due(rule: ClockRule, since: date, place: Nation) -> date:
    if rule.working_days is not None:
        return working_days_after(since, rule.working_days, place.name)
    return months_after(since, rule.months or 0)


def working_days_after(day: date, count: int, nation: str = "england") -> date:
    """Return the `count`-th working day after the day, weekends and the nation's bank holidays left out.

    >>> working_days_after(date(2025, 12, 24), 3)  # 25 and 26 December are holidays, 27 and 28 a weekend
    datetime.date(2025, 12, 31)
    """
    from holidays import country_holidays

    closed = country_holidays("GB", subdiv=named(nation).subdivision)
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in closed
    return day
