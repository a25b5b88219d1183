"""The whole store as JSON lines and back, in a session: a line a row, table after table.

The first line says of which revision the tables are, and how many lines follow. What is worked out from a
report is left out, and worked out again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import JSON, Integer, Table, Uuid, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from commscore.errors import StoreError, UnreadableError
from commscore.read.jsontext import parsed
from commscore.store.audit import Action, note
from commscore.store.letters import fill
from commscore.store.records import load
from commscore.store.tables import Base, CodingRow, Item, ItemReport, LetterRow, Utc, ViewRow, Words
from commscore.store.upgrade import revisions
from commscore.store.views import views_of
from commscore.types import Kind
from commscore.work import Status, Verdict

SCHEMA: Final = "commscore-store"
LEFT_OUT: Final = {"item": {"brief"}, "audit": {"id"}}
WORKED_OUT: Final = LetterRow.__tablename__
MOST: Final = 2**31  # what an integer of PostgreSQL is below
Value = TypeVar("Value")
WORDS: Final = {"kind": Kind, "status": Status, "verdict": Verdict, "action": Action}


def export_lines(session: Session, who: str) -> list[str]:
    """Return the lines of all that is in the store, and note each item as exported after them."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != WORKED_OUT]
    lines = [line for table in tables for line in _lines(session, table)]
    ids = session.execute(select(Item.id, Item.kind))
    note(session, Action.EXPORTED, who, ((id, kind) for id, kind in ids))
    head = {"schema": SCHEMA, "revision": revisions()[-1], "lines": len(lines)}
    return [_line(head), *lines]


def import_lines(session: Session, lines: Iterable[str], who: str) -> int:
    """Add the rows of an export and note each item as imported; return how many items came.

    Views of a name that their owner has here already are left as they are. Raises UnreadableError, with the
    line, for another schema, a newer revision, and what is damaged or cut off; StoreError for what is here
    already.
    """
    numbered = enumerate(lines, 1)
    wanted = _head(next(numbered, (1, ""))[1])
    counts: Counter[str] = Counter()
    came: list[tuple[UUID, str]] = []
    for number, line in numbered:
        table, values = _read(line, number)
        try:
            _add(session, table, values, f"line {number}")
        except IntegrityError:
            raise StoreError(
                f"line {number}: it is in this store already, or hangs on what is not: nothing was imported; "
                "import a whole export, and once"
            ) from None
        counts[table.name] += 1
        if table.name == Item.__tablename__:
            came.append((values["id"], values["kind"]))
    if counts.total() != wanted or counts[Item.__tablename__] != counts[ItemReport.__tablename__]:
        raise UnreadableError("lines are missing at its end, or among them; export the store again")
    fill(session)
    note(session, Action.IMPORTED, who, came)
    return len(came)


def _lines(session: Session, table: Table) -> Iterable[str]:
    columns = _columns(table)
    for row in session.execute(select(*columns.values()).order_by(*table.primary_key)):
        values = {name: _plain(value) for name, value in zip(columns, row, strict=True)}
        yield _line({"table": table.name, "row": values})


def _line(entry: Mapping[str, object]) -> str:
    return json.dumps(entry) + "\n"  # in ASCII: a lone surrogate in a text is no harm


def _columns(table: Table) -> dict[str, Any]:
    left_out = LEFT_OUT.get(table.name, set())
    return {column.key: column for column in table.columns if column.key not in left_out}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _head(line: str) -> int:
    """Return how many lines follow the first."""
    match parsed(line or "null"):
        case {"schema": schema, "revision": str(revision), "lines": int(count)} if schema == SCHEMA:
            if revision in revisions():
                return count
            raise UnreadableError("line 1: exported by a newer commscore; pip install -U commscore")
    raise UnreadableError("line 1: no export of a store; write one with 'commscore store export'")


def _read(line: str, number: int) -> tuple[Table, dict[str, Any]]:
    """Return the table and the values of a line."""
    match parsed(line, number):
        case {"table": str(name), "row": dict(row)} if name in Base.metadata.tables and name != WORKED_OUT:
            table = Base.metadata.tables[name]
            columns = _columns(table)
            if set(row) == set(columns):
                return table, {key: _value(columns[key], row[key], f"line {number}: {key}") for key in row}
    raise UnreadableError(f"line {number}: no row of a store; export the store again")


def _value(column: Any, value: Any, where: str) -> object:
    """Return a value as its column takes it; UnreadableError, with `where`, for another."""
    if value is None and column.nullable:
        return None
    try:
        return READ[type(column.type)](value) if column.key not in WORDS else str(WORDS[column.key](value))
    except (ValueError, TypeError):
        raise UnreadableError(f"{where} cannot be read; export the store again") from None


def _add(session: Session, table: Table, values: dict[str, Any], where: str) -> None:
    if table.name == ViewRow.__tablename__ and values["name"] in views_of(session, values["owner"]):
        return
    session.execute(insert(table).values(values))
    if table.name in {ItemReport.__tablename__, CodingRow.__tablename__}:
        load(values["content"], where)


def _text(value: object) -> str:
    return _of(str, value)


def _time(value: object) -> datetime:
    time = datetime.fromisoformat(_text(value))
    if time.tzinfo is None:
        raise ValueError
    return time


def _count(value: object) -> int:
    if not 0 <= _of(int, value) < MOST:
        raise ValueError
    return _of(int, value)


def _of(kind: type[Value], value: object) -> Value:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError
    return value


READ: Final[Mapping[type, Callable[[object], object]]] = {
    Uuid: lambda value: UUID(_text(value)),
    Utc: _time,
    Integer: _count,
    Words: _text,
    JSON: lambda value: _of(dict, value),
}
