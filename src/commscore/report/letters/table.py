"""The queue as CSV: a row a letter in the queue's order, safe to open in a spreadsheet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from commscore.report.letters import wording
from commscore.report.letters.queue import Line, Reason, lines
from commscore.report.table import Cell, written
from commscore.types import LetterReport
from commscore.work import OVER

COLUMNS = (
    *("place", "priority", "id", "reasons", "words", "problems", "flags", "stages", "asks", "questions"),
    *("received", "reference", "due", "days_left", "same_matter", "source"),
)


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the queue as CSV in UTF-8 with a mark, so that Excel reads the letters as they are."""
    return written(*table(reports, today))


def table(
    reports: Sequence[LetterReport], today: date | None = None, statuses: Sequence[str] = ()
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the queue's columns and rows.

    With `statuses`, one a report, the rows stand as the reports do, their status in a column more; what is
    answered or closed is due no more.
    """
    found = lines(reports, today)
    if not statuses:
        return COLUMNS, tuple(map(_row, found))
    of = {id(line.report): line for line in found}
    placed = enumerate(zip(reports, statuses, strict=True), 1)
    return (*COLUMNS, "status"), tuple(
        (*_row(_at(number, of[id(report)], status)), status) for number, (report, status) in placed
    )


def _at(number: int, line: Line, status: str) -> Line:
    over = status in OVER
    return replace(line, number=number, due=() if over else line.due, left=None if over else line.left)


def _row(line: Line) -> tuple[Cell, ...]:
    report, found = line.report, line.report.letter
    stages = (wording.named(wording.stage(s.name), s) for s in report.stages)
    return (
        *(line.number, line.level, found.id),
        "; ".join(reason.title for reason in line.reasons),
        " | ".join(filter(None, map(_words, line.reasons))),
        *("; ".join(line.problems), "; ".join(line.flags), "; ".join(stages), "; ".join(line.asks)),
        *(line.questions, str(found.received or ""), found.reference, "; ".join(line.due), line.left),
        *("; ".join(line.same), found.source),
    )


def _words(reason: Reason) -> str:
    """Return the words of a reason as one text."""
    return " ".join(f"“{p.words}”" for p in reason.passages)
