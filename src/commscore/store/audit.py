"""Who did what with which item, and when: written in the transaction of the act itself."""

import getpass
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from commscore.store.tables import AuditRow


class Action(StrEnum):
    """What can be done with an item."""

    ADDED = "added"
    OPENED = "opened"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrew a review"
    NOTED = "wrote a note"
    ASSIGNED = "set the learner"
    MOVED = "set the status"
    TICKED = "ticked"
    UNTICKED = "unticked"
    BEGUN = "began a coding"
    FINISHED = "finished a coding"
    EXPORTED = "exported"
    IMPORTED = "imported"
    REMOVED = "removed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: `at` is in UTC, `item` an id that may be gone."""

    at: datetime
    who: str
    action: Action
    item: UUID
    kind: str


def note(session: Session, action: Action, who: str, items: Iterable[tuple[UUID, str]]) -> None:
    """Write a row for each item, given by its id and kind."""
    at = datetime.now(UTC)
    session.add_all(AuditRow(at=at, who=who, action=str(action), item_id=id, kind=kind) for id, kind in items)


def entries(session: Session, id: UUID | None = None) -> tuple[Entry, ...]:
    """Return all that was noted, or what was of one item, newest first."""
    newest = select(AuditRow).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    rows = session.scalars(newest if id is None else newest.where(AuditRow.item_id == id))
    return tuple(Entry(row.at, row.who, Action(row.action), row.item_id, row.kind) for row in rows)


def user() -> str:
    """Return who the operating system says is at work, "unknown" where it does not."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such account, by version and system
        return "unknown"
