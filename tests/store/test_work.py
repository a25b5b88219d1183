"""What people do with what is kept: nobody's word over the machine's, nobody's change lost to another's."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from commscore.errors import ChangedError, StoreError
from commscore.report.letters.queue import due, flags_of, ranked
from commscore.settings import Settings
from commscore.store import Store, open_store
from commscore.types import Document, Kind, Letter, LetterReport, Report, Turn
from commscore.work import Status, Verdict
from store.conftest import Opened, complaint, said, started, visit, work_on


def test_reviews_lie_beside_the_report_and_are_their_authors(opened: Opened) -> None:
    with opened() as store:
        (item,) = store.add([visit()])
        assert store.reviews(item.id) == ()
        assert store.review(item.id, said(), 1) == 2
        ben = replace(store, who="ben")
        assert ben.review(item.id, said(Verdict.REJECTED, "a\x00\ud800\u202eb"), 2) == 3
        first, second = store.reviews(item.id)
        assert replace(first, at=said().at) == replace(said(), author="ann", number=2)
        assert timedelta(0) <= datetime.now(UTC) - first.at < timedelta(minutes=1)
        assert (second.author, second.verdict, second.reason) == ("ben", Verdict.REJECTED, "a���b")
        assert store.open(item.id) == visit()
        assert store.withdraw(item.id, 2, 3) == store.version(item.id) == 4
        assert store.reviews(item.id) == (second,)
        with pytest.raises(StoreError, match="has no review 2"):
            store.withdraw(item.id, 2, 4)
        assert store.version(item.id) == 4


def test_who_did_what_with_an_item(opened: Opened) -> None:
    with opened() as store:
        item, other = store.add([complaint(), visit()])
        version = store.tick(item.id, "ask:Quokka", False, work_on(store, item.id, "Quokka"))
        assert [str(entry.action) for entry in store.audit(item.id)] == [
            "unticked",
            "ticked",
            "set the status",
            "wrote a note",
            "reviewed",
            "added",
        ]
        assert (version, store.ticks(item.id)) == (6, frozenset())
        assert [note.text for note in store.notes(item.id)] == ["Quokka-note"]
        assert [(step.status, step.author) for step in store.history(item.id)] == [("acknowledged", "ann")]
        assert store.one(item.id).status is store.rows()[0].status is Status.ACKNOWLEDGED
        assert "Quokka" not in str(store.audit())
        assert (store.history(other.id), store.ticks(other.id), store.notes(other.id)) == (
            (),
            frozenset(),
            (),
        )


def test_what_is_ticked_twice_is_ticked_once(opened: Opened) -> None:
    with opened() as store:
        (item,) = store.add([complaint()])
        version = store.tick(item.id, "question:7-15", True, 1)
        store.tick(item.id, "question:7-15", True, store.tick(item.id, "ask:apology", True, version))
        assert store.ticks(item.id) == {"question:7-15", "ask:apology"}


CHANGES = {
    "review": lambda store, id, version: store.review(id, said(), version),
    "withdraw": lambda store, id, version: store.withdraw(id, 2, version),
    "note": lambda store, id, version: store.note(id, "mine", version),
    "status": lambda store, id, version: store.set_status(id, Status.CLOSED, version),
    "tick": lambda store, id, version: store.tick(id, "ask:apology", True, version),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_somebody_else_changed_is_not_written_over(what: str, opened: Opened) -> None:
    with opened() as store:
        (item,) = store.add([complaint()])
        version = work_on(store, item.id)
        before = list(store.export_all())
        for stale in (1, version - 1, version + 1):
            with pytest.raises(ChangedError, match=r"somebody else changed this .* shown as it is now"):
                CHANGES[what](store, item.id, stale)
        assert [line for line in store.export_all() if "exported" not in line][1:] == before[1:]
        with pytest.raises(StoreError, match=r"nothing is kept as .*commscore kept"):
            CHANGES[what](store, uuid4(), 1)
        assert CHANGES[what](store, item.id, version) == store.version(item.id) == version + 1


@pytest.mark.parametrize("asked", ["one", "version", "reviews", "notes", "history", "ticks", "open"])
def test_an_unknown_id_is_named(asked: str, opened: Opened) -> None:
    with opened() as store, pytest.raises(StoreError, match="nothing is kept as"):
        getattr(store, asked)(uuid4())


def _correct(address: str, id: UUID, who: str) -> None:
    """Correct an item five times, after another look where somebody was quicker."""
    with open_store(who, Settings(database=address)) as store:
        left = [f"{who} {n}" for n in range(5)]
        while left:
            with suppress(ChangedError):
                store.review(id, said(reason=left[0]), store.version(id))
                left.pop(0)


def test_two_threads_that_correct_at_once_lose_nothing(opened: Opened, address: str) -> None:
    with opened() as store:
        (item,) = store.add([visit()])
        with ThreadPoolExecutor(2) as workers:
            list(workers.map(_correct, [address] * 2, [item.id] * 2, ["ann", "ben"]))
        _check(store, item.id)


def test_two_programs_that_correct_at_once_lose_nothing(opened: Opened, address: str) -> None:
    with opened() as store:
        (item,) = store.add([visit()])
        told = "from uuid import UUID; from store.test_work import _correct; _correct({!r}, UUID({!r}), {!r})"
        running = [started(told.format(address, str(item.id), who)) for who in ("ann", "ben")]
        assert [each.wait(timeout=120) for each in running] == [0, 0]
        _check(store, item.id)


def _check(store: Store, id: UUID) -> None:
    reviews = store.reviews(id)
    assert [review.number for review in reviews] == list(range(2, 12))
    assert {review.reason for review in reviews} == {f"{w} {n}" for w in ("ann", "ben") for n in range(5)}
    assert store.version(id) == 11


def test_of_two_changes_of_one_version_one_is_kept(opened: Opened, address: str) -> None:
    def change(store: Store, id: UUID) -> bool:
        try:
            store.note(id, "mine", 1)
        except ChangedError:
            return False
        return True

    with opened() as store, ThreadPoolExecutor(8) as workers:
        (item,) = store.add([visit()])
        kept = list(workers.map(change, [store] * 8, [item.id] * 8))
        assert (kept.count(True), len(store.notes(item.id)), store.version(item.id)) == (1, 1, 2)


def test_teams_and_learners(opened: Opened) -> None:
    with opened() as store:
        (ours,) = store.add([visit()], "surgery", "heron")
        (theirs,) = store.add([complaint()], "complaints")
        (nobodys,) = store.add([complaint("letter-2")])
        assert (ours.team, ours.learner, theirs.learner, nobodys.team) == ("surgery", "heron", None, "")
        assert store.kept(team="surgery") == (store.one(ours.id),) == (ours,)
        assert store.kept(Kind.LETTER) == (theirs, nobodys)
        assert store.kept(Kind.CONSULTATION, "complaints") == ()
        assert store.kept(team="") == (nobodys,)
        assert [row.id for row in store.rows("complaints")] == [theirs.id]
        assert [row.id for row in store.rows()] == [theirs.id, nobodys.id]
        assert store.open_all([theirs.id, ours.id]) == (complaint(), visit())


def test_the_queue_is_shown_without_the_letters(opened: Opened) -> None:
    bare = LetterReport(Letter("bare", "Text."))
    cut = Report(Document("cut", (Turn("A", "Nobody came."),), Kind.LETTER))
    with opened() as store:
        kept = store.add([complaint(), visit(), bare, cut], "team")
        full, empty = (row for name in ("letter-1", "bare") for row in store.rows() if row.name == name)
        assert len(store.rows()) == 2
        assert "listened" not in repr(full)
        assert (full.id, full.version, full.team, full.kept_at) == (kept[0].id, 1, "team", kept[0].at)
        assert (full.level, full.reasons, full.flags) == ("high", ("legal",), ("legal",))
        assert (full.categories, full.asks, full.group) == (("listening",), ("apology",), "g")
        assert (full.received, full.due) == (
            date(2026, 3, 9),
            (("acknowledge", date(2026, 3, 12)), ("respond", None)),
        )
        assert (empty.level, empty.reasons, empty.flags, empty.due) == ("standard", (), (), ())
        today = date(2026, 3, 10)
        assert due(full.brief, today) == due(complaint(), today)
        assert [flag.check for flag in flags_of(full.brief)] == ["is it a claim?"]
        assert full.brief.questions == complaint().questions
        assert ranked([empty.brief, full.brief]) == (full.brief, empty.brief)


def test_views_are_their_owners(opened: Opened) -> None:
    with opened(who="ann") as ann, opened(who="ben") as ben:
        ann.save_view("mine", {"level": ["high"], "search": "Ünï"})
        ann.save_view("mine", {"level": ["urgent"]})
        ben.save_view("mine", {})
        ann.save_view("all", {})
        assert ann.views() == {"all": {}, "mine": {"level": ["urgent"]}}
        ann.drop_view("mine")
        ann.drop_view("mine")
        assert (ann.views(), ben.views()) == ({"all": {}}, {"mine": {}})


def test_a_consultation_and_what_was_said_of_it_are_kept_together_or_not_at_all(opened: Opened) -> None:
    with opened() as store:
        item = store.add_worked(visit(), [said(), said(Verdict.REJECTED)], ["Well begun."], learner="Robin")
        assert (item.version, item.learner) == (4, "Robin")
        assert [(r.verdict, r.author, r.number) for r in store.reviews(item.id)] == [
            (Verdict.CHANGED, "ann", 2),
            (Verdict.REJECTED, "ann", 3),
        ]
        assert [note.text for note in store.notes(item.id)] == ["Well begun."]
        assert store.open(item.id) == visit()
        assert store.counts() == {item.id: (2, ("ann",))}
        broken = replace(said(), reason=None)  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            store.add_worked(visit(), [said(), broken], [])
        assert [each.id for each in store.kept()] == [item.id]


def test_whose_consultation_it_is_can_be_set_later(opened: Opened) -> None:
    with opened() as store:
        (item,) = store.add([visit()])
        assert store.assign(item.id, "Robin", 1) == 2
        assert store.one(item.id).learner == "Robin"
        with pytest.raises(ChangedError):
            store.assign(item.id, "Sam", 1)
        assert store.assign(item.id, None, 2) == 3
        assert store.one(item.id).learner is None
        assert store.audit(item.id)[0].action == "set the learner"
