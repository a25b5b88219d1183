"""The whole store to lines and back: nothing lost, nothing half-imported, nothing of a newer commscore."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commscore.errors import CommscoreError, StoreError, UnreadableError
from commscore.store import Store
from commscore.store.connection import transaction
from commscore.store.tables import Base
from store.conftest import Opened, complaint, opener, visit, work_on


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """Return a store with something of everything."""
    with opener(f"sqlite:///{tmp_path / 'full' / 'full.db'}")(who="ben") as store:
        for each in store.add([visit(), complaint()], "team", "heron"):
            work_on(store, each.id)
        (gone,) = store.add([visit("gone")])
        store.remove([gone.id])
        replace(store, who="ann").save_view("mine", {"search": "Ünï"})
        yield store


def held(store: Store) -> tuple[object, ...]:
    """Return all that can be asked of a store but its audit."""
    ids = [each.id for each in store.kept()]
    asked = (store.one, store.reviews, store.notes, store.history, store.ticks)
    return (
        store.rows(),
        replace(store, who="ann").views(),
        [ask(id) for id in ids for ask in asked],
        store.open_all(ids),
    )


def test_it_comes_back_as_it_was(full: Store, opened: Opened) -> None:
    before, audit = held(full), full.audit()
    lines = list(full.export_all())
    assert [entry.action for entry in full.audit()][:2] == ["exported"] * 2
    assert all(line.isascii() and line.endswith("\n") for line in lines)
    with opened() as store:
        assert store.import_all(iter(lines)) == 2
        came = store.audit()
        assert [(entry.who, str(entry.action)) for entry in came[:2]] == [("ann", "imported")] * 2
        assert came[2:] == audit
        assert [line for line in store.export_all() if "imported" not in line][1:] == lines[1:]
        assert held(store) == before


Changed = Callable[[list[str]], list[str]]


def row(table: str, **values: object) -> Changed:
    """Return what changes values of the last row of a table; one that is `...` is left out."""

    def change(lines: list[str]) -> list[str]:
        at = max(n for n, line in enumerate(lines) if f'"table": "{table}"' in line)
        entry = json.loads(lines[at])
        entry["row"] = {k: v for k, v in (entry["row"] | values).items() if v is not ...}
        return [*lines[:at], json.dumps(entry), *lines[at + 1 :]]

    return change


def head(**values: object) -> Changed:
    """Return what changes values of the first line."""
    return lambda lines: [json.dumps(json.loads(lines[0]) | values), *lines[1:]]


def without(table: str) -> Changed:
    """Return what leaves out the last row of a table, and counts the lines anew."""

    def change(lines: list[str]) -> list[str]:
        at = max(n for n, line in enumerate(lines) if f'"table": "{table}"' in line)
        return head(lines=len(lines) - 2)([*lines[:at], *lines[at + 1 :]])

    return change


STRANGER = "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (head(revision="9999"), "line 1: exported by a newer commscore; pip install -U"),
        (head(schema="commscore/1"), "line 1: no export of a store; write one"),
        (lambda lines: lines[1:], "line 1: no export of a store"),
        (lambda lines: [], "line 1: no export of a store"),
        (lambda lines: ["Dear Sir,", *lines], "line 1, column 1: not JSON"),
        (lambda lines: lines[:-1], "lines are missing"),
        (lambda lines: [*lines[:5], "{", *lines[5:]], "line 6, column 2: not JSON"),
        (lambda lines: [*lines[:5], "[" * 100_000, *lines[5:]], "line 6: not JSON that can be read"),
        (lambda lines: [*lines[:5], '{"table": "sqlite_master", "row": {}}'], "line 6: no row of a store"),
        (row("item", other=1), "no row of a store"),
        (row("item", name=...), "no row of a store"),
        (row("item", name=None), "name cannot be read"),
        (row("item", id="x"), "id cannot be read"),
        (row("item", kept_at="2026-03-01T00:00:00"), "kept_at cannot be read"),
        (row("item", kept_at=3), "kept_at cannot be read"),
        (row("item", version=True), "version cannot be read"),
        (row("item", version=2**40), "version cannot be read"),
        (row("item", status="lost"), "status cannot be read"),
        (row("item", kind=["letter"]), "kind cannot be read"),
        (row("review", verdict="maybe"), "verdict cannot be read"),
        (row("view", filters=[1]), "filters cannot be read"),
        (row("report", content={"schema": "commscore/1", "kind": "letter"}), r"line \d+: .*Field required"),
        (row("report", content={}), r"line \d+: schema is 'None'"),
        (row("note", item_id=STRANGER), "in this store already, or hangs on what is not"),
        (without("report"), "lines are missing"),
    ],
)
def test_what_is_damaged_is_refused_whole(change: Changed, said: str, full: Store, opened: Opened) -> None:
    with opened() as store:
        with pytest.raises(CommscoreError, match=said) as problem:
            store.import_all(change(list(full.export_all())))
        assert "Zebra" not in str(problem.value)
        with transaction(store.engine) as session:
            counts = {t.name: len(session.execute(t.select()).all()) for t in Base.metadata.sorted_tables}
        assert set(counts.values()) == {0}


def test_what_is_there_already_is_refused_and_what_is_new_is_added(full: Store, opened: Opened) -> None:
    lines = list(full.export_all())
    with opened() as store:
        (mine,) = store.add([visit("mine")])
        store.save_view("mine", {"search": "mine"})
        store.import_all(lines)
        before = held(store)
        assert (len(store.kept()), store.views()) == (3, {"mine": {"search": "mine"}})
        with pytest.raises(StoreError, match="nothing was imported"):
            store.import_all(lines)
        assert held(store) == before
        store.remove([each.id for each in full.kept()])
        store.import_all(lines)
        assert (held(store)[0], store.one(mine.id)) == (full.rows(), mine)


def test_an_empty_store_goes_too(opened: Opened) -> None:
    with opened() as store:
        assert store.import_all(store.export_all()) == 0
        with pytest.raises(UnreadableError):
            store.import_all([])
