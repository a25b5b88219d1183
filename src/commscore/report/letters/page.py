"""The queue as one HTML file: nothing is fetched, nothing runs, everything that people wrote is escaped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from commscore.codebook.letters import letter
from commscore.report.letters import wording
from commscore.report.letters.marked import LEGEND, SHADES, marked_html
from commscore.report.letters.queue import Line, gravest_first, lines
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, ORDERS_ONLY, Sheet, sheet
from commscore.report.page import own, template
from commscore.report.palette import stylesheet
from commscore.types import LetterReport

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class View:
    """What the template shows of one letter; `html` is its text, escaped, with the coded words marked."""

    sheet: Sheet
    html: "Markup"


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the queue as one page in UTF-8, each letter in full below it."""
    from markupsafe import Markup

    now = today or date.today()
    found = lines(reports, now)
    styles = [stylesheet(SHADES), own("commscore.report", "page.css"), own(__package__, "letters.css")]
    page = _template().render(
        views=[_view(line, now) for line in found],
        lines=found,
        counts=counts(found),
        today=wording.day(now),
        css=Markup("\n".join(styles)),  # noqa: S704 - our own files, no user text
    )
    return page.encode("utf-8", "replace")


def counts(found: Sequence[Line]) -> str:
    """Return how many letters stand at each level, in words."""
    of = Counter(line.level for line in found)
    known = [*letter().priority.levels, *(level for level in of if level not in letter().priority.levels)]
    return ", ".join(f"{of[level]} {level}" for level in known)


def _view(line: Line, today: date) -> View:
    from markupsafe import Markup

    return View(sheet(line, today), Markup(marked_html(line.report)))  # noqa: S704 - escaped there


def _about(line: Line) -> list[str]:
    """Return what the colours of a line's problems stand for, as classes."""
    return [wording.domain(problem.category) or "patient" for problem in gravest_first(line.report)]


@cache
def _template() -> "Template":
    said = {
        "legend": {about or "patient": title for about, title in LEGEND.items()},
        "nothing_asked": NOTHING_ASKED,
        "no_problem": NO_PROBLEM,
        "orders_only": ORDERS_ONLY,
        "about": _about,
    }
    return template(__package__, said)
