"""Filters that a person saved under a name, in a session."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from commscore.store.tables import ViewRow


def save_view(session: Session, owner: str, name: str, filters: Mapping[str, Any]) -> None:
    """Save the filters, which JSON can hold, in place of those of this name."""
    session.merge(ViewRow(owner=owner, name=name, filters=dict(filters)))


def views_of(session: Session, owner: str) -> dict[str, dict[str, Any]]:
    """Return the filters that this person saved, by their names and in the order of these."""
    rows = session.scalars(select(ViewRow).where(ViewRow.owner == owner).order_by(ViewRow.name))
    return {row.name: row.filters for row in rows}


def drop_view(session: Session, owner: str, name: str) -> None:
    """Forget the filters of this name; nothing where there are none."""
    session.execute(delete(ViewRow).where(ViewRow.owner == owner, ViewRow.name == name))


def drop_views(session: Session) -> None:
    """Forget everybody's: what is searched for may be somebody's name."""
    session.execute(delete(ViewRow))
