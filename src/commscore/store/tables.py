"""The tables of the store. What is derived from a document hangs on its item and goes with it.

The audit table hangs on nothing: its rows outlive what they tell of, and hold no text, no name, no figure.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from commscore.report.quote import visible
from commscore.work import Status


class Utc(TypeDecorator[datetime]):
    """A time in UTC, also in a database that knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as it is written."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time as it was before it was written."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Words(TypeDecorator[str]):
    """A text in which a mark stands for each character that not every database can hold."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is written."""
        return value and visible(value)


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {  # noqa: RUF012 - as SQLAlchemy wants it
        datetime: Utc,
        str: Words,
        dict[str, Any]: JSON,
    }


class Item(Base):
    """A document that is kept: `name` is its id, `privacy` says how personal details were dealt with.

    `version` counts its changes from 1. `learner` is a pseudonym. `brief` is what the queue shows of a
    letter, in JSON; none of another document.
    """

    __tablename__ = "item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]
    privacy: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    team: Mapped[str] = mapped_column(default="", index=True)
    learner: Mapped[str | None]
    status: Mapped[str] = mapped_column(default=str(Status.NEW))
    brief: Mapped[str | None] = mapped_column(deferred=True)
    report: Mapped["ItemReport"] = relationship(passive_deletes=True, lazy="raise")


class ItemReport(Base):
    """The report of an item, in the contract's schema; apart, so that a list of items loads none."""

    __tablename__ = "report"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, Any]]


class LetterRow(Base):
    """What is looked for in a letter: `told` is its text, folded to search in.

    `matter` is the item that came first of the same matter, its own where it is alone; `sketch` the print of
    its text (triage.sketch), `why` says by what it was tied to others.
    """

    __tablename__ = "letter"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    told: Mapped[str]
    sketch: Mapped[bytes]
    matter: Mapped[UUID] = mapped_column(index=True)
    why: Mapped[str] = mapped_column(default="")


class Derived:
    """What a person did with an item: `number` is the version that the item had after it."""

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    author: Mapped[str]
    at: Mapped[datetime]


class ReviewRow(Derived, Base):
    """What a person said of a code."""

    __tablename__ = "review"

    turn: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    code: Mapped[str]
    verdict: Mapped[str]
    instead: Mapped[str | None]
    reason: Mapped[str]


class NoteRow(Derived, Base):
    """What a person wrote beside an item."""

    __tablename__ = "note"

    text: Mapped[str]


class StepRow(Derived, Base):
    """A status that a person set."""

    __tablename__ = "step"

    status: Mapped[str]


class TickRow(Base):
    """A question or something asked for that is answered."""

    __tablename__ = "tick"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)


class ViewRow(Base):
    """Filters that a person saved under a name."""

    __tablename__ = "view"

    owner: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    filters: Mapped[dict[str, Any]]


class CodingRow(Base):
    """A coder's own coding of a document, begun by this user; `document` is what tells documents apart."""

    __tablename__ = "coding"
    __table_args__ = (UniqueConstraint("owner", "coder", "document"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str]
    coder: Mapped[str]
    document: Mapped[str]
    kind: Mapped[str]
    team: Mapped[str] = mapped_column(default="")
    begun: Mapped[datetime]
    at: Mapped[datetime]
    finished: Mapped[datetime | None]
    version: Mapped[int]
    content: Mapped[dict[str, Any]]


class AuditRow(Base):
    """Who did what with which item, and when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    item_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
