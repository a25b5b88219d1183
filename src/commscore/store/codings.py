"""People's own codings of documents in a session: nobody sees another's before both are finished."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commscore.access import Task
from commscore.errors import ChangedError, StoreError
from commscore.store.audit import Action, note
from commscore.store.records import dump, load
from commscore.store.scope import Scoped, allow
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


class Codings(Scoped):
    """What a store does with codings; each is one transaction, as in `Store`, which is one of these."""

    __slots__ = ()

    def save_coding(self, report: Report | LetterReport, expected: int, finished: bool = False) -> int:
        """Keep this user's coding of a document in place of that coder's last one; return its version.

        It is their team's. `expected` is the version that was seen, 0 where there was
        none. Raises ChangedError where there is another, StoreError where the coding names no coder.
        """
        if not report.provenance.coder:
            raise StoreError(f"{of(report).id}: the coding names no coder; give a name, then save it")
        now = datetime.now(UTC)
        told = {"content": dump(report), "at": now, "finished": now if finished else None}
        with self._coding() as session:
            if expected:
                row = _again(session, report, self.who, expected, told)
            else:
                row = _begun(session, report, self.who, told | {"team": self.visitor.team})
            if finished:
                note(session, Action.FINISHED, self.who, [(row.id, row.kind)])
            return row.version

    def codings(self, coder: str) -> tuple[Draft, ...]:
        """Return what this user coded under this pseudonym, begun first first; nothing of anybody else's."""
        with self._coding() as session:
            return tuple(map(_draft, _rows(session, _mine(self.who, coder))))

    def drop_coding(self, document: str, coder: str, expected: int) -> None:
        """Remove this user's coding of the document of this key."""
        with self._coding() as session:
            which = _mine(self.who, coder) & (CodingRow.document == document)
            if not remove_codings(session, which & (CodingRow.version == expected), Action.REMOVED, self.who):
                raise ChangedError(CHANGED)

    def compared(self) -> tuple[Draft, ...]:
        """Return the codings of documents that two or more finished and nobody is still coding.

        Codings that were settled from two are not among them.
        """
        with self._coding() as session:
            drafts = [(row.document, _draft(row)) for row in _rows(session, true())]
        own = [(name, d) for name, d in drafts if d.report.provenance.coding is not Coding.ADJUDICATED]
        still = {name for name, draft in own if draft.finished is None}
        done = Counter(name for name, _ in own)
        return tuple(draft for name, draft in own if name not in still and done[name] > 1)

    def finished(self, kind: Kind) -> tuple[Draft, ...]:
        """Return the finished codings of a kind, in the order of their end, to leave the store.

        Those of a document that this user is still coding stay unseen.
        """
        own = select(CodingRow.document).where((CodingRow.owner == self.who) & CodingRow.finished.is_(None))
        which = CodingRow.finished.is_not(None) & (CodingRow.kind == str(kind))
        which &= CodingRow.document.not_in(own)
        with self._coding() as session:
            rows = sorted(_rows(session, which), key=lambda row: row.finished or row.at)
            note(session, Action.EXPORTED, self.who, ((row.id, row.kind) for row in rows))
            return tuple(map(_draft, rows))

    def _coding(self) -> AbstractContextManager[Session]:
        allow(self.visitor, Task.CODE)
        return self._session()


def key(document: Document | Letter) -> str:
    """Return what tells documents apart, whoever is taken for the clinician: a hash of id and text."""
    texts = [document.text] if isinstance(document, Letter) else _said(document)
    return sha256("\0".join((document.id, *texts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _said(document: Document) -> Iterator[str]:
    return (f"{turn.speaker}\0{turn.text}" for turn in document.turns)


def of(report: Report | LetterReport) -> Document | Letter:
    """Return what a report is of."""
    return report.letter if isinstance(report, LetterReport) else report.document


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


def remove_codings(session: Session, which: ColumnElement[bool], action: Action, who: str) -> int:
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
