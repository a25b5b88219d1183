"""The letters that a team works through, in a session: what the queue shows, and how far each is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from commscore.store.items import row_of
from commscore.store.records import read_brief
from commscore.store.tables import Item, StepRow, TickRow
from commscore.types import LetterReport
from commscore.work import Status

A_TIME: Final = 1000  # ids of one query: no database takes any number


@dataclass(frozen=True, slots=True)
class Row:
    """A letter as the queue shows it.

    `brief` is its report without the text, and without spans but those of questions: what orders and words
    the queue takes it like any other. The names below are for filters; `brief` says how certain each is.
    """

    id: UUID
    name: str
    status: Status
    version: int
    team: str
    kept_at: datetime
    brief: LetterReport

    @property
    def level(self) -> str:
        """The level of its priority."""
        return self.brief.priority.level

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has that level, the gravest first."""
        return self.brief.priority.reasons

    @property
    def flags(self) -> tuple[str, ...]:
        """The names of its flags, each once."""
        return tuple(dict.fromkeys(flag.flag for flag in self.brief.flags))

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of its categories, each once."""
        return tuple(dict.fromkeys(problem.category for problem in self.brief.problems))

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of what it asks for."""
        return tuple(ask.name for ask in self.brief.asks)

    @property
    def received(self) -> date | None:
        """The day it was received, None where that is not known."""
        return self.brief.letter.received

    @property
    def due(self) -> tuple[tuple[str, date | None], ...]:
        """The name of each clock and the day by which it wants something; None where that is not known."""
        return tuple((clock.name, clock.due) for clock in self.brief.clocks)

    @property
    def group(self) -> str | None:
        """Whom splits for training keep together with it."""
        return self.brief.letter.group


def rows_of(session: Session, team: str | None, known: Iterable[Row]) -> tuple[Row, ...]:
    """Return the letters of a team, as they came; None is any team.

    What the queue shows of a letter does not change: of those `known`, only how far they are is read again.
    """
    found = (
        select(Item.id, Item.name, Item.status, Item.version, Item.team, Item.kept_at)
        .where(Item.brief.is_not(None))
        .order_by(Item.kept_at, Item.name)
    )
    if team is not None:
        found = found.where(Item.team == team)
    listed = session.execute(found).all()
    briefs = {row.id: row.brief for row in known}
    for new in _batched((row.id for row in listed if row.id not in briefs), A_TIME):
        read = session.execute(select(Item.id, Item.brief).where(Item.id.in_(new)))
        briefs |= {id: read_brief(brief) for id, brief in read if brief is not None}
    return tuple(
        Row(id, name, Status(status), version, team, at, briefs[id])
        for id, name, status, version, team, at in listed
    )


def _batched(ids: Iterable[UUID], size: int) -> Iterator[tuple[UUID, ...]]:
    """Yield the ids, so many at a time."""
    left = iter(ids)
    while some := tuple(islice(left, size)):
        yield some


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a person set; `at` is in UTC."""

    status: Status
    author: str
    at: datetime


def add_step(session: Session, id: UUID, number: int, status: Status, who: str) -> None:
    """Set the status of an item, as this person's step, of now, under the number."""
    session.execute(update(Item).where(Item.id == id).values(status=str(status)))
    session.add(StepRow(item_id=id, number=number, status=str(status), author=who, at=datetime.now(UTC)))


def steps_of(session: Session, id: UUID) -> tuple[Step, ...]:
    """Return each status that was set, oldest first; StoreError for an unknown id."""
    row_of(session, id)
    steps = session.scalars(select(StepRow).where(StepRow.item_id == id).order_by(StepRow.number))
    return tuple(Step(Status(row.status), row.author, row.at) for row in steps)


def set_tick(session: Session, id: UUID, what: str, done: bool) -> None:
    """Set whether something in the letter is answered."""
    session.execute(delete(TickRow).where(TickRow.item_id == id, TickRow.what == what))
    if done:
        session.add(TickRow(item_id=id, what=what))


def ticks_of(session: Session, id: UUID) -> frozenset[str]:
    """Return what is answered; StoreError for an unknown id."""
    row_of(session, id)
    return frozenset(session.scalars(select(TickRow.what).where(TickRow.item_id == id)))
