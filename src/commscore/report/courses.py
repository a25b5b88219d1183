"""Courses over time as rows to show: a dot with its likely range for each consultation, and words beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry
from commscore.progress import Course, Spread, Trend
from commscore.report import figures, wording
from commscore.report.charts import roof

POINTS: Final = "points of 100"
NOT_CLEAR: Final = "no clear change"


@dataclass(frozen=True, slots=True)
class Dot:
    """A consultation on a chart: fractions from 0 to 1, across by order and up by figure; words for it."""

    across: float
    up: float
    low: float | None
    high: float | None
    on: date
    shown: str


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A figure over time: its newest, that of the earlier ones' middle, and what may be said of a change.

    `gaps` is in how many consultations there was not enough to judge; `top` is the figure at the chart's top.
    `unit` says of what the figure is, for some share a title: "Empathy" is a score and a measure.
    """

    name: str
    title: str
    unit: str
    domain: str
    newest: str
    before: str
    change: str
    dots: tuple[Dot, ...]
    gaps: int
    top: str


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How a cohort lies: half of the learners between the two figures, without anybody's name."""

    name: str
    title: str
    unit: str
    learners: int
    middle: str
    between: str
    why: str


def course_rows(courses: Iterable[Course]) -> list[CourseRow]:
    """Return the rows of courses that have a figure at all: domains first, as the courses come."""
    entries = codebook.measures()
    return [_row(course, entries) for course in courses if any(p.value is not None for p in course.points)]


def spread_rows(spreads: Iterable[Spread]) -> list[SpreadRow]:
    """Return the rows of a cohort's spreads, those without a figure with the reason."""
    entries = codebook.measures()
    return [_spread(spread, entries) for spread in spreads]


def change(trend: Trend | None, unit: str, entry: MeasureEntry | None, why: str | None) -> str:
    """Return what may be said of a change from one consultation to the next; no verdict on it.

    >>> change(Trend(2.0, 0.5, 4.0), POINTS, None, None)
    'rising by about 2 a consultation (likely 0.50 to 4)'
    >>> change(Trend(0.1, -1.0, 1.0), POINTS, None, None), change(None, POINTS, None, "3 consultations")
    ('no clear change', '3 consultations')
    """
    if trend is None:
        return why or ""
    if not trend.clear:
        return NOT_CLEAR
    ends = sorted((abs(trend.low), abs(trend.high)))
    by, low, high = (figures.shown(value, unit, entry) for value in (abs(trend.slope), *ends))
    return (
        f"{'rising' if trend.slope > 0 else 'falling'} by about {by} a consultation (likely {low} to {high})"
    )


def _row(course: Course, entries: Mapping[str, MeasureEntry]) -> CourseRow:
    entry = entries.get(course.name)
    told = [point for point in course.points if point.value is not None]
    most = max(max(point.value or 0, point.high or 0) for point in told)
    top = 100.0 if course.unit == POINTS else 1.0 if figures.is_share(course.unit) else roof(most)
    dots = [
        Dot(
            at / max(1, len(course.points) - 1),
            _cut((point.value or 0) / top),
            None if point.low is None else _cut(point.low / top),
            None if point.high is None else _cut(point.high / top),
            point.on,
            figures.shown(point.value or 0, course.unit, entry),
        )
        for at, point in enumerate(course.points)
        if point.value is not None
    ]
    return CourseRow(
        course.name,
        _title(course.name, entry),
        figures.unit_in_words(course.unit, entry),
        entry.domain if entry else course.name,
        dots[-1].shown,
        "" if course.before is None else figures.shown(course.before, course.unit, entry),
        change(course.trend, course.unit, entry, course.why),
        tuple(dots),
        len(course.points) - len(told),
        figures.shown(top, course.unit, entry),
    )


def _spread(spread: Spread, entries: Mapping[str, MeasureEntry]) -> SpreadRow:
    entry = entries.get(spread.name)
    unit = entry.unit if entry else POINTS
    ends = [figures.shown(v, unit, entry) for v in (spread.lower, spread.upper) if v is not None]
    middle = "" if spread.middle is None else figures.shown(spread.middle, unit, entry)
    return SpreadRow(
        spread.name,
        _title(spread.name, entry),
        figures.unit_in_words(unit, entry),
        spread.learners,
        middle,
        " to ".join(ends),
        spread.why or "",
    )


def _title(name: str, entry: MeasureEntry | None) -> str:
    return entry.title if entry else wording.title(name)


def _cut(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
