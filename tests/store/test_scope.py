"""What a visitor sees of the store: nothing of another kind or team, whatever is asked, and by any id."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from commscore.access import Task, UserRole, Visitor
from commscore.errors import AccessError, StoreError
from commscore.store import Store
from commscore.store.items import add_items
from commscore.store.scope import scoped
from commscore.store.tables import Base
from commscore.types import Kind
from commscore.work import Status
from store.conftest import Opened, complaint, said, visit, work_on

TRAINER = Visitor("ann", frozenset({UserRole.TRAINER}), "north")
OFFICER = Visitor("bo", frozenset({UserRole.COMPLAINTS}), "north")
RESEARCHER = Visitor("cy", frozenset({UserRole.RESEARCHER}), "north")
ADMIN = Visitor("dee", frozenset({UserRole.ADMIN}), "it")
NOBODY = Visitor("eve", frozenset(), "north")
EVERYBODY = (TRAINER, OFFICER, RESEARCHER, ADMIN, NOBODY)
BY_ID: dict[str, Callable[[Store, UUID], Any]] = {
    "one": lambda store, id: store.one(id),
    "version": lambda store, id: store.version(id),
    "open": lambda store, id: store.open(id),
    "open_all": lambda store, id: store.open_all([id]),
    "export": lambda store, id: store.export([id]),
    "review": lambda store, id: store.review(id, said(), 1),
    "reviews": lambda store, id: store.reviews(id),
    "withdraw": lambda store, id: store.withdraw(id, 2, 1),
    "note": lambda store, id: store.note(id, "x", 1),
    "notes": lambda store, id: store.notes(id),
    "set_status": lambda store, id: store.set_status(id, Status.CLOSED, 1),
    "history": lambda store, id: store.history(id),
    "tick": lambda store, id: store.tick(id, "ask:apology", True, 1),
    "ticks": lambda store, id: store.ticks(id),
    "remove": lambda store, id: store.remove([id]),
    "audit": lambda store, id: store.audit(id),
}


@contextmanager
def filled(opened: Opened) -> Iterator[tuple[Store, dict[tuple[Kind, str], UUID]]]:
    """Yield a store with a consultation and a letter of two teams and of none, by kind and team."""
    with opened() as store:
        ids = {}
        for team in ("north", "south", ""):
            both = store.add([visit(f"visit {team}"), complaint(f"letter {team}")], team=team)
            ids |= {(kept.kind, team): kept.id for kept in both}
        yield store, ids


def seen(visitor: Visitor, ids: dict[tuple[Kind, str], UUID]) -> set[UUID]:
    teams = {"north", "south", ""} if visitor is ADMIN else {visitor.team}
    return {id for (kind, team), id in ids.items() if kind in visitor.kinds and team in teams}


@pytest.mark.parametrize("visitor", EVERYBODY, ids=lambda v: v.name)
def test_each_list_and_each_id(opened: Opened, visitor: Visitor) -> None:
    with filled(opened) as (store, ids):
        mine, theirs = store.for_visitor(visitor), seen(visitor, ids)
        assert {kept.id for kept in mine.kept()} == theirs
        assert {kept.id for kept in mine.kept(team="south")} == theirs & {
            id for (_, team), id in ids.items() if team == "south"
        }
        letters = {id for (kind, _), id in ids.items() if kind is Kind.LETTER}
        assert {row.id for row in mine.rows()} == theirs & letters
        for id in ids.values():
            if id in theirs:
                assert mine.open(id)
                continue
            for name, call in BY_ID.items():
                with pytest.raises(StoreError) as foreign:
                    call(mine, id)
                unknown = uuid4()
                with pytest.raises(StoreError) as never:
                    call(mine, unknown)
                assert str(foreign.value).replace(str(id), str(unknown)) == str(never.value), name
                assert type(foreign.value) is type(never.value), name
        assert {kept.id for kept in store.kept()} == set(ids.values())
        assert {kept.version for kept in store.kept()} == {1}


def test_what_is_theirs_can_be_worked_on_and_is_signed(filed: Opened) -> None:
    with filled(filed) as (store, ids):
        mine, id = store.for_visitor(OFFICER), ids[Kind.LETTER, "north"]
        work_on(mine, id)
        assert {note.author for note in mine.notes(id)} == {"bo"}
        assert {entry.who for entry in mine.audit(id)} == {"ann", "bo"}
        assert mine.remove([id]) == 1


def test_what_a_visitor_keeps_is_their_team_s(filed: Opened) -> None:
    with filed() as store:
        (kept,) = store.for_visitor(TRAINER).add([visit()], team="south")
        assert (kept.team, kept.by) == ("north", "ann")
        (kept,) = store.for_visitor(ADMIN).add([visit()])
        assert kept.team == "it"
        (kept,) = store.for_visitor(ADMIN).add([visit()], team="south")
        assert kept.team == "south"


@pytest.mark.parametrize("visitor", EVERYBODY, ids=lambda v: v.name)
def test_only_kinds_that_are_theirs_are_kept(filed: Opened, visitor: Visitor) -> None:
    with filed() as store:
        for report, kind in ((visit(), Kind.CONSULTATION), (complaint(), Kind.LETTER)):
            if kind in visitor.kinds:
                store.for_visitor(visitor).add([report])
            else:
                with pytest.raises(AccessError, match=f"keeps no {kind}"):
                    store.for_visitor(visitor).add([report])
        assert {kept.kind for kept in store.kept()} == visitor.kinds


@pytest.mark.parametrize("visitor", EVERYBODY, ids=lambda v: v.name)
def test_the_whole_store_is_an_admin_s(filed: Opened, visitor: Visitor) -> None:
    with filled(filed) as (store, ids):
        mine = store.for_visitor(visitor)
        calls = {
            Task.STORE: [mine.export_all, lambda: mine.import_all([]), mine.remove_all],
            Task.AUDIT: [mine.audit],
        }
        for task, each in ((task, call) for task, every in calls.items() for call in every):
            if visitor is ADMIN:
                continue
            with pytest.raises(AccessError, match=f"may not {task}"):
                each()
        if visitor is ADMIN:
            assert len(mine.audit()) == 6
            assert len(list(mine.export_all())) > 12
            assert mine.remove_all() == 6
        else:
            assert len(store.kept()) == len(ids)


def test_what_goes_by_age_goes_of_theirs_alone(filed: Opened) -> None:
    with filled(filed) as (store, ids):
        assert store.for_visitor(OFFICER).remove_older(0) == 1
        assert {kept.id for kept in store.kept()} == set(ids.values()) - {ids[Kind.LETTER, "north"]}


def test_saved_views_are_their_owner_s(filed: Opened) -> None:
    with filed() as store:
        store.save_view("mine", {"due": "week"})
        mine = store.for_visitor(OFFICER)
        assert mine.views() == {}
        mine.save_view("mine", {"due": "gone"})
        mine.drop_view("other")
        assert (store.views(), mine.views()) == ({"mine": {"due": "week"}}, {"mine": {"due": "gone"}})


@pytest.mark.parametrize("visitor", [OFFICER, NOBODY], ids=lambda v: v.name)
def test_what_hangs_on_an_item_is_held_too_without_the_item_being_asked_for(
    filed: Opened, visitor: Visitor
) -> None:
    with filled(filed) as (store, ids):
        for kind, team in ids:
            work_on(store, ids[kind, team])
        theirs = seen(visitor, ids)
        hanging = [m.class_ for m in Base.registry.mappers if m.local_table.foreign_keys]
        assert len(hanging) >= 5
        with scoped(store.engine, visitor) as session:
            for table in hanging:
                assert set(session.scalars(select(table.item_id))) == theirs, table
                assert {row.item_id for row in session.scalars(select(table))} == theirs, table
                with session.begin_nested() as undone:
                    gone = session.execute(delete(table).returning(table.item_id)).scalars()
                    assert set(gone) == theirs, table
                    undone.rollback()


def test_whatever_adds_an_item_adds_it_for_the_visitor_s_team(filed: Opened) -> None:
    with filed() as store:
        with scoped(store.engine, TRAINER) as session:
            (row,) = add_items(session, [visit()], "ann", "south", None)
            assert row.team == "north"
        with pytest.raises(AccessError, match="keeps no letter"), scoped(store.engine, TRAINER) as session:
            add_items(session, [complaint()], "ann", "north", None)
        assert len(store.kept()) == 1
