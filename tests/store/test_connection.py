"""The database itself: whose it is, what is said where it fails, and that it is whole whatever happens."""

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from commscore.errors import StoreError
from commscore.settings import Settings
from commscore.store import connection, open_store
from commscore.store.tables import Base
from store.conftest import Opened, started, visit

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@posix
def test_the_files_are_their_owners_alone(filed: Opened, path: Path) -> None:
    before = os.umask(0)
    try:
        with filed() as store:
            store.add([visit()])
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {"commscore.db": 0o600, "commscore.db-wal": 0o600, "commscore.db-shm": 0o600}


@posix
def test_a_file_that_others_could_read_is_closed_to_them(filed: Opened, path: Path) -> None:
    with filed():
        path.chmod(0o644)
    with filed():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_migrations_make_the_tables_that_the_code_knows(opened: Opened) -> None:
    with opened() as store, store.engine.connect() as link:
        context = MigrationContext.configure(link, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_what_is_set_on_a_connection(filed: Opened) -> None:
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
    with filed() as store, store.engine.connect() as link:
        assert {p: link.exec_driver_sql(f"PRAGMA {p}").scalar() for p in wanted} == wanted


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("rubbish", "is no address of a database; write it like"),
        ("sqlite://", "no file in the address"),
        ("sqlite:///:memory:", "no file in the address"),
        ("sqlite://ann:hunter2@host/x.db", "is no address of a database"),
        ("postgresql://ann:hun@ter2:port/x", "is no address of a database"),
        ("nosuchdatabase://ann:hunter2@host/x", "is no address of a database"),
        ("postgresql://ann:hunter2@127.0.0.1:1/x", "the postgresql of COMMSCORE_DATABASE cannot be used"),
        ("mssql+pymssql://ann:hunter2@host/x", "pymssql is not installed; pip install pymssql"),
    ],
)
def test_an_address_that_leads_nowhere(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as problem, open_store(using=Settings(database=address)):
        pass
    assert "COMMSCORE_DATABASE" in str(problem.value)
    assert "ter2" not in str(problem.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [(".", "cannot be opened"), ("text/x.db", "cannot be opened"), ("text", "it is no database")],
)
def test_a_folder_a_file_in_the_way_and_what_is_no_database(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Not a database at all. " * 50, encoding="utf-8")
    with (
        pytest.raises(StoreError, match=rf"{tmp_path}.*{said}.*COMMSCORE_DATABASE"),
        open_store(using=Settings(database=f"sqlite:///{tmp_path / name}")),
    ):
        pass


def test_a_database_of_a_newer_commscore_is_left_alone(filed: Opened, path: Path) -> None:
    with filed() as store:
        store.add([visit()])
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=rf"{path} is of a newer commscore; pip install -U"), filed():
        pass


def test_a_clock_of_before_there_was_a_store_is_not_trusted(
    filed: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filed() as store:
        store.add([visit()])
    monkeypatch.setattr("commscore.store.BEGUN", datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(StoreError, match=r"the clock of this computer says .*; set it"), filed():
        pass
    monkeypatch.undo()
    with filed() as store:
        assert [each.name for each in store.kept()] == ["visit-1"]


def test_a_database_that_is_busy_says_so(filed: Opened, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0)
    with filed() as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program is changing it; try again"):
            store.kept()
        other.execute("ROLLBACK")
        store.add([visit()])
        other.execute("BEGIN")
        other.execute("SELECT * FROM report").fetchall()
        with pytest.raises(StoreError, match=r"is removed, but traces may be left .*purge --older-than"):
            store.remove_all()
        other.close()
        assert store.remove_older(36_500) == 0
    assert b"Zebrafish" not in path.read_bytes()


def test_a_failing_statement_shows_no_text(filed: Opened) -> None:
    with filed() as store:
        (kept,) = store.add([visit()])
        with store.engine.begin() as link:
            link.exec_driver_sql("DROP TABLE report")
        with pytest.raises(StoreError, match="cannot be used") as problem:
            store.add([visit()])
    assert "Zebrafish" not in f"{problem.value} {problem.value.__context__}"
    assert str(kept.id) not in str(problem.value)


@posix
@pytest.mark.parametrize("at", ["commit", "after_cursor_execute"])
def test_a_program_that_is_killed_leaves_nothing_half_written(at: str, opened: Opened, address: str) -> None:
    with opened() as store:
        store.add([visit("before")])
    program = f"""
import os, signal
from sqlalchemy import event
from commscore.settings import Settings
from commscore.store import open_store
from store.conftest import visit

with open_store(using=Settings(database={address!r})) as store:
    event.listen(store.engine, {at!r}, lambda *given: given[2:] and "INSERT INTO report" not in given[2]
                 or os.kill(os.getpid(), signal.SIGKILL))
    store.add([visit("during"), visit("during")])
"""
    assert started(program).wait(timeout=120) == -9
    with opened() as store:
        assert [each.name for each in store.kept()] == ["before"]
        assert len(store.audit()) == 1
        assert store.open(store.kept()[0].id) == visit("before")


def test_programs_that_open_it_for_the_first_time_at_once_wait_for_each_other(
    address: str, opened: Opened
) -> None:
    program = f"""
from commscore.settings import Settings
from commscore.store import open_store
from store.conftest import visit

with open_store(using=Settings(database={address!r})) as store:
    store.add([visit()])
"""
    running = [started(program) for _ in range(3)]
    assert [each.wait(timeout=120) for each in running] == [0, 0, 0]
    with opened() as store:
        assert len(store.kept()) == len(store.audit()) == 3
