"""A learner's consultations over time, against their own earlier ones; and a cohort without names.

Nobody is ranked: a course holds one learner's figures alone, a spread no names, and nothing below `FEWEST`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt
from statistics import median, quantiles
from typing import Final

from commscore.types import Measure, Report, Score

FEWEST: Final = 5  # consultations for a trend, learners for a spread; ours
NORMAL: Final = 1.96  # the normal distribution's quantile for 95 %


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one consultation with its 95 % interval; None comes with the reason in `why`."""

    on: date
    value: float | None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """By how much a figure changes from one consultation to the next, with its 95 % interval."""

    slope: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out that nothing changes."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Course:
    """One measure's, or one domain's, figures over time, oldest first; without a trend `why` says why.

    `before` is the median of all figures but the last, None where there are none.
    """

    name: str
    unit: str
    points: tuple[Point, ...]
    before: float | None
    trend: Trend | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the learners of a cohort lie, each by the median of their figures; None comes with the reason."""

    name: str
    learners: int
    lower: float | None = None
    middle: float | None = None
    upper: float | None = None
    why: str | None = None


def courses(dated: Iterable[tuple[date, Report]]) -> tuple[Course, ...]:
    """Return the courses of the domains and then of the measures that any of the consultations has."""
    ordered = sorted(dated, key=lambda each: each[0])
    named: dict[tuple[str, str], list[Point]] = {}
    for on, report in ordered:
        for figure in _figures(report):
            point = Point(on, figure.value, figure.low, figure.high, figure.why)
            named.setdefault(_key(figure), []).append(point)
    return tuple(_course(name, unit, points) for (name, unit), points in named.items())


def trend(values: Sequence[float]) -> Trend:
    """Return the Theil–Sen slope per step, with Sen's interval (Sen, JASA 1968;63:1379, formula as recalled).

    The slope is the median of those of all pairs. With n figures and N pairs, the interval's ends are the
    slopes that lie (N ± 1.96 √(n (n − 1)(2n + 5) / 18)) / 2 from the lowest.

    >>> trend([1, 2, 3, 4, 5])
    Trend(slope=1.0, low=1.0, high=1.0)
    """
    pairs = [(a, b) for a in range(len(values)) for b in range(a + 1, len(values))]
    slopes = sorted((values[b] - values[a]) / (b - a) for a, b in pairs)
    n = len(values)
    half = NORMAL * sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(0, int((len(slopes) - half) / 2) - 1)
    high = min(len(slopes) - 1, ceil((len(slopes) + half) / 2))
    return Trend(float(median(slopes)), float(slopes[low]), float(slopes[high]))


def spreads(learners: Mapping[str, Iterable[Report]]) -> tuple[Spread, ...]:
    """Return the spread of each figure over learners, given each one's reports; names go no further."""
    medians: dict[str, list[float]] = {}
    for reports in learners.values():
        own: dict[str, list[float]] = {}
        for report in reports:
            for figure in _figures(report):
                found = own.setdefault(_key(figure)[0], [])
                found += [] if figure.value is None else [figure.value]
        for name, values in own.items():
            medians.setdefault(name, []).extend([median(values)] if values else [])
    return tuple(_spread(name, values) for name, values in medians.items())


def _figures(report: Report) -> tuple[Score | Measure, ...]:
    return (*report.scores, *report.measures)


def _key(figure: Measure | Score) -> tuple[str, str]:
    return (figure.domain, "points of 100") if isinstance(figure, Score) else (figure.name, figure.unit)


def _course(name: str, unit: str, points: Sequence[Point]) -> Course:
    values = [point.value for point in points if point.value is not None]
    before = median(values[:-1]) if len(values) > 1 else None
    if len(values) < FEWEST:
        plural = "" if len(values) == 1 else "s"
        few = f"{len(values)} consultation{plural} with this figure; {FEWEST} are needed for a trend"
        return Course(name, unit, tuple(points), before, None, few)
    return Course(name, unit, tuple(points), before, trend(values))


def _spread(name: str, values: Sequence[float]) -> Spread:
    if len(values) < FEWEST:
        plural = "" if len(values) == 1 else "s"
        few = f"{len(values)} learner{plural} with this figure; {FEWEST} are needed"
        return Spread(name, len(values), why=few)
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return Spread(name, len(values), lower, middle, upper)
