"""Reports as PDF, two pages each for a consultation of usual length, to print and write on."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commscore.report import charts
from commscore.report.digest import NOTHING_TO_LOOK_AT, NOTHING_WELL, PERHAPS, Digest, digest
from commscore.report.highlight import TRY, Highlight
from commscore.report.palette import shade
from commscore.report.pdfparts import WIDTH, Lines, Ruled, Sheet, strip_drawing
from commscore.report.rows import MeasureRow, ScoreRow
from commscore.types import Report

PAGES = 2
CAUTION = "For reflection and teaching. One consultation ranks nobody."
Flowable = Any  # reportlab has no types


@dataclass(frozen=True, slots=True)
class Setting:
    """How tightly a report is set: size of type in points, and what else is shown."""

    size: float
    tries: int
    cards: int
    references: bool


# From airy to tight: the first that fits two pages is taken.
SETTINGS = (
    Setting(9, 2, 4, True),
    Setting(8.5, 2, 3, True),
    Setting(8, 1, 2, True),
    Setting(7.5, 1, 1, False),
)
CHART = 0.13  # of the width


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as one PDF, each beginning on a page of its own."""
    from reportlab.platypus import PageBreak

    story: list[Flowable] = []
    for report in reports:
        story += [PageBreak()] if story else []
        story += _fitting(digest(report))
    return _built(story)[0]


def _fitting(d: Digest) -> list[Flowable]:
    """Return the report in the airiest setting that fits two pages, in the tightest where none does.

    The next setting is taken where it saves a page: a page of two lines helps nobody.
    """
    pages = [_built(_Page(d, setting).story())[1] for setting in SETTINGS]
    fitting = next((n for n, count in enumerate(pages) if count <= PAGES), len(SETTINGS) - 1)
    tighter = min(fitting + 1, len(SETTINGS) - 1)
    return _Page(d, SETTINGS[tighter if pages[tighter] < pages[fitting] else fitting]).story()


def _built(story: list[Flowable]) -> tuple[bytes, int]:
    """Return the file and how many pages it has."""
    file = io.BytesIO()
    sheet = Sheet(file, "Consultation feedback", CAUTION)
    sheet.build(story)
    return file.getvalue(), sheet.page


class _Page(Lines):
    """The flowables of one report in one setting; nothing outlives `story`."""

    def __init__(self, d: Digest, setting: Setting) -> None:
        super().__init__(setting.size)
        self.d, self.setting = d, setting

    def story(self) -> list[Flowable]:
        """Return the report from top to bottom."""
        d = self.d
        parts = [self.line(("Consultation feedback", "quiet")), self.line((d.title, "bold"), scale=1.7)]
        parts.append(self.line((" · ".join(f"{label}: {what}" for label, what in d.facts), "quiet")))
        parts += [self.line(("Please note: ", "bold"), (w, "")) for w in d.warnings]
        parts += [self.line(("Note for you: ", "bold"), (note, "")) for note in d.notes]
        parts += [self.line((d.nothing, "bold"))] if d.nothing else []
        parts += [self._scores(d.scores)] if d.scores else []
        parts.append(self.heading("What went well"))
        parts += [self._highlight(h) for h in d.went_well]
        if not d.went_well:
            parts.append(self.line((NOTHING_WELL, "quiet")))
        parts.append(self.heading("Moments to look at"))
        parts += [self._highlight(h) for h in d.to_look_at]
        if not d.to_look_at:
            parts.append(self.line((NOTHING_TO_LOOK_AT, "quiet")))
        return parts + self._measures() + self._rest()

    def _rest(self) -> list[Flowable]:
        d, parts = self.d, []
        if d.maybe:
            parts.append(self.line((f"{PERHAPS}: ", "bold"), (d.maybe_in_short, "")))
        if d.corrections:
            parts.append(self.heading("Corrected by a person"))
            for c in d.corrections:
                said = (f"{c.quote.place}: ", "quiet"), (f"“{c.quote.words}”", "italic"), (f" {c.told}", "")
                parts.append(self.line(*said))
        if d.not_judged:
            parts.append(self.heading("What could not be judged"))
            for what, why in d.not_judged_in_short:
                parts.append(self.line((f"{what}: " if what else "", "bold"), (why, "")))
        if d.evidence_in_short:
            parts.append(self.heading("What studies found"))
            for e in d.evidence_in_short[: self.setting.cards]:
                shows = (f" Does not show: {e.not_shown}", "quiet")
                told = (e.study, "bold"), (f" ({e.who}): ", "quiet"), (e.found, "")
                parts.append(self.line(*told, shows))
        parts.append(self.heading("How to read this"))
        parts.append(self.line((" ".join(d.limits), "")))
        parts += self.note()
        parts.append(self.line(("; ".join(f"{label}: {what}" for label, what in d.provenance), "quiet")))
        return parts

    def _highlight(self, h: Highlight) -> Flowable:
        lines = [
            self.line(
                (h.title, "bold " + shade(h.domain).ink),
                (h.place, "quiet"),
                scale=1.05,
            )
        ]
        for q in h.quotes:
            said = (
                (q.before, "italic"),
                (q.words, "bold italic" if q.partly else "italic"),
                (q.after, "italic"),
            )
            lines.append(self.line((f"{q.speaker}, {q.place}: ", "quiet"), *said))
        lines += [self.line((f"{label}: ", "quiet"), (terms, "")) for label, terms in h.terms]
        more = f" More like it: turn {h.more()}." if h.also else ""
        if h.why or more:
            lines.append(self.line((h.why, ""), (more, "quiet")))
        if h.try_:
            words = "  ".join(f"“{t}”" for t in h.try_[: self.setting.tries])
            lines.append(self.line((f"{TRY}: ", "bold"), (words, "")))
        return Ruled(lines, shade(h.domain).ink)

    def _scores(self, scores: tuple[ScoreRow, ...]) -> Flowable:
        from reportlab.platypus import Table

        width = WIDTH / len(scores)
        return Table([[self._score(s, width - 8) for s in scores]], colWidths=width, style=_grid(6))

    def _score(self, s: ScoreRow, width: float) -> list[Flowable]:
        title = self.line((s.title, "bold " + shade(s.domain).ink))
        if s.strip is None:
            return [title, self.line(("Not enough to judge", "bold")), self.line((s.why, "quiet"))]
        points = self.line((s.shown, "bold"), (" of 100", "quiet"), scale=1.6)
        likely = self.line((f"likely {s.interval}" if s.interval else "", "quiet"))
        return [title, points, strip_drawing(s.strip, width), likely]

    def _measures(self) -> list[Flowable]:
        """Return the leading measures in two columns, each domain under its name."""
        from reportlab.platypus import KeepTogether, Table

        cells: list[list[Flowable]] = []
        lengths: list[int] = []
        for group in self.d.measures:
            rows = [m for m in group.rows if m.leading]
            cells += [[self.line((group.title, "bold " + shade(group.domain).ink)), ""]] if rows else []
            cells += [self._measure(m) for m in rows]
            lengths += [0, *(len(m.title + m.shown + m.brief) + 40 for m in rows)] if rows else []
        if not cells:
            return []
        half = _half(lengths)
        widths = (WIDTH * (0.5 - CHART), WIDTH * CHART)
        columns = [
            Table(part, colWidths=widths, style=_grid(2)) for part in (cells[:half], cells[half:]) if part
        ]
        grid = Table([columns], colWidths=[WIDTH / 2] * len(columns), style=_grid(0), hAlign="LEFT")
        return [KeepTogether([self.heading("Measures"), self.line((charts.KEY, "quiet")), grid])]

    def _measure(self, m: MeasureRow) -> list[Flowable]:
        likely = f" · likely {m.interval}" if m.interval else ""
        against = f" · {m.brief}" if m.brief and self.setting.references else ""
        text = self.line((m.title + ": ", ""), (m.shown, "bold"), (likely + against, "quiet"))
        return [text, strip_drawing(m.strip, WIDTH * CHART - 8) if m.strip else ""]


def _half(lengths: list[int]) -> int:
    """Return where to break a list into two columns of about one length, not after a heading (length 0).

    >>> _half([0, 50, 50, 0, 90]), _half([0, 90, 0, 40, 40]), _half([0, 10])
    (3, 2, 2)
    """
    ends = [n for n in range(1, len(lengths) + 1) if lengths[n - 1]]
    return min(ends, key=lambda n: abs(sum(lengths[:n]) - sum(lengths[n:])))


def _grid(padding: float) -> list[tuple[Any, ...]]:
    """Return the style of a table without lines, its text at the top."""
    whole = ((0, 0), (-1, -1))
    sides = [("LEFTPADDING", *whole, 0), ("RIGHTPADDING", *whole, 8)]
    ends = [("TOPPADDING", *whole, padding / 2), ("BOTTOMPADDING", *whole, padding / 2)]
    return [("VALIGN", *whole, "TOP"), *sides, *ends]
