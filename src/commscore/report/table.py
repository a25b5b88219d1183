"""Reports as CSV: a row a score or measure, several reports below each other, safe to open in a spreadsheet.

A spreadsheet runs a cell that begins like a formula, quoted or not. Such text gets an apostrophe before it,
which spreadsheets take as "this is text" (OWASP, CSV injection); figures are written as figures.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from commscore.report import wording
from commscore.report.quote import visible
from commscore.types import Measure, Report, Score

COLUMNS = ("id", "source", "kind", "name", "title", "value", "low", "high", "unit", "reference", "why")
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
Cell = str | float | None


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as CSV in UTF-8 with a mark, so that Excel reads the letters as they are."""
    return written(COLUMNS, (row for report in reports for row in _rows(report)))


def written(columns: Sequence[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8 with a mark, each cell safe to open."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([cell(c) for c in row] for row in rows)
    return ("\ufeff" + file.getvalue()).encode("utf-8", "replace")


def cell(content: Cell) -> str:
    """Return what stands in a cell; text that could be run as a formula is made plain text.

    >>> cell("=1+1"), cell("  @SUM(A1)"), cell('"=1"'), cell(-0.5), cell(None)
    ("'=1+1", "'  @SUM(A1)", '\\'"=1"', '-0.5', '')
    """
    if content is None:
        return ""
    if isinstance(content, float | int):
        return f"{content:.6g}"
    text = visible(content).replace("\n", " ")
    starts = content.lstrip(" \"'\u00a0\u200b\ufeff")
    dangerous = content.startswith(BEGINS_FORMULA) or starts.startswith(BEGINS_FORMULA)
    return f"'{text}" if dangerous else text


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    about = (report.document.id, report.document.source)
    for score in report.scores:
        yield (*about, *_score(score))
    for measure in report.measures:
        yield (*about, *_measure(measure))


def _score(score: Score) -> tuple[Cell, ...]:
    title = wording.domain_title(score.domain)
    return (
        "score",
        score.domain,
        title,
        score.value,
        score.low,
        score.high,
        "points of 100",
        None,
        score.why,
    )


def _measure(measure: Measure) -> tuple[Cell, ...]:
    figures = (measure.value, measure.low, measure.high, measure.unit)
    title = wording.measure_title(measure.name)
    return ("measure", measure.name, title, *figures, measure.reference, measure.why)
