"""The tables of the store. What is derived from a document hangs on its item and goes with it.

The audit table hangs on nothing: its rows outlive what they tell of, and hold no text, no name, no figure.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


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


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map = {datetime: Utc, dict[str, Any]: JSON}  # noqa: RUF012 - as SQLAlchemy wants it


class Item(Base):
    """A document that is kept: `name` is its id, `privacy` says how personal details were dealt with."""

    __tablename__ = "item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]
    privacy: Mapped[str]
    report: Mapped["ItemReport"] = relationship(passive_deletes=True, lazy="raise")


class ItemReport(Base):
    """The report of an item, in the contract's schema; apart, so that a list of items loads none."""

    __tablename__ = "report"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[dict[str, Any]]


class AuditRow(Base):
    """Who did what with which item, and when."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    item_id: Mapped[UUID]
    kind: Mapped[str]
