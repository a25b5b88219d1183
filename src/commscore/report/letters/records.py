"""Letters as JSON and JSON lines, in the schema of the contract and without loss, in the queue's order."""

import json
from collections.abc import Sequence
from datetime import date

from commscore.read.letterschema import dump
from commscore.report.letters.queue import ranked
from commscore.types import LetterReport


def as_json(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return one letter as a JSON object, several as a list of them."""
    entries = [dump(report) for report in ranked(reports)]
    return _bytes(json.dumps(entries[0] if len(entries) == 1 else entries, ensure_ascii=False, indent=1))


def as_lines(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the letters as JSON lines, one a letter."""
    return b"".join(_bytes(json.dumps(dump(report), ensure_ascii=False)) for report in ranked(reports))


def _bytes(text: str) -> bytes:
    return (text + "\n").encode("utf-8", "backslashreplace")
