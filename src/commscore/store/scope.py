"""What of the store a visitor sees: each statement of their sessions is held to it, whatever asks for it.

What is not theirs is for them as if it were not there: an id of it is an unknown one.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from commscore.access import LOCAL, Task, Visitor
from commscore.errors import AccessError
from commscore.store.audit import Action, Entry, entries
from commscore.store.connection import transaction
from commscore.store.items import changed, row_of
from commscore.store.tables import Base, CodingRow, Item
from commscore.types import Kind


@dataclass(frozen=True, slots=True)
class Scoped:
    """An open store as its `visitor` may see and change it, whatever they name; all of it for a command."""

    engine: Engine
    who: str
    days: int
    visitor: Visitor = LOCAL

    def for_visitor(self, visitor: Visitor) -> Self:
        """Return this store as a visitor may use it: what is not theirs is not there, and they sign it."""
        return replace(self, who=visitor.name or self.who, visitor=visitor)

    def _session(self) -> AbstractContextManager[Session]:
        return scoped(self.engine, self.visitor)

    @contextmanager
    def _change(self, id: UUID, expected: int, action: Action) -> Iterator[tuple[Session, int]]:
        """Yield a session in which the item is at its new version, and that."""
        with self._session() as session:
            yield session, changed(session, id, expected, action, self.who)


@contextmanager
def scoped(engine: Engine, visitor: Visitor, snapshot: bool = False) -> Iterator[Session]:
    """Yield a session, as `transaction` does, in which what is not the visitor's is not there."""
    with transaction(engine, snapshot) as session:
        seen = () if visitor.kinds == set(Kind) and visitor.every_team else tuple(_theirs(visitor))

        @event.listens_for(session, "do_orm_execute")
        def hold(state: ORMExecuteState) -> None:
            state.statement = state.statement.options(*seen)

        @event.listens_for(session, "before_flush")
        def add(*_: object) -> None:
            for item in (each for each in session.new if isinstance(each, Item)):
                if item.kind not in visitor.kinds:
                    raise AccessError(f"your role keeps no {item.kind}: ask for one that does")
                item.team = team_of(visitor, item.team)

        yield session


def _theirs(visitor: Visitor) -> Iterator[ExecutableOption]:
    """Yield what holds a statement to the items that the visitor may see, and to what hangs on them."""
    kinds = Item.kind.in_(sorted(visitor.kinds))
    theirs = kinds if visitor.every_team else kinds & (Item.team == visitor.team)
    yield with_loader_criteria(Item, theirs)
    if not visitor.every_team:
        yield with_loader_criteria(CodingRow, CodingRow.team == visitor.team)
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if any(key.column is Item.__table__.c.id for key in table.foreign_keys):
            yield with_loader_criteria(mapper.class_, table.c.item_id.in_(select(Item.id).where(theirs)))
        elif "owner" in table.c and not visitor.may(Task.CODE):  # who codes compares codings with others'
            yield with_loader_criteria(mapper.class_, table.c.owner == visitor.name)


def team_of(visitor: Visitor, team: str) -> str:
    """Return whose is what a visitor keeps for a team: their own team's; who sees every team may name one."""
    return team or visitor.team if visitor.every_team else visitor.team


def allow(visitor: Visitor, task: Task) -> None:
    """Raise AccessError where the visitor may not do this."""
    if not visitor.may(task):
        raise AccessError(f"your role may not {task}: ask for one that may")


def acts(session: Session, visitor: Visitor, id: UUID | None) -> tuple[Entry, ...]:
    """Return what was noted of an item that the visitor may see, or of all where they may see that."""
    if id is None or visitor.may(Task.AUDIT):
        allow(visitor, Task.AUDIT)
    else:
        row_of(session, id)
    return entries(session, id)
