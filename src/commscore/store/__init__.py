"""Reports that are kept: added, listed, opened, exported, removed, and gone by themselves in time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, select, true

from commscore.errors import StoreError
from commscore.settings import Settings, settings
from commscore.store.audit import Action, Entry, entries, note, user
from commscore.store.connection import connected, erase, transaction
from commscore.store.records import item, load
from commscore.store.tables import Item, ItemReport
from commscore.store.upgrade import upgrade
from commscore.types import Kind, LetterReport, Report

ITSELF = "commscore"  # who removes what has been kept for long enough


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is kept: `name` is its id, `at` in UTC, `until` the day it goes, None for never.

    `privacy` says how personal details were dealt with.
    """

    id: UUID
    kind: Kind
    name: str
    at: datetime
    by: str
    until: date | None
    privacy: str


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; `who` works with it, `days` is for how long it keeps (0: until purged).

    Each method is one transaction with its audit rows, and raises StoreError where the database fails.
    """

    engine: Engine
    who: str
    days: int

    def add(self, reports: Iterable[Report | LetterReport]) -> tuple[Kept, ...]:
        """Keep the reports, all or none; one that is added again is kept a second time."""
        at = datetime.now(UTC)
        with transaction(self.engine) as session:
            items = [item(report, at, self.who) for report in reports]
            session.add_all(items)
            note(session, Action.ADDED, self.who, ((each.id, each.kind) for each in items))
            return tuple(map(self._kept, items))

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept, oldest first, without the reports."""
        with transaction(self.engine) as session:
            return tuple(map(self._kept, session.scalars(select(Item).order_by(Item.kept_at, Item.name))))

    def open(self, id: UUID) -> Report | LetterReport:
        """Return the report of an item; StoreError for an unknown id."""
        return self._read([id], Action.OPENED)[0]

    def export(self, ids: Sequence[UUID]) -> tuple[Report | LetterReport, ...]:
        """Return the reports of items, to leave the store; StoreError for an unknown id."""
        return self._read(ids, Action.EXPORTED)

    def remove(self, ids: Sequence[UUID]) -> int:
        """Remove items with all that is derived from them, all or none; StoreError for an unknown id."""
        return self._remove(Item.id.in_(ids), wanted=ids)

    def remove_older(self, days: int) -> int:
        """Remove what has been kept for more than this many days; return how many items went."""
        return self._remove(_older(days))

    def remove_all(self) -> int:
        """Remove every item; return how many went. The audit table stays."""
        return self._remove(true())

    def expire(self) -> int:
        """Remove what has been kept for long enough; return how many items went."""
        with transaction(self.engine) as session:
            if not self.days or session.scalar(select(Item.id).where(_older(self.days)).limit(1)) is None:
                return 0
        return self._remove(_older(self.days), Action.EXPIRED, ITSELF)

    def audit(self) -> tuple[Entry, ...]:
        """Return who did what with which item, newest first."""
        with transaction(self.engine) as session:
            return entries(session)

    def _read(self, ids: Sequence[UUID], action: Action) -> tuple[Report | LetterReport, ...]:
        rows = select(Item.id, Item.kind, ItemReport.content).join(ItemReport).where(Item.id.in_(ids))
        with transaction(self.engine) as session:
            found = {id: (kind, content) for id, kind, content in session.execute(rows)}
            _check(ids, found)
            note(session, action, self.who, ((id, kind) for id, (kind, _) in found.items()))
            return tuple(load(found[id][1], f"kept item {id}") for id in ids)

    def _remove(
        self,
        which: ColumnElement[bool],
        action: Action = Action.REMOVED,
        who: str | None = None,
        wanted: Iterable[UUID] = (),
    ) -> int:
        with transaction(self.engine) as session:
            rows = session.execute(delete(Item).where(which).returning(Item.id, Item.kind))
            gone = {row.id: row.kind for row in rows}
            _check(wanted, gone)
            note(session, action, who or self.who, gone.items())
        erase(self.engine)
        return len(gone)

    def _kept(self, row: Item) -> Kept:
        until = (row.kept_at + timedelta(self.days)).date() if self.days else None
        return Kept(row.id, Kind(row.kind), row.name, row.kept_at, row.kept_by, until, row.privacy)


@contextmanager
def open_store(who: str | None = None, using: Settings | None = None) -> Iterator[Store]:
    """Yield the store of the settings, up to date and without what has been kept for long enough.

    `who` works with it: the operating system's user where nobody is named. Raises StoreError where the
    database cannot be opened, or is of a newer commscore.
    """
    using = using or settings()
    engine = connected(using.database)
    try:
        upgrade(engine)
        store = Store(engine, who or user(), using.retention_days)
        store.expire()
        yield store
    finally:
        engine.dispose()


def _older(days: int) -> ColumnElement[bool]:
    return Item.kept_at < datetime.now(UTC) - timedelta(days)


def _check(wanted: Iterable[UUID], found: Iterable[UUID]) -> None:
    """Raise StoreError where something wanted is not among what was found."""
    if missing := sorted(set(wanted) - set(found)):
        named = ", ".join(map(str, missing))
        raise StoreError(f"nothing is kept as {named}: gone, or never kept; 'commscore kept' lists what is")
