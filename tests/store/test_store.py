"""What is kept comes out as it went in, goes when it should, and leaves a trace of the act alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update

from commscore.errors import StoreError
from commscore.settings import Settings
from commscore.store import Store, open_store
from commscore.store.audit import user
from commscore.store.connection import transaction
from commscore.store.items import Kept
from commscore.store.tables import Item
from commscore.types import Document, Kind, Provenance, Report, Turn
from store.conftest import Opened, complaint, visit, work_on


def on_disk(path: Path) -> bytes:
    """Return the bytes of the database and of all that lies beside it."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def acts(store: Store) -> list[tuple[str, str, UUID]]:
    return [(entry.who, str(entry.action), entry.item) for entry in store.audit()]


def backdate(store: Store, id: UUID, days: int) -> None:
    with transaction(store.engine) as session:
        at = datetime.now(UTC) - timedelta(days)
        session.execute(update(Item).where(Item.id == id).values(kept_at=at))


def test_a_report_comes_out_as_it_went_in(opened: Opened) -> None:
    cut = Report(Document("c", (Turn("A", "Nobody came."),), Kind.LETTER), provenance=Provenance("0.1.0"))
    reports = (visit(), complaint(), cut)
    with opened() as store:
        kept = store.add(reports)
    with opened() as store:
        assert store.export([each.id for each in kept]) == reports
        assert tuple(store.open(each.id) for each in kept) == reports


def test_the_list_says_what_is_kept_and_for_how_long(opened: Opened) -> None:
    with opened() as store:
        first, second = store.add([complaint(), visit()])
    assert (first.kind, first.name, first.by, first.privacy) == (Kind.LETTER, "letter-1", "ann", "tag")
    assert (second.kind, second.privacy) == (Kind.CONSULTATION, "replace: 1 name")
    assert datetime.now(UTC) - first.at < timedelta(minutes=1)
    assert first.until == (first.at + timedelta(90)).date()
    with opened(days=0) as store:
        assert store.kept() == (replace(first, until=None), replace(second, until=None))
        odd = replace(visit(), document=replace(visit().document, id="a\nb\ud800\x00"))
        assert store.add([odd])[0].name == "a b��"


def test_each_act_is_noted_without_names_or_words(opened: Opened) -> None:
    with opened() as store:
        (kept,) = store.add([visit("Zebra-visit")])
        store.kept()
        store.open(kept.id)
    with opened(who="ben") as store:
        store.export([kept.id])
        store.remove([kept.id])
        assert acts(store) == [
            ("ben", "removed", kept.id),
            ("ben", "exported", kept.id),
            ("ann", "opened", kept.id),
            ("ann", "added", kept.id),
        ]
        assert {(entry.kind, entry.at.tzinfo) for entry in store.audit()} == {("consultation", UTC)}
        with transaction(store.engine) as session:
            assert "ebra" not in str(session.execute(text("SELECT * FROM audit")).all())


def test_an_unknown_id_stops_the_whole_act(opened: Opened) -> None:
    stranger = uuid4()
    with opened() as store:
        (kept,) = store.add([visit()])
        for act in (store.export, store.remove):
            with pytest.raises(StoreError, match=rf"nothing is kept as {stranger}: .*commscore kept"):
                act([kept.id, stranger])
        assert store.kept() == (kept,)
        assert [action for _, action, _ in acts(store)] == ["added"]


def test_a_report_that_cannot_be_written_leaves_nothing_of_the_others(opened: Opened) -> None:
    twice = replace(complaint(), stages=complaint().stages * 2)
    with opened() as store:
        with pytest.raises(ValueError, match="a name is there twice"):
            store.add([visit(), twice])
        assert (store.kept(), store.audit()) == ((), ())


@pytest.mark.parametrize("how", ["ids", "older", "all", "expired"])
def test_what_is_removed_leaves_no_trace(how: str, filed: Opened, path: Path) -> None:
    with filed() as store:
        going = store.add([visit("Zebra-visit"), complaint("Quokka-letter")], "Zebra-team", "Zebra-learner")
        for each in going:
            work_on(store, each.id, "Zebra")
        (staying,) = store.add([visit("stays", "Pangolin")])
        store.save_view("Quokka-view", {"search": "Quokka"})
        words = (b"Zebrafish", b"Quokka-letter", b"Zebra-reason", b"Zebra-note", b"Zebra-learner")
        assert [word for word in words if word not in on_disk(path)] == []
        for each in going:
            backdate(store, each.id, 40)
        if how == "ids":
            assert store.remove([each.id for each in going]) == 2
        elif how == "older":
            assert (store.remove_older(50), store.remove_older(30)) == (0, 2)
        elif how == "all":
            assert store.remove_all() == 3
        else:
            with filed(days=30) as other:
                assert acts(other)[0][:2] == ("commscore", "expired")
        assert store.kept() == (() if how == "all" else (staying,))
        if how == "all":
            assert store.views() == {}
        else:
            store.drop_view("Quokka-view")
            store.remove_older(36_500)
        with transaction(store.engine) as session:
            assert session.scalar(text("SELECT count(*) FROM report")) == (0 if how == "all" else 1)
            for table in ("review", "note", "step", "tick"):
                assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        left = on_disk(path)
        assert [word for word in (b"Zebra", b"Quokka") if word in left] == []
        assert (b"Pangolin" in left) is (how != "all")


def test_nothing_is_left_on_pages_that_were_rearranged(
    filed: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With this seed SQLite, left to itself, keeps a copy of a removed name on a page that it had split."""
    chance, live, gone = Random(3), list[Kept](), list[Kept]()
    with filed() as store:
        with monkeypatch.context() as unerased:
            unerased.setattr("commscore.store.erase", lambda engine: None)
            for step in range(12):
                names = [
                    f"SEED{n:04d}END{'x' * chance.randint(0, 100)}"
                    for n in range(step * 25 + 1, step * 25 + 26)
                ]
                live += store.add(
                    [visit(name, name[:11] * chance.choice((1, 20, 60, 200))) for name in names]
                )
                chance.shuffle(live)
                some = chance.randint(5, 20)
                store.remove([each.id for each in live[:some]])
                live, gone = live[some:], gone + live[:some]
        store.remove_older(36_500)
        left = on_disk(path)
    assert [each.name for each in gone if each.name[:11].encode() in left] == []
    assert all(each.name[:11].encode() in left for each in live)


def test_time_goes_by_itself_and_only_where_it_is_told_to(opened: Opened) -> None:
    with opened() as store:
        old, new = store.add([visit(), complaint()])
        backdate(store, old.id, 91)
        backdate(store, new.id, 89)
    with opened(days=0) as store:
        assert len(store.kept()) == 2
    with opened() as store:
        assert [each.id for each in store.kept()] == [new.id]
        assert acts(store)[0] == ("commscore", "expired", old.id)


def test_who_it_is_comes_from_the_operating_system(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "cat")
    with open_store(using=Settings(database=f"sqlite:///{path}")) as store:
        assert store.add([visit()])[0].by == "cat"

    def nobody() -> str:
        raise OSError("no such account")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert user() == "unknown"
