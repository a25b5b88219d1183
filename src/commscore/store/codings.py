"""People's own codings of documents in a session: nobody sees another's before both are finished."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commscore.errors import ChangedError, StoreError
from commscore.store.audit import Action, note
from commscore.store.records import dump, load
from commscore.store.tables import CodingRow
from commscore.types import Document, Kind, Letter, LetterReport, Report
from commscore.work import Coding

CHANGED = (
    "this coding was changed elsewhere since you opened it (another window, perhaps), so your last change "
    "was not saved; it is shown as it is now: look at it, then do yours again"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A coder's own coding of a document: `version` counts its changes from 1, `finished` is in UTC."""

    report: Report | LetterReport
    version: int
    finished: datetime | None = None


def key(document: Document | Letter) -> str:
    """Return what tells documents apart, whoever is taken for the clinician: a hash of id and text."""
    texts = [document.text] if isinstance(document, Letter) else _said(document)
    return sha256("\0".join((document.id, *texts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _said(document: Document) -> Iterator[str]:
    return (f"{turn.speaker}\0{turn.text}" for turn in document.turns)


def of(report: Report | LetterReport) -> Document | Letter:
    """Return what a report is of."""
    return report.letter if isinstance(report, LetterReport) else report.document


def save(session: Session, report: Report | LetterReport, who: str, expected: int, finished: bool) -> int:
    """Keep a coding in place of its coder's last one of the document, and return its version.

    `expected` is the version that was seen, 0 where there was none. Raises ChangedError where there is
    another, StoreError where the coding names no coder.
    """
    coder, document = report.provenance.coder, of(report)
    if not coder:
        raise StoreError(f"{document.id}: the coding names no coder; give a name, then save it")
    now = datetime.now(UTC)
    told = {"content": dump(report), "at": now, "finished": now if finished else None}
    row = _again(session, report, who, expected, told) if expected else _begun(session, report, who, told)
    if finished:
        note(session, Action.FINISHED, who, [(row.id, row.kind)])
    return row.version


def _begun(session: Session, report: Report | LetterReport, who: str, told: dict[str, Any]) -> CodingRow:
    document, coder = of(report), report.provenance.coder
    kind = Kind.LETTER if isinstance(document, Letter) else document.kind
    row = CodingRow(
        id=uuid4(),
        owner=who,
        coder=coder,
        document=key(document),
        kind=str(kind),
        begun=told["at"],
        version=1,
        **told,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ChangedError(CHANGED) from None
    note(session, Action.BEGUN, who, [(row.id, row.kind)])
    return row


def _again(
    session: Session, report: Report | LetterReport, who: str, expected: int, told: dict[str, Any]
) -> CodingRow:
    at_hand = _mine(who, report.provenance.coder or "") & (CodingRow.document == key(of(report)))
    row: CodingRow | None = session.scalar(
        update(CodingRow)
        .where(at_hand & (CodingRow.version == expected))
        .values(version=expected + 1, **told)
        .returning(CodingRow)
    )
    if row is None:
        raise ChangedError(CHANGED)
    return row


def codings_of(session: Session, who: str, coder: str) -> tuple[Draft, ...]:
    """Return a coder's own codings, the one begun first first."""
    return tuple(map(_draft, _rows(session, _mine(who, coder))))


def drop(session: Session, who: str, coder: str, document: str, expected: int) -> None:
    """Remove a coder's own coding of a document, by its key; ChangedError where it is of another version."""
    which = _mine(who, coder) & (CodingRow.document == document) & (CodingRow.version == expected)
    if not remove(session, which, Action.REMOVED, who):
        raise ChangedError(CHANGED)


def compared(session: Session) -> tuple[Draft, ...]:
    """Return the codings of documents that two or more have finished and that nobody is still coding.

    Codings that were settled from two are not among them.
    """
    drafts = [(row.document, _draft(row)) for row in _rows(session, true())]
    own = [(name, d) for name, d in drafts if d.report.provenance.coding is not Coding.ADJUDICATED]
    still = {name for name, draft in own if draft.finished is None}
    done = Counter(name for name, _ in own)
    return tuple(draft for name, draft in own if name not in still and done[name] > 1)


def finished(session: Session, kind: Kind, who: str) -> tuple[Draft, ...]:
    """Return the finished codings of a kind of document, the first finished first, to leave the store."""
    which = CodingRow.finished.is_not(None) & (CodingRow.kind == str(kind))
    rows = sorted(_rows(session, which), key=lambda row: row.finished or row.at)
    note(session, Action.EXPORTED, who, ((row.id, row.kind) for row in rows))
    return tuple(map(_draft, rows))


def remove(session: Session, which: ColumnElement[bool], action: Action, who: str) -> int:
    """Remove codings; return how many went."""
    rows = session.execute(delete(CodingRow).where(which).returning(CodingRow.id, CodingRow.kind))
    gone = [(row.id, row.kind) for row in rows]
    note(session, action, who, gone)
    return len(gone)


def untouched(days: int) -> ColumnElement[bool]:
    """Return what holds of codings that nobody has changed for more than so many days."""
    return CodingRow.at < datetime.now(UTC) - timedelta(days)


def _mine(who: str, coder: str) -> ColumnElement[bool]:
    return (CodingRow.owner == who) & (CodingRow.coder == coder)


def _rows(session: Session, which: ColumnElement[bool]) -> Iterable[CodingRow]:
    return session.scalars(select(CodingRow).where(which).order_by(CodingRow.begun, CodingRow.id))


def _draft(row: CodingRow) -> Draft:
    return Draft(load(row.content, f"coding {row.id}"), row.version, row.finished)
