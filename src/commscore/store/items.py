"""Items in a session: added, listed, read, changed in their turn, removed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from commscore.errors import ChangedError, StoreError
from commscore.store.audit import Action, note
from commscore.store.letters import add_letters
from commscore.store.records import item, load
from commscore.store.tables import Item, ItemReport
from commscore.types import Kind, LetterReport, Report
from commscore.work import Status


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is kept: `name` is its id, `at` in UTC, `until` the day it goes, None for never.

    `privacy` says how personal details were dealt with. `version` counts its changes from 1; `learner` is a
    pseudonym.
    """

    id: UUID
    kind: Kind
    name: str
    at: datetime
    by: str
    until: date | None
    privacy: str
    version: int = 1
    team: str = ""
    learner: str | None = None
    status: Status = Status.NEW


def add_items(
    session: Session, reports: Iterable[Report | LetterReport], by: str, team: str, learner: str | None
) -> list[Item]:
    """Keep the reports for a team, and a learner where they are somebody's."""
    at, found = datetime.now(UTC), list(reports)
    items = [item(report, at, by, team, learner) for report in found]
    session.add_all(items)
    session.flush()
    letters = [(i.id, r.letter) for i, r in zip(items, found, strict=True) if isinstance(r, LetterReport)]
    if letters:
        add_letters(session, letters, team)
    note(session, Action.ADDED, by, ((each.id, each.kind) for each in items))
    return items


def items_of(session: Session, kind: Kind | None, team: str | None) -> Iterator[Item]:
    """Yield the items of a kind and a team, oldest first; None is any."""
    rows = select(Item).order_by(Item.kept_at, Item.name)
    if kind is not None:
        rows = rows.where(Item.kind == str(kind))
    if team is not None:
        rows = rows.where(Item.team == team)
    yield from session.scalars(rows)


def row_of(session: Session, id: UUID) -> Item:
    """Return the row of an item; StoreError for an unknown id."""
    found = session.get(Item, id)
    if found is None:
        raise _gone([id])
    return found


def kept_as(row: Item, days: int) -> Kept:
    """Return the row of an item that is kept for so many days, 0 for good."""
    return Kept(
        row.id,
        Kind(row.kind),
        row.name,
        row.kept_at,
        row.kept_by,
        (row.kept_at + timedelta(days)).date() if days else None,
        row.privacy,
        row.version,
        row.team,
        row.learner,
        Status(row.status),
    )


def reports_of(
    session: Session, ids: Sequence[UUID], action: Action, who: str
) -> tuple[Report | LetterReport, ...]:
    """Return the reports of items; StoreError for an unknown id."""
    rows = select(Item.id, Item.kind, ItemReport.content).join(ItemReport).where(Item.id.in_(ids))
    found = {id: (kind, content) for id, kind, content in session.execute(rows)}
    _check(ids, found)
    note(session, action, who, ((id, kind) for id, (kind, _) in found.items()))
    return tuple(load(found[id][1], f"kept item {id}") for id in ids)


def changed(session: Session, id: UUID, expected: int, action: Action, who: str) -> int:
    """Return the version of an item after this change, which `expected` was the version before.

    Raises ChangedError where it was another, StoreError for an unknown id. In PostgreSQL a change at the same
    time is waited for, and then seen.
    """
    at_hand = (Item.id == id) & (Item.version == expected)
    row = session.execute(
        update(Item).where(at_hand).values(version=expected + 1).returning(Item.kind)
    ).one_or_none()
    if row is None:
        row_of(session, id)
        raise ChangedError(
            "somebody else changed this since you opened it, so yours was not saved; "
            "it is shown as it is now: look at it, then do yours again"
        )
    note(session, action, who, [(id, row.kind)])
    return expected + 1


def remove_items(
    session: Session, which: ColumnElement[bool], action: Action, who: str, wanted: Iterable[UUID] = ()
) -> int:
    """Remove the items with all that is derived from them; return how many went.

    Raises StoreError where one that is wanted is not among them.
    """
    rows = session.execute(delete(Item).where(which).returning(Item.id, Item.kind))
    gone = {row.id: row.kind for row in rows}
    _check(wanted, gone)
    note(session, action, who, gone.items())
    return len(gone)


def older(days: int) -> ColumnElement[bool]:
    """Return what holds of items that have been kept for more than so many days."""
    return Item.kept_at < datetime.now(UTC) - timedelta(days)


def _check(wanted: Iterable[UUID], found: Iterable[UUID]) -> None:
    """Raise StoreError where something wanted is not among what was found."""
    if missing := sorted(set(wanted) - set(found)):
        raise _gone(missing)


def _gone(missing: Iterable[UUID]) -> StoreError:
    named = ", ".join(map(str, missing))
    return StoreError(f"nothing is kept as {named}: gone, or never kept; 'commscore kept' lists what is")
