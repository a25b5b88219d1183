"""The letters that a team works through, in a session: what the queue shows, and how far each is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from commscore.store.items import row_of
from commscore.store.records import read_brief
from commscore.store.tables import Item, LetterRow, StepRow, TickRow
from commscore.types import LetterReport
from commscore.work import Status


@dataclass(frozen=True, slots=True)
class Row:
    """A letter as the queue shows it.

    `brief` is its report without the text, and without spans but those of questions, problems and flags: what
    orders and words the queue takes it like any other. The names below are for filters; `brief` says how
    certain each is. Letters of the same `matter` were tied by their texts, and `why` says how.
    """

    id: UUID
    name: str
    status: Status
    version: int
    team: str
    kept_at: datetime
    brief: LetterReport
    matter: UUID
    why: str = ""

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


def rows_of(session: Session, team: str | None) -> tuple[Row, ...]:
    """Return the letters of a team, as they came; None is any team."""
    shown = (Item.id, Item.name, Item.status, Item.version, Item.team, Item.kept_at, Item.brief)
    found = select(*shown, LetterRow.matter, LetterRow.why).join(LetterRow).order_by(Item.kept_at, Item.name)
    if team is not None:
        found = found.where(Item.team == team)
    return tuple(
        Row(id, name, Status(status), version, team, at, read_brief(brief or ""), matter, why)
        for id, name, status, version, team, at, brief, matter, why in session.execute(found)
    )


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
