"""Reports as JSON and JSON lines, in the schema of the contract and without loss."""

import json
from collections.abc import Iterable, Sequence

from commscore import codebook
from commscore.read.schema import dump
from commscore.report import wording
from commscore.types import Report


def as_json(reports: Sequence[Report]) -> bytes:
    """Return one report as a JSON object, several as a list of them; each with the words to try."""
    return one_or_list([_with_suggestions(report) for report in reports])


def as_lines(reports: Sequence[Report]) -> bytes:
    """Return the reports, or codings, as JSON lines, one a report, and nothing beside them."""
    return lines(map(dump, reports))


def as_feedback_lines(reports: Sequence[Report]) -> bytes:
    """Return the reports as JSON lines, one a report; each with the words to try."""
    return lines(map(_with_suggestions, reports))


def _with_suggestions(report: Report) -> dict[str, object]:
    """Return the contract's object and, where there are any, the wordings for what met no answer."""
    kinds = dict.fromkeys(f"{m.code}.{m.response}" for m in report.moments if not wording.met(m))
    known = (codebook.suggestions()[kind] for kind in kinds if kind in codebook.suggestions())
    tried = [entry.model_dump(mode="json", by_alias=True) for entry in known]
    return dump(report) | ({"suggestions": tried} if tried else {})


def one_or_list(entries: Sequence[object]) -> bytes:
    """Return one entry as JSON, several as a list of them, to read by eye too."""
    return json_bytes(entries[0] if len(entries) == 1 else entries, indent=1)


def lines(entries: Iterable[object]) -> bytes:
    """Return the entries as JSON lines."""
    return b"".join(map(json_bytes, entries))


def json_bytes(entry: object, indent: int | None = None) -> bytes:
    r"""Return an entry in UTF-8; a lone surrogate, which UTF-8 cannot hold, stays as JSON's own escape.

    >>> json_bytes("\ud800")
    b'"\\ud800"\n'
    """
    return (json.dumps(entry, ensure_ascii=False, indent=indent) + "\n").encode("utf-8", "backslashreplace")
