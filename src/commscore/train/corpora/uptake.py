"""Conversational uptake: how far a teacher's reply takes up what a pupil said, as 13 raters saw it.

After Demszky and others (2021), arXiv:2106.03873. The pupil stands where the patient
does, the teacher where the clinician does; the figure is the mean over raters of their z-scored rating.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.reports import plain, report
from commscore.train.corpora.rows import Row, read_rows
from commscore.types import Document, Label, Report, Role, Turn

COLUMNS: Final = ("obs_id", "exchange_idx", "student_text", "teacher_text", "uptake_zscore")
REPLY: Final = 1


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each exchange as a document of two turns; one that nobody could rate has no label."""
    for file in files(path, ".csv"):
        yield from each(_report, read_rows(file, COLUMNS))


def _report(row: Row) -> Report:
    lesson, exchange = row.whole("obs_id"), row.whole("exchange_idx")
    turns = (
        Turn("Student", plain(row.filled("student_text")), Role.PATIENT),
        Turn("Teacher", plain(row.filled("teacher_text")), Role.CLINICIAN),
    )
    label = [Label("uptake.uptake", REPLY, row.figure("uptake_zscore"))] if row["uptake_zscore"] else []
    document = Document(f"uptake-{lesson}-{exchange}", turns, source=row.file, group=f"uptake-{lesson}")
    return report(document, label)
