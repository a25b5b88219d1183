"""What the letter codebook says of a name, with a readable stand-in where it is silent.

A report may have been made with a newer or an edited codebook, so an unknown name is no error here.
"""

import re
from datetime import date, datetime
from typing import Final

from commscore.codebook.letters import categories, flags, letter
from commscore.codebook.triage import clocks
from commscore.report.quote import short
from commscore.report.wording import readable as words_of
from commscore.types import Flag, Named, Problem

CHECK: Final = "please check"
MAYBE: Final = "maybe"
DISPUTED: Final = "disputed"
LEVELS: Final = {"urgent": "!!!", "high": "!!", "standard": "·"}
PASSAGES: Final = {"harm": "Harm claimed", "question": "Question", "praise": "Praise"}
ASIDES: Final = {
    "address": "address",
    "salutation": "greeting",
    "signature": "signature",
    "quoted": "earlier mail, quoted",
    "form": "printed on the form",
    "page": "page number",
}
REASON: Final = re.compile(r"(?P<name>[\w.-]+)(?P<rest>(?::| \().*)?", re.DOTALL)


def readable(name: str) -> str:
    """Return a name as words, safe for a page: it may come from a file.

    >>> readable("action_for_me")
    'Action for me'
    """
    return short(words_of(name), 80)


def category(name: str) -> str:
    """Return a category's title."""
    entry = categories().get(name)
    return entry.title if entry else readable(name)


def domain(name: str) -> str:
    """Return a category's domain, "" where the codebook does not know it."""
    entry = categories().get(name)
    return entry.domain if entry else ""


def flag(name: str) -> str:
    """Return a flag's title."""
    entry = flags().get(name)
    return entry.title if entry else readable(name)


def stage(name: str) -> str:
    """Return the title of a stage of care."""
    return next((s.title for s in letter().stage if s.name == name), readable(name))


def ask(name: str) -> str:
    """Return the title of what a writer asks for."""
    return next((a.title for a in letter().ask if a.name == name), readable(name))


def level(name: str) -> str:
    """Return a level of priority with its mark, so that neither colour nor place alone says it.

    >>> level("urgent")
    '!!! Urgent'
    """
    return f"{LEVELS.get(name, '?')} {readable(name)}"


def severity(problem: Problem) -> str:
    """Return a problem's severity, both ends where it lies between two.

    >>> severity(Problem("quality", 2, (1, 2), ())), severity(Problem("listening", 2, (2, 2), ()))
    ('1–2', '2')
    """
    low, high = min(*problem.severity_range, problem.severity), max(*problem.severity_range, problem.severity)
    return str(high) if low == high else f"{low}–{high}"


def problem(found: Problem) -> str:
    """Return a problem as a queue shows it.

    >>> problem(Problem("listening", 2, (2, 2), (), certain=False))
    'listening 2 (maybe)'
    """
    doubt = _doubt("" if found.certain else MAYBE, found.disputed)
    return f"{short(found.category, 80)} {severity(found)}{doubt}"


def flagged(found: Flag) -> str:
    """Return a flag as a queue shows it.

    >>> flagged(Flag("death", (), check="whose death?"))
    'A death (please check)'
    """
    return f"{flag(found.flag)}{_doubt(CHECK if found.check else '', found.disputed)}"


def named(title: str, found: Named) -> str:
    """Return what is asked for, or a stage, with what is doubtful about it."""
    return f"{title}{_doubt('' if found.certain else MAYBE, found.disputed)}"


def _doubt(said: str, disputed: bool) -> str:
    together = ", ".join(filter(None, (said, DISPUTED * disputed)))
    return f" ({together})" if together else ""


def reason_name(reason: str) -> str:
    """Return the flag or the category that a priority's reason names.

    >>> reason_name("safety: severity between 2 and 3"), reason_name("death (please check)")
    ('safety', 'death')
    """
    found = REASON.fullmatch(reason)
    return found["name"] if found else reason


def reason(said: str) -> str:
    """Return a priority's reason with the title in the place of the name.

    >>> reason("safety: severity 3"), reason("death (please check)"), reason("a_new_one (maybe)")
    ('Safety: severity 3', 'A death (please check)', 'A new one (maybe)')
    """
    name = reason_name(said)
    return (category(name) if name in categories() else flag(name)) + said[len(name) :]


def clock(name: str) -> str:
    """Return what is due by a clock."""
    return next((c.title for c in clocks().clock if c.name == name), readable(name))


def since_received(name: str) -> bool:
    """Tell whether a clock runs from the day the letter came; the others set the organisation no date."""
    return all(c.since == "received" for c in clocks().clock if c.name == name)


def days(left: int) -> str:
    """Return days left in words; whether a day gone by was kept is not known here, so none is "overdue".

    >>> days(3), days(1), days(0), days(-1)
    ('3 days left', '1 day left', 'due today', 'was due 1 day ago')
    """
    some = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return "due today" if left == 0 else f"{some} left" if left > 0 else f"was due {some} ago"


def day(found: date) -> str:
    """Return a date in words.

    >>> day(date(2026, 11, 3))
    '3 November 2026'
    """
    return f"{found.day} {found:%B %Y}"


def when(at: datetime) -> str:
    """Return a time as people write it, by this machine's clock."""
    here = at.astimezone()
    return f"{day(here.date())}, {here:%H:%M}"
