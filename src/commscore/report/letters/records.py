"""Letters as JSON and JSON lines, in the schema of the contract and without loss, in the queue's order."""

from collections.abc import Sequence
from datetime import date

from commscore.read.letterschema import dump
from commscore.report.letters.queue import ranked
from commscore.report.records import lines, one_or_list
from commscore.types import LetterReport


def as_json(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return one letter as a JSON object, several as a list of them."""
    return one_or_list([dump(report) for report in ranked(reports)])


def as_lines(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the letters as JSON lines, one a letter."""
    return lines(dump(report) for report in ranked(reports))
