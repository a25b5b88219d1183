"""A consultation that was kept is found again, opened as it was left, and given to a learner."""

from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest
from tests.ui.test_keeping import kept  # noqa: F401
from tests.ui.test_review import APP, app, choose_code, html, plain, save, text  # noqa: F401

from commscore.store import open_store
from commscore.types import Kind
from commscore.ui import session
from payloads import PAYLOADS


def visit():
    """Another visitor, who has nothing open."""
    return AppTest.from_file(str(APP), default_timeout=60).run()


def test_what_is_kept_is_listed_and_opens_with_what_was_said_of_it(kept):  # noqa: F811
    other = visit()
    shown = plain(text(other))
    assert "Kept consultations" in shown
    assert "no learner named · kept on" in shown
    assert "1 correction by Alex · is removed on" in shown
    next(b for b in other.button if b.label == "Open 1").click().run()
    assert not other.exception
    assert "took it out, because: it fits better" in plain(html(other))
    assert "Well begun." in text(other)
    assert (
        other.session_state[session.SEEN][0, None].version
        == kept.session_state[session.SEEN][0, None].version
    )
    choose_code(other, "empathy")
    other.radio(key="verdict").set_value("confirmed")
    save(other, name="Sam")
    with open_store() as store:
        (item,) = store.kept(Kind.CONSULTATION)
        assert [review.author for review in store.reviews(item.id)] == ["Alex", "Sam"]


def test_a_learner_can_be_named_later_and_is_chosen_by(kept):  # noqa: F811
    kept.text_input(key="whose-0").set_value("Robin").run()
    kept.button(key="assign").click().run()
    assert not kept.exception
    with open_store() as store:
        (item,) = store.kept(Kind.CONSULTATION)
        assert item.learner == "Robin"
    other = visit()
    assert other.selectbox(key="whose").options == ["Everybody’s", "Robin", "Nobody’s yet"]
    assert "Open 1" in [b.label for b in other.button]
    other.selectbox(key="whose").set_value("Nobody’s yet").run()
    assert "Open 1" not in [b.label for b in other.button]


def test_what_is_gone_meanwhile_is_said(kept):  # noqa: F811
    other = visit()
    with open_store() as store:
        store.remove_all()
    next(b for b in other.button if b.label == "Open 1").click().run()
    assert not other.exception
    assert "Not opened" in text(other)
    assert (
        not other.session_state[session.OPENED].documents if session.OPENED in other.session_state else True
    )


@pytest.mark.parametrize("payload", PAYLOADS[:6])
def test_a_learner_s_name_stays_text(kept, payload):  # noqa: F811
    kept.text_input(key="whose-0").set_value(payload[:60]).run()
    kept.button(key="assign").click().run()
    other = visit()
    assert not other.exception
    assert payload[:60] not in text(other) or "<" not in payload
