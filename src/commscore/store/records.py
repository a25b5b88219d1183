"""Reports as they lie in the store: the contract's JSON, both ways."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from commscore.read import letterschema, schema
from commscore.report.quote import short
from commscore.store.tables import Item, ItemReport
from commscore.types import Kind, LetterReport, Report


def item(report: Report | LetterReport, at: datetime, by: str) -> Item:
    """Return the row of a report that is kept at this time by this person, the report's own hanging on it."""
    kind, name = (
        (Kind.LETTER, report.letter.id)
        if isinstance(report, LetterReport)
        else (report.document.kind, report.document.id)
    )
    return Item(
        id=uuid4(),
        kind=str(kind),
        name=short(name),
        kept_at=at,
        kept_by=by,
        privacy=report.provenance.privacy,
        report=ItemReport(content=dump(report)),
    )


def dump(report: Report | LetterReport) -> dict[str, object]:
    """Return the report as the contract's JSON object."""
    return letterschema.dump(report) if isinstance(report, LetterReport) else schema.dump(report)


def load(content: dict[str, Any], where: str) -> Report | LetterReport:
    """Return the report that `dump` wrote; UnreadableError, with `where`, for what cannot be read."""
    if "turns" in content:  # a letter may be cut into turns
        return schema.load(content, where, tuple(Kind))
    return letterschema.load(content, where)
