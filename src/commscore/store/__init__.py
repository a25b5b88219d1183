"""Reports that are kept, and what people do with them: reviews, notes, statuses, ticks, views."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, true

from commscore.access import Task
from commscore.errors import StoreError
from commscore.settings import Settings, settings
from commscore.store.audit import Action, Entry, user
from commscore.store.codings import Codings, remove_codings, untouched
from commscore.store.connection import connected, erase
from commscore.store.items import (
    Kept,
    add_items,
    items_of,
    kept_as,
    older,
    remove_items,
    reports_of,
    row_of,
)
from commscore.store.letters import find, texts
from commscore.store.queue import Row, Step, add_step, rows_of, set_tick, steps_of, ticks_of
from commscore.store.records import read_brief
from commscore.store.reviews import (
    Note,
    add_note,
    add_review,
    add_worked,
    counts_of,
    drop_review,
    notes_of,
    reviews_of,
)
from commscore.store.scope import acts, allow, scoped, team_of
from commscore.store.tables import Item
from commscore.store.upgrade import upgrade
from commscore.store.views import Views, drop_views
from commscore.store.whole import export_lines, import_lines
from commscore.types import Kind, LetterReport, Report
from commscore.work import Review, Status

ITSELF = "commscore"  # who removes what has been kept for long enough
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # nothing was kept by anybody before


@dataclass(frozen=True, slots=True)
class Store(Codings, Views):
    """An open store; `who` works with it, `days` is for how long it keeps (0: until purged).

    Each method is one transaction with its audit rows, and raises StoreError where the database fails, and
    for an id that is unknown. What changes an item takes as `expected` the version of it that was seen, and
    returns the new one; where somebody changed the item since, it raises ChangedError and writes nothing.
    """

    def add(
        self, reports: Iterable[Report | LetterReport], team: str = "", learner: str | None = None
    ) -> tuple[Kept, ...]:
        """Keep the reports, all or none; one that is added again is kept a second time.

        `learner` is a pseudonym. What a visitor keeps is their team's, whatever `team` says, unless they see
        every team.
        """
        with self._session() as session:
            rows = add_items(session, reports, self.who, team_of(self.visitor, team), learner)
            return tuple(kept_as(row, self.days) for row in rows)

    def add_worked(
        self,
        report: Report,
        reviews: Iterable[Review],
        notes: Iterable[str],
        team: str = "",
        learner: str | None = None,
    ) -> Kept:
        """Keep a report with what was said of its codes and the notes beside it, all of it or nothing.

        Reviews and notes are this person's, of now, whatever author and time they name.
        """
        theirs = team_of(self.visitor, team)
        with self._session() as session:
            row = add_worked(session, report, reviews, notes, self.who, theirs, learner)
            return kept_as(row, self.days)

    def kept(self, kind: Kind | None = None, team: str | None = None) -> tuple[Kept, ...]:
        """Return what is kept of a kind and a team (None: any), oldest first, without the reports."""
        with self._session() as session:
            return tuple(kept_as(row, self.days) for row in items_of(session, kind, team))

    def one(self, id: UUID) -> Kept:
        """Return how an item is kept, without its report."""
        with self._session() as session:
            return kept_as(row_of(session, id), self.days)

    def version(self, id: UUID) -> int:
        """Return the version of an item."""
        return self.one(id).version

    def open(self, id: UUID) -> Report | LetterReport:
        """Return the report of an item."""
        return self.open_all([id])[0]

    def open_all(self, ids: Sequence[UUID]) -> tuple[Report | LetterReport, ...]:
        """Return the reports of items, to be looked at."""
        with self._session() as session:
            return reports_of(session, ids, Action.OPENED, self.who)

    def export(self, ids: Sequence[UUID]) -> tuple[Report | LetterReport, ...]:
        """Return the reports of items, to leave the store."""
        with self._session() as session:
            return reports_of(session, ids, Action.EXPORTED, self.who)

    def review(self, id: UUID, review: Review, expected: int) -> int:
        """Keep what this person says now of a code, whatever author and time the review names."""
        with self._change(id, expected, Action.REVIEWED) as (session, number):
            add_review(session, id, number, review, self.who)
        return number

    def reviews(self, id: UUID) -> tuple[Review, ...]:
        """Return what people said of the codes of an item, oldest first."""
        with self._session() as session:
            return reviews_of(session, id)

    def withdraw(self, id: UUID, number: int, expected: int) -> int:
        """Remove the review of this number; StoreError where the item has none such."""
        with self._change(id, expected, Action.WITHDRAWN) as (session, version):
            drop_review(session, id, number)
        return version

    def note(self, id: UUID, text: str, expected: int) -> int:
        """Keep what this person writes beside an item."""
        with self._change(id, expected, Action.NOTED) as (session, number):
            add_note(session, id, number, text, self.who)
        return number

    def notes(self, id: UUID) -> tuple[Note, ...]:
        """Return what people wrote beside an item, oldest first."""
        with self._session() as session:
            return notes_of(session, id)

    def assign(self, id: UUID, learner: str | None, expected: int) -> int:
        """Set whose consultation an item is, by a pseudonym; None for nobody's."""
        with self._change(id, expected, Action.ASSIGNED) as (session, number):
            row_of(session, id).learner = learner
        return number

    def counts(self) -> dict[UUID, tuple[int, tuple[str, ...]]]:
        """Return, of each item that has reviews, how many it has, and by whom."""
        with self._session() as session:
            return counts_of(session)

    def rows(self, team: str | None = None) -> tuple[Row, ...]:
        """Return the letters of a team (None: any) for the queue, as they came, without their reports."""
        with self._session() as session:
            return rows_of(session, team)

    def find(self, words: Sequence[str]) -> tuple[frozenset[UUID], ...]:
        """Return for each word the letters in whose text it stands, whatever its case."""
        with self._session() as session:
            return find(session, words)

    def texts(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        """Return the texts of those of the letters that are there, to quote from in the queue."""
        with self._session() as session:
            return texts(session, ids)

    def set_status(self, id: UUID, status: Status, expected: int) -> int:
        """Set how far an item is."""
        with self._change(id, expected, Action.MOVED) as (session, number):
            add_step(session, id, number, status, self.who)
        return number

    def history(self, id: UUID) -> tuple[Step, ...]:
        """Return each status that was set, oldest first; none while an item is new."""
        with self._session() as session:
            return steps_of(session, id)

    def tick(self, id: UUID, what: str, done: bool, expected: int) -> int:
        """Set whether something in a letter is answered: `what` is "question:START-END" or "ask:NAME"."""
        action = Action.TICKED if done else Action.UNTICKED
        with self._change(id, expected, action) as (session, version):
            set_tick(session, id, what, done)
        return version

    def ticks(self, id: UUID) -> frozenset[str]:
        """Return what is answered in a letter."""
        with self._session() as session:
            return ticks_of(session, id)

    def remove(self, ids: Sequence[UUID]) -> int:
        """Remove items with all that is derived from them, all or none."""
        return self._remove(Item.id.in_(ids), wanted=ids)

    def remove_older(self, days: int) -> int:
        """Remove what has been kept for more than this many days; return how many items went."""
        return self._remove(older(days), codes=untouched(days))

    def remove_all(self) -> int:
        """Remove every item, coding and saved view; return how many items went. The audit table stays."""
        allow(self.visitor, Task.STORE)
        with self._session() as session:
            drop_views(session)
        return self._remove(true(), codes=true())

    def expire(self) -> int:
        """Remove what has been kept for long enough; return how many items went."""
        with self._session() as session:
            old = older(self.days), untouched(self.days)
            if not self.days or not session.scalar(select(or_(*(exists().where(each) for each in old)))):
                return 0
        return self._remove(old[0], Action.EXPIRED, ITSELF, codes=old[1])

    def audit(self, id: UUID | None = None) -> tuple[Entry, ...]:
        """Return who did what with which item, or with this one, newest first."""
        with self._session() as session:
            return acts(session, self.visitor, id)

    def export_all(self) -> Iterator[str]:
        """Return the whole store as JSON lines, the audit table too, noted as exported before the first."""
        allow(self.visitor, Task.STORE)
        with scoped(self.engine, self.visitor, snapshot=True) as session:
            return iter(export_lines(session, self.who))

    def import_all(self, lines: Iterable[str]) -> int:
        """Add what `export_all` gave to this store, all or none; return how many items came.

        Raises StoreError, with the line, for what is of a newer commscore, damaged, or kept here already.
        """
        allow(self.visitor, Task.STORE)
        with self._session() as session:
            return import_lines(session, lines, self.who)

    def _remove(
        self,
        which: ColumnElement[bool],
        action: Action = Action.REMOVED,
        who: str | None = None,
        wanted: Iterable[UUID] = (),
        codes: ColumnElement[bool] | None = None,
    ) -> int:
        with self._session() as session:
            gone = remove_items(session, which, action, who or self.who, wanted)
            if codes is not None:
                remove_codings(session, codes, action, who or self.who)
        read_brief.cache_clear()
        erase(self.engine)
        return gone


@contextmanager
def open_store(who: str | None = None, using: Settings | None = None) -> Iterator[Store]:
    """Yield the store of the settings, up to date and without what has been kept for long enough.

    `who` works with it: the operating system's user where nobody is named. Raises StoreError where the
    database cannot be opened, or is of a newer commscore, and where the clock is wrong for certain: what is
    kept under 1970 would be removed as too old once the clock is right.
    """
    using = using or settings()
    if (now := datetime.now(UTC)) < BEGUN:
        raise StoreError(f"the clock of this computer says {now.date()}; set it, then try again")
    engine = connected(using.database)
    try:
        upgrade(engine)
        store = Store(engine, who or user(), using.retention_days)
        store.expire()
        yield store
    finally:
        engine.dispose()
