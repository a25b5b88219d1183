"""Reports as a Word document of about two pages each, to keep, edit and write notes in."""

import io
from collections.abc import Sequence
from typing import Any

from commscore.report import charts
from commscore.report.digest import NOTHING_TO_LOOK_AT, NOTHING_WELL, PERHAPS, Digest, digest
from commscore.report.highlight import TRY, Highlight
from commscore.report.palette import shade
from commscore.report.rows import MeasureGroup, ScoreRow
from commscore.report.wordparts import WIDTHS_MM, blank, line, picture, row, rule, runs
from commscore.types import Report

LONG = 3200  # characters of moments; with more than that, less stands beside them, to keep to two pages
Document = Any  # python-docx has no types


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as one .docx file, each beginning on a page of its own."""
    document = blank()
    for position, report in enumerate(reports):
        if position:
            document.add_page_break()
        _write(document, digest(report))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(document: Document, d: Digest) -> None:
    tight = sum(_length(h) for h in (*d.went_well, *d.to_look_at)) > LONG
    document.add_heading(d.title, 0)
    line(document, (" · ".join(f"{label}: {what}" for label, what in d.facts), "quiet"))
    for warning in d.warnings:
        line(document, ("Please note: ", "bold"), (warning, ""))
    for note in d.notes:
        line(document, ("Note for you: ", "bold"), (note, ""))
    if d.nothing:
        line(document, (d.nothing, "bold"))
    if d.scores:
        _scores(document, d.scores)
    document.add_heading("What went well", 1)
    for h in d.went_well:
        _highlight(document, h, tight)
    if not d.went_well:
        line(document, (NOTHING_WELL, "quiet"))
    document.add_heading("Moments to look at", 1)
    for h in d.to_look_at:
        _highlight(document, h, tight)
    if not d.to_look_at:
        line(
            document,
            (
                NOTHING_TO_LOOK_AT,
                "quiet",
            ),
        )
    _measures(document, d.measures)
    _rest(document, d, tight)


def _rest(document: Document, d: Digest, tight: bool) -> None:
    if d.maybe:
        line(document, (f"{PERHAPS}: ", "bold"), (d.maybe_in_short, ""))
    if d.corrections:
        document.add_heading("Corrected by a person", 1)
        for c in d.corrections:
            line(
                document,
                (f"{c.quote.place}: ", "quiet"),
                (f"“{c.quote.words}”", "italic"),
                (f" {c.told}", ""),
            )
    if d.not_judged:
        document.add_heading("What could not be judged", 1)
        for what, why in d.not_judged_in_short:
            line(document, (f"{what}: " if what else "", "bold"), (why, ""))
    if d.evidence_in_short:
        document.add_heading("What studies found", 1)
        for e in d.evidence_in_short[: 2 if tight else 4]:
            shows = (f" Does not show: {e.not_shown}", "quiet")
            line(document, (e.study, "bold"), (f" ({e.who}): ", "quiet"), (e.found, ""), shows)
    document.add_heading("How to read this", 1)
    line(document, (" ".join(d.limits), ""))
    line(document, ("; ".join(f"{label}: {what}" for label, what in d.provenance), "quiet"))


def _length(h: Highlight) -> int:
    """Return about how many characters a moment takes."""
    said = sum(len(q.text) + 25 for q in h.quotes)
    terms = sum(len(terms) for _, terms in h.terms)
    return said + len(h.title + h.why + "".join(h.try_[:2])) + 12 * len(h.also[:8]) + terms


def _highlight(document: Document, h: Highlight, tight: bool) -> None:
    """Write a moment with a rule of its domain's colour at the left."""
    from docx.shared import Mm, RGBColor

    heading = document.add_heading(h.title, 2)
    heading.runs[0].font.color.rgb = RGBColor.from_string(shade(h.domain).ink[1:].upper())
    runs(heading, (h.place, "quiet"))
    lines = [heading]
    for q in h.quotes:
        said = ((q.before, "italic"), (q.words, "bold italic" if q.partly else "italic"), (q.after, "italic"))
        lines.append(line(document, (f"{q.speaker}, {q.place}: ", "quiet"), *said))
    lines += [line(document, (f"{label}: ", "quiet"), (terms, "")) for label, terms in h.terms]
    more = f" More like it: turn {h.more()}." if h.also else ""
    lines.append(line(document, (h.why, ""), (more, "quiet")))
    if h.try_:
        words = "  ".join(f"“{t}”" for t in h.try_[: 1 if tight else 2])
        lines.append(line(document, (f"{TRY}: ", "bold"), (words, "")))
    for paragraph in lines:
        paragraph.paragraph_format.left_indent = Mm(3)
        paragraph.paragraph_format.keep_with_next = paragraph is not lines[-1]
        rule(paragraph, shade(h.domain).ink[1:])


def _scores(document: Document, scores: tuple[ScoreRow, ...]) -> None:
    """Write the domains beside each other, each with its points and interval or why it has none."""
    table = document.add_table(rows=1, cols=len(scores))
    for cell, s in zip(table.rows[0].cells, scores, strict=True):
        paragraph = cell.paragraphs[0]
        runs(paragraph, (f"{s.title}\n", "bold " + shade(s.domain).ink))
        if s.strip is None:
            runs(paragraph, ("Not enough to judge\n", "bold"), (s.why, "quiet"))
        else:
            runs(paragraph, (s.shown, "bold large"), (" of 100\n", "quiet"))
            picture(paragraph, s.strip)
            runs(paragraph, (f"\nlikely {s.interval}" if s.interval else "", "quiet"))


def _measures(document: Document, groups: tuple[MeasureGroup, ...]) -> None:
    """Write the leading measures as a table, each domain under its name."""
    if not any(m.leading for group in groups for m in group.rows):
        return
    from docx.shared import Mm

    document.add_heading("Measures", 1)
    line(document, (charts.KEY, "quiet"))
    table = document.add_table(rows=0, cols=len(WIDTHS_MM))
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    for group in groups:
        rows = [m for m in group.rows if m.leading]
        if rows:
            heading = row(table)[0].paragraphs[0]
            runs(heading, (group.title, "bold " + shade(group.domain).ink))
            heading.paragraph_format.keep_with_next = True
        for m in rows:
            cells = [cell.paragraphs[0] for cell in row(table)]
            runs(cells[0], (m.title, ""))
            runs(cells[1], (m.shown, "bold"))
            if m.strip:
                picture(cells[2], m.strip)
            read = " · ".join(part for part in (m.interval and f"likely {m.interval}", m.brief) if part)
            runs(cells[3], (read, "quiet"))
