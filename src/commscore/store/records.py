"""Reports as they lie in the store: the contract's JSON, both ways, and what the queue shows of a letter."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from commscore.read import letterschema, schema
from commscore.report.quote import short
from commscore.store.tables import Item, ItemReport
from commscore.types import Kind, Letter, LetterReport, Report


def item(report: Report | LetterReport, at: datetime, by: str, team: str, learner: str | None) -> Item:
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
        team=team,
        learner=learner,
        brief=brief(report),
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


def brief(report: Report | LetterReport) -> str | None:
    """Return what the queue shows of a letter, as JSON: the report without the text and some spans.

    Spans of questions stay, as they are ticked, and those of what gives a reason. None for what is no
    letter's report.
    """
    if not isinstance(report, LetterReport):
        return None
    letter = report.letter
    shown = LetterReport(
        Letter(letter.id, "", received=letter.received, reference=letter.reference, group=letter.group),
        problems=report.problems,
        stages=tuple(replace(stage, spans=()) for stage in report.stages),
        asks=tuple(replace(ask, spans=()) for ask in report.asks),
        questions=report.questions,
        flags=report.flags,
        priority=report.priority,
        clocks=tuple(replace(clock, basis="") for clock in report.clocks),
    )
    content = _adapter().dump_python(shown, mode="json", exclude_defaults=True)
    # the provenance is written for pydantic, which would copy the default and cannot
    return json.dumps({"provenance": {"commscore": ""}} | content)


@lru_cache(maxsize=20_000)
def read_brief(written: str) -> LetterReport:
    """Return the report that `brief` wrote; as it never changes, it is read once."""
    return _adapter().validate_python(json.loads(written))


@cache
def _adapter() -> TypeAdapter[LetterReport]:
    return TypeAdapter(LetterReport)
