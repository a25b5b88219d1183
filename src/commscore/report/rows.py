"""Scores and measures as rows to show: words for the figures, and a chart where one helps."""

import re
from dataclasses import dataclass

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry
from commscore.report import figures, wording
from commscore.report.charts import Strip, measure_strip, score_strip
from commscore.report.quote import short
from commscore.types import Measure, Score

SOURCE = re.compile(r"\s*\([^()]*\b(?:reported|computed|PMC\d+)[^()]*\)")


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A domain's score: `points`, `low`, `high` from 0 to 100 or None, `shown` and `interval` as words."""

    domain: str
    title: str
    points: float | None
    low: float | None
    high: float | None
    shown: str
    interval: str
    made_of: tuple[str, ...]
    why: str
    strip: Strip | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as words, with its chart; `scored` where the rubric makes points of it.

    `says` is what the figure means, `reference` the published figure it is read against, "" without one, and
    `brief` the same as short as it can be, for formats of two pages.
    """

    name: str
    title: str
    says: str
    shown: str
    interval: str
    reference: str
    brief: str
    scored: bool
    strip: Strip | None
    measure: Measure

    @property
    def leading(self) -> bool:
        """Whether it belongs on two pages: points are made of it, or a published figure stands beside it."""
        return self.scored or bool(self.reference)


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """The measures of one domain; `domain` is "" for those of none."""

    domain: str
    title: str
    rows: tuple[MeasureRow, ...]


def score_row(score: Score) -> ScoreRow:
    """Return a score as a row."""
    return ScoreRow(
        domain=score.domain,
        title=wording.domain_title(score.domain),
        points=score.value,
        low=score.low,
        high=score.high,
        shown=figures.scored(score),
        interval=figures.score_interval(score),
        made_of=tuple(wording.measure_title(m) for m in score.measures),
        why=short(score.why or "", 300),
        strip=None if score.value is None else score_strip(score.domain, score.value, score.low, score.high),
    )


def groups(measures: tuple[Measure, ...]) -> tuple[MeasureGroup, ...]:
    """Return the measures that have a value, by domain in the codebook's order."""
    domains = [d.name for d in codebook.consultation().domain]
    rows: dict[str, list[MeasureRow]] = {d: [] for d in (*domains, "")}
    for measure in measures:
        if measure.value is not None:
            entry = wording.measure(measure.name)
            rows.setdefault(entry.domain if entry else "", []).append(_measure_row(measure, entry))
    return tuple(MeasureGroup(d, wording.domain_title(d), tuple(r)) for d, r in rows.items() if r)


def _measure_row(measure: Measure, entry: MeasureEntry | None) -> MeasureRow:
    points = wording.knots(measure.name)
    yes_no = entry is not None and entry.shown_as == "yes_no"
    unreferenced = entry is not None and entry.status == "none"
    reference = "" if unreferenced else short(measure.reference or "", 400)
    known = entry is not None and entry.reference == measure.reference
    return MeasureRow(
        name=measure.name,
        title=wording.measure_title(measure.name),
        says=entry.says if entry else "",
        shown=figures.measured(measure, entry),
        interval=figures.interval(measure, entry),
        reference=reference,
        brief=(known and entry and entry.brief) or short(SOURCE.sub("", reference), 80),
        scored=bool(points),
        strip=None if yes_no else measure_strip(measure, entry.domain if entry else "", points),
        measure=measure,
    )
