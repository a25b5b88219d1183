"""Reports as JSON and JSON lines, in the schema of the contract and without loss."""

import json
from collections.abc import Sequence

from commscore.read.schema import dump
from commscore.types import Report


def as_json(reports: Sequence[Report]) -> bytes:
    """Return one report as a JSON object, several as a list of them."""
    entries = [dump(report) for report in reports]
    return _bytes(json.dumps(entries[0] if len(entries) == 1 else entries, ensure_ascii=False, indent=1))


def as_lines(reports: Sequence[Report]) -> bytes:
    """Return the reports as JSON lines, one a report."""
    return b"".join(_bytes(json.dumps(dump(report), ensure_ascii=False)) for report in reports)


def _bytes(text: str) -> bytes:
    r"""Return the text in UTF-8; a lone surrogate, which UTF-8 cannot hold, stays as JSON's own escape.

    >>> _bytes('"\ud800"')
    b'"\\ud800"\n'
    """
    return (text + "\n").encode("utf-8", "backslashreplace")
