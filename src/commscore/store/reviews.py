"""What people said of an item's codes, and wrote beside it, in a session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from commscore.errors import StoreError
from commscore.store.audit import Action
from commscore.store.items import add_items, changed, row_of
from commscore.store.tables import Item, NoteRow, ReviewRow
from commscore.types import Report
from commscore.work import Review, Verdict


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote beside an item; `at` is in UTC."""

    text: str
    author: str
    at: datetime


def add_worked(  # noqa: PLR0913, PLR0917 - one parameter a column
    session: Session,
    report: Report,
    reviews: Iterable[Review],
    notes: Iterable[str],
    who: str,
    team: str,
    learner: str | None,
) -> Item:
    """Keep a report with its reviews and notes, each a version of the item as if made one after the other."""
    (row,) = add_items(session, [report], who, team, learner)
    version = row.version
    for said in reviews:
        version = changed(session, row.id, version, Action.REVIEWED, who)
        add_review(session, row.id, version, said, who)
    for text in notes:
        version = changed(session, row.id, version, Action.NOTED, who)
        add_note(session, row.id, version, text, who)
    session.refresh(row)
    return row


def counts_of(session: Session) -> dict[UUID, tuple[int, tuple[str, ...]]]:
    """Return, of each item that has reviews, how many it has, and by whom."""
    by = select(ReviewRow.item_id, ReviewRow.author, func.count()).group_by(
        ReviewRow.item_id, ReviewRow.author
    )
    found: dict[UUID, tuple[int, tuple[str, ...]]] = {}
    for id, author, count in session.execute(by.order_by(ReviewRow.author)):
        total, authors = found.get(id, (0, ()))
        found[id] = total + count, (*authors, author)
    return found


def add_review(session: Session, id: UUID, number: int, said: Review, who: str) -> None:
    """Keep a review as this person's, of now, under the number."""
    row = ReviewRow(
        item_id=id,
        number=number,
        turn=said.turn,
        start=said.start,
        end=said.end,
        code=said.code,
        verdict=str(said.verdict),
        instead=said.instead,
        author=who,
        reason=said.reason,
        at=datetime.now(UTC),
    )
    session.add(row)


def reviews_of(session: Session, id: UUID) -> tuple[Review, ...]:
    """Return the reviews of an item, oldest first; StoreError for an unknown id."""
    row_of(session, id)
    rows = session.scalars(select(ReviewRow).where(ReviewRow.item_id == id).order_by(ReviewRow.number))
    return tuple(
        Review(
            row.turn,
            row.start,
            row.end,
            row.code,
            Verdict(row.verdict),
            row.author,
            row.reason,
            row.at,
            row.instead,
            row.number,
        )
        for row in rows
    )


def drop_review(session: Session, id: UUID, number: int) -> None:
    """Remove a review; StoreError where there is none of this number."""
    which = (ReviewRow.item_id == id) & (ReviewRow.number == number)
    if session.execute(delete(ReviewRow).where(which).returning(ReviewRow.number)).one_or_none() is None:
        raise StoreError(f"item {id} has no review {number}: look at those it has, and name one")


def add_note(session: Session, id: UUID, number: int, text: str, who: str) -> None:
    """Keep a note as this person's, of now, under the number."""
    session.add(NoteRow(item_id=id, number=number, text=text, author=who, at=datetime.now(UTC)))


def notes_of(session: Session, id: UUID) -> tuple[Note, ...]:
    """Return the notes of an item, oldest first; StoreError for an unknown id."""
    row_of(session, id)
    rows = session.scalars(select(NoteRow).where(NoteRow.item_id == id).order_by(NoteRow.number))
    return tuple(Note(row.text, row.author, row.at) for row in rows)
