"""Where letters lie once they are in order: what the pages ask of it, and one in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid4

from commscore.errors import StoreError
from commscore.settings import settings
from commscore.store.audit import user
from commscore.types import LetterReport

DESK = "desk"


class Status(StrEnum):
    """How far a letter has come; only a person says so."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    WITH_SERVICE = "with the service"
    ANSWERED = "answered"
    CLOSED = "closed"


class ChangedError(StoreError):
    """Somebody else changed an item in between."""


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    status: Status
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    name: str
    status: Status
    version: int
    level: str
    reasons: tuple[str, ...]
    flags: tuple[str, ...]
    categories: tuple[str, ...]
    asks: tuple[str, ...]
    received: date | None
    due: tuple[tuple[str, date | None], ...]
    kept_at: datetime


class Desk(Protocol):
    """What the pages ask of the store; each method that changes an item takes the version that was seen."""

    def add(self, reports: Iterable[LetterReport]) -> tuple[UUID, ...]: ...
    def open(self, id: UUID) -> LetterReport: ...
    def export(self, ids: Sequence[UUID]) -> Sequence[LetterReport]: ...
    def rows(self) -> tuple[Row, ...]: ...
    def set_status(self, id: UUID, status: Status, expected: int) -> int: ...
    def history(self, id: UUID) -> tuple[Step, ...]: ...
    def note(self, id: UUID, text: str, expected: int) -> int: ...
    def notes(self, id: UUID) -> tuple[Note, ...]: ...
    def tick(self, id: UUID, what: str, done: bool, expected: int) -> int: ...
    def ticks(self, id: UUID) -> frozenset[str]: ...
    def save_view(self, name: str, filters: Mapping[str, object], owner: str) -> None: ...
    def views(self, owner: str) -> dict[str, dict[str, object]]: ...
    def drop_view(self, name: str, owner: str) -> None: ...


@dataclass
class Memory:
    reports: dict[UUID, LetterReport] = field(default_factory=dict)
    rowed: dict[UUID, Row] = field(default_factory=dict)
    steps: dict[UUID, tuple[Step, ...]] = field(default_factory=dict)
    said: dict[UUID, tuple[Note, ...]] = field(default_factory=dict)
    ticked: dict[UUID, frozenset[str]] = field(default_factory=dict)
    saved: dict[str, dict[str, object]] = field(default_factory=dict)

    def add(self, reports: Iterable[LetterReport]) -> tuple[UUID, ...]:
        ids = []
        for report in reports:
            id, at = uuid4(), datetime.now(UTC)
            ids.append(id)
            self.reports[id] = report
            self.rowed[id] = Row(
                id, report.letter.id, Status.NEW, 1, report.priority.level, report.priority.reasons,
                tuple(f.flag for f in report.flags), tuple(p.category for p in report.problems),
                tuple(a.name for a in report.asks), report.letter.received,
                tuple((c.name, c.due) for c in report.clocks), at,
            )  # fmt: skip
        return tuple(ids)

    def open(self, id: UUID) -> LetterReport:
        if id not in self.reports:
            raise StoreError(f"nothing is kept as {id}")
        return self.reports[id]

    def export(self, ids: Sequence[UUID]) -> Sequence[LetterReport]:
        return [self.open(id) for id in ids]

    def rows(self) -> tuple[Row, ...]:
        return tuple(self.rowed.values())

    def _changed(self, id: UUID, expected: int, **what: object) -> int:
        row = self.rowed[id]
        if row.version != expected:
            raise ChangedError("somebody else changed this letter; the page shows it as it is now")
        self.rowed[id] = replace(row, version=expected + 1, **what)  # type: ignore[arg-type]
        return expected + 1

    def set_status(self, id: UUID, status: Status, expected: int) -> int:
        version = self._changed(id, expected, status=status)
        self.steps[id] = (*self.history(id), Step(status, user(), datetime.now(UTC)))
        return version

    def history(self, id: UUID) -> tuple[Step, ...]:
        return self.steps.get(id, ())

    def note(self, id: UUID, text: str, expected: int) -> int:
        version = self._changed(id, expected)
        self.said[id] = (*self.notes(id), Note(text, user(), datetime.now(UTC)))
        return version

    def notes(self, id: UUID) -> tuple[Note, ...]:
        return self.said.get(id, ())

    def tick(self, id: UUID, what: str, done: bool, expected: int) -> int:
        version = self._changed(id, expected)
        self.ticked[id] = self.ticks(id) | {what} if done else self.ticks(id) - {what}
        return version

    def ticks(self, id: UUID) -> frozenset[str]:
        return self.ticked.get(id, frozenset())

    def save_view(self, name: str, filters: Mapping[str, object], owner: str) -> None:
        self.saved[name] = dict(filters)

    def views(self, owner: str) -> dict[str, dict[str, object]]:
        return self.saved

    def drop_view(self, name: str, owner: str) -> None:
        self.saved.pop(name, None)


def desk() -> Desk:
    """Return the desk of this visitor."""
    import streamlit as st

    found = st.session_state.get(DESK)
    if found is None:
        found = st.session_state[DESK] = Memory()
    return found


def until() -> date | None:
    """Return the day on which what is kept now goes by itself, None for never."""
    days = settings().retention_days
    return (datetime.now(UTC) + timedelta(days)).date() if days else None


def until_words() -> str:
    """Return that day in words, "" for never."""
    from commscore.report.letters.wording import day

    found = until()
    return day(found) if found else ""
