"""A consultation is kept: what is said of it goes to the store, and nobody's change is lost to another's."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from tests.ui.test_review import app, choose, choose_code, html, plain, reject, save, text  # noqa: F401

from commscore.store import open_store
from commscore.types import Kind
from commscore.ui import session
from commscore.work import Review, Verdict


@pytest.fixture
def kept(app, database):  # noqa: F811
    reject(app)
    app.text_area(key="note-0").set_value("Well begun.").run()
    return app.button(key="keep").click().run()


def seen(app):  # noqa: F811
    return app.session_state[session.SEEN][0, None]


def test_what_was_said_before_is_kept_with_it(kept):
    assert not kept.exception
    with open_store() as store:
        (item,) = store.kept(Kind.CONSULTATION)
        assert item.id == seen(kept).id
        assert [(r.code, r.verdict, r.author) for r in store.reviews(item.id)] == [
            ("closed_question", Verdict.REJECTED, "Alex")
        ]
        assert [note.text for note in store.notes(item.id)] == ["Well begun."]
        assert not store.open(item.id).reviews  # the machine's report is as it was
    assert not [button for button in kept.button if button.key == "keep"]
    assert "Kept on" in text(kept)
    assert "you took it out" in plain(html(kept))


def test_what_is_said_afterwards_goes_to_the_store_and_can_be_withdrawn(kept):
    choose_code(kept, "empathy")
    kept.radio(key="verdict").set_value("confirmed")
    save(kept)
    with open_store() as store:
        assert [r.verdict for r in store.reviews(seen(kept).id)] == [Verdict.REJECTED, Verdict.CONFIRMED]
    choose(kept, withdraw=0)
    with open_store() as store:
        assert [r.verdict for r in store.reviews(seen(kept).id)] == [Verdict.CONFIRMED]
    kept.text_area(key="more-0").set_value("And thank you.")
    next(b for b in kept.button if b.label == "Keep the note").click().run()
    assert "And thank you." in text(kept)


def test_somebody_else_s_change_is_not_lost_and_is_shown_with_a_clear_message(kept):
    choose_code(kept, "empathy")
    kept.radio(key="verdict").set_value("rejected")
    id = seen(kept).id
    with open_store() as store:
        other = replace(store, who="Sam")
        code = next(c for c in store.open(id).codes if c.code == "empathy")
        said = Review(
            code.turn, code.start, code.end, "empathy", Verdict.CONFIRMED, "Sam", "kind", datetime.now(UTC)
        )
        other.review(id, said, other.version(id))
    save(kept)
    assert "somebody else changed this" in text(kept).lower()
    with open_store() as store:
        assert [r.author for r in store.reviews(id)] == ["Alex", "Sam"]
    assert "Sam confirmed it, because: kind" in plain(html(kept))
    kept.button(key="save").click().run()  # having seen it
    with open_store() as store:
        assert [r.author for r in store.reviews(id)] == ["Alex", "Sam", "Alex"]


def test_who_read_all_of_it_says_so_and_can_take_it_back(kept):
    box = next(box for box in kept.checkbox if box.label.startswith("I read all of it"))
    box.check().run()
    assert not kept.exception
    with open_store() as store:
        assert store.ticks(seen(kept).id) == {"whole:Alex"}
    next(box for box in kept.checkbox if box.label.startswith("I read all of it")).uncheck().run()
    with open_store() as store:
        assert store.ticks(seen(kept).id) == frozenset()
