"""Reports as one HTML file: nothing is fetched, nothing runs, everything that people said is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.report.corrections import Correction
from commscore.report.digest import NOTHING_TO_LOOK_AT, NOTHING_WELL, Digest, digest
from commscore.report.highlight import TRY
from commscore.report.marked import marked_html
from commscore.report.palette import stylesheet
from commscore.report.quote import clock, visible
from commscore.report.timeline import timeline_html
from commscore.types import Report

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn of the transcript; `html` is its text, escaped, with the coded words marked.

    `corrections` are what people said of its codes.
    """

    speaker: str
    role: str
    time: str
    html: "Markup"
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What the template shows of one report; `anchor` and a turn's number from 1 are that turn's id."""

    digest: Digest
    turns: tuple[TurnView, ...]
    timeline: "Markup"
    domains: tuple[tuple[str, str], ...]
    anchor: str


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as one page in UTF-8, each with its transcript folded away below it."""
    from markupsafe import Markup

    css = Markup(stylesheet() + "\n" + own("commscore.report", "page.css"))  # noqa: S704 - our own file, no user text
    page = _template().render(
        views=[_view(r, _anchor(n, len(reports))) for n, r in enumerate(reports, 1)], css=css
    )
    return page.encode("utf-8", "replace")


def _anchor(position: int, reports: int) -> str:
    """Return what turns' ids begin with: plain where the page holds one report."""
    return "turn-" if reports == 1 else f"report-{position}-turn-"


def _view(report: Report, anchor: str) -> View:
    from markupsafe import Markup

    shown = digest(report)
    turns = tuple(
        TurnView(
            visible(turn.speaker),
            turn.role.value,
            clock(turn.start),
            Markup(marked_html(turn, [c for c in report.codes if c.turn == number])),  # noqa: S704 - escaped there
            tuple(c for c in shown.corrections if c.quote.turn == number),
        )
        for number, turn in enumerate(report.document.turns)
    )
    domains = tuple((d.name, d.title) for d in codebook.consultation().domain)
    return View(shown, turns, Markup(timeline_html(report, anchor)), domains, anchor)  # noqa: S704 - escaped there


@cache
def _template() -> "Template":
    said = {"nothing_well": NOTHING_WELL, "nothing_to_look_at": NOTHING_TO_LOOK_AT, "try_title": TRY}
    return template("commscore.report", said)


def template(package: str, said: Mapping[str, object]) -> "Template":
    """Return the package's page: a name that it does not know is an error, all that it shows is escaped."""
    from jinja2 import Environment, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined)
    return made.from_string(own(package, "page.html.jinja"), dict(said))


def own(package: str, name: str) -> str:
    """Return a text file of ours."""
    return files(package).joinpath(name).read_text(encoding="utf-8")
