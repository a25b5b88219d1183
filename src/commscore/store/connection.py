"""The way to the database: what is set on it, and what is said where it fails; SQLite's own is here alone.

What is purged from SQLite's file is gone from it: deleted bytes are overwritten, and the file is rebuilt
after a purge, as pages that SQLite had rearranged hold copies of rows that overwriting does not reach. What a
disk keeps of blocks that were written over, and PostgreSQL until its own VACUUM, is out of reach.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import EISDIR
from os import strerror
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from commscore.errors import StoreError

SETTING: Final = "COMMSCORE_DATABASE"
PATIENCE: Final = 30  # seconds that one program waits for another's change
PRAGMAS: Final = (
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # no copies in a temporary folder
    "journal_mode=WAL",
)
WHY: Final = {
    "BUSY": "another program is changing it; try again when that is done",
    "NOTADB": f"it is no database; name another file in {SETTING}",
    "CORRUPT": f"it is damaged; put back a copy, or name another file in {SETTING}",
    "FULL": "the disk is full; make room",
}


def connected(address: str) -> Engine:
    """Return an engine for the database at this address; the file of SQLite is made, its owner's alone.

    Raises StoreError, which never shows the address of a server: it may hold a password.
    """
    try:
        url = make_url(address)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "sqlite":
            return create_engine(url, hide_parameters=True)
        if url.database in {None, "", ":memory:"} or "uri" in url.query:
            raise StoreError(f"{SETTING}: no file in the address; write sqlite:////folder/commscore.db")
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": PATIENCE})
    except (ArgumentError, ValueError):
        raise StoreError(
            f"{SETTING} is no address of a database; write it like sqlite:////folder/commscore.db"
        ) from None
    except ImportError as problem:
        extra = "'commscore[postgres]'" if problem.name == "psycopg" else problem.name
        raise StoreError(f"{SETTING}: {problem.name} is not installed; pip install {extra}") from None
    _make_private(Path(str(url.database)))
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def transaction(engine: Engine, snapshot: bool = False) -> Iterator[Session]:
    """Yield a session whose changes are made all together at its end, or not at all.

    With `snapshot` nothing is seen of what others change meanwhile; in SQLite, where nobody can, it never is.
    Raises StoreError where the database cannot be opened, or fails.
    """
    try:
        with Session(engine) as session, session.begin():
            if snapshot and engine.dialect.name != "sqlite":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
    except DBAPIError as problem:
        name = getattr(problem.orig, "sqlite_errorname", "_").split("_")[1]
        why = WHY.get(name, f"check that it is there and may be written to ({type(problem.orig).__name__})")
        raise StoreError(f"{place(engine)} cannot be used: {why}") from None


def erase(engine: Engine) -> None:
    """Clear what was removed out of SQLite's file and the log beside it.

    Raises StoreError where another program is in the way, or there is no room for the new file.
    """
    if engine.dialect.name != "sqlite":
        return
    try:
        with closing(engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone() or (True,)
    except sqlite3.Error:
        busy = True
    if busy:
        raise StoreError(
            f"{place(engine)}: what was to go is removed, but traces may be left in the file, as another "
            "program uses it, or the disk is full; change that, then: commscore purge --older-than 36500"
        )


def place(engine: Engine) -> str:
    """Return where the database is, in words that give no password away."""
    url = engine.url
    return str(url.database) if engine.dialect.name == "sqlite" else f"the {engine.dialect.name} of {SETTING}"


def _set_up(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # transactions begin in `_begin`: Python's own leave out tables
    with closing(connection.cursor()) as cursor:
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # every act writes its audit row


def _make_private(path: Path) -> None:
    """Make the database's file and folder; SQLite gives the files beside it the same permissions."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR))
        path.touch(mode=0o600)
        for ending in ("", "-wal", "-shm"):
            if (file := Path(f"{path}{ending}")).exists():
                file.chmod(0o600)
    except OSError as problem:
        why = (problem.strerror or type(problem).__name__).lower()
        raise StoreError(f"{path} cannot be opened ({why}); name another file in {SETTING}") from None
