"""Filters that a person saved under a name."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from commscore.store.scope import Scoped
from commscore.store.tables import ViewRow


class Views(Scoped):
    """What a store does with this user's views; each is one transaction, as in `Store`."""

    __slots__ = ()

    def save_view(self, name: str, filters: Mapping[str, Any]) -> None:
        """Save filters, which JSON can hold, in place of those of this name."""
        with self._session() as session:
            session.merge(ViewRow(owner=self.who, name=name, filters=dict(filters)))

    def views(self) -> dict[str, dict[str, Any]]:
        """Return the filters that were saved, by their names and in the order of these."""
        with self._session() as session:
            return views_of(session, self.who)

    def drop_view(self, name: str) -> None:
        """Forget the filters of this name; nothing where there are none."""
        with self._session() as session:
            session.execute(delete(ViewRow).where(ViewRow.owner == self.who, ViewRow.name == name))


def views_of(session: Session, owner: str) -> dict[str, dict[str, Any]]:
    """Return a person's filters by their names, and in the order of these."""
    rows = session.scalars(select(ViewRow).where(ViewRow.owner == owner).order_by(ViewRow.name))
    return {row.name: row.filters for row in rows}


def drop_views(session: Session) -> None:
    """Forget everybody's: what is searched for may be somebody's name."""
    session.execute(delete(ViewRow))
