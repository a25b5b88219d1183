"""A refresh of the browser loses nothing: the visit goes on under the token in the address, nobody else's."""

import logging
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.access import LOCAL, Visitor
from commscore.settings import settings
from commscore.ui import keeping, review, session, visit, waiting
from commscore.ui.letters import controls, going, queue, reply, start
from commscore.ui.letters.letter import SEEN
from commscore.ui.research import desk, settling
from commscore.ui.visit import MOST, UNUSED, Held, Visits

APP = Path(__file__).resolve().parents[2] / "app.py"


def refreshed(app=None, token=""):
    """Return the app in a new session, as a browser that asks for the address again."""
    new = AppTest.from_file(str(APP), default_timeout=60)
    new.query_params["visit"] = token or app.session_state["visit"]
    return new.run()


def text(app):
    return "\n".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


@pytest.fixture
def app(database):
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    return app.button(key="good-chest-pain.vtt").click().run()


def test_what_pages_keep_of_a_visit_is_held():
    theirs = {
        *(session.OPENED, session.REPORTS, session.CLINICIANS, session.REVIEWS, session.NOTES),
        *(session.AUTHOR, session.SEEN, session.ASKED, waiting.WAITING, going.WENT, going.ABOUT),
        *(start.ADDING, controls.WANTED, queue.PAGE, SEEN, reply.CHECKED),
        *(desk.DESK, desk.ROLES, settling.SETTLING),
    }
    assert theirs <= set(visit.KEPT)
    assert not {keeping.SAID, review.SAVED} & set(visit.KEPT)  # told once


def test_the_privacy_step_goes_on_where_it_was(app):
    app.radio(key="mode").set_value("tag").run()
    app.text_input(key="missed").set_value("Doctor")
    next(b for b in app.button if "Take out" in b.label).click().run()
    again = refreshed(app)
    assert not again.exception
    assert again.radio(key="mode").value == "tag"
    assert again.session_state["waiting"] == app.session_state["waiting"]
    assert again.query_params["visit"] == again.session_state["visit"]


def test_a_corrected_consultation_that_is_not_kept_goes_on(app):
    app.button(key="on").click().run()
    app.text_area(key="note-0").set_value("Well begun.").run()
    again = refreshed(app)
    assert not again.exception
    assert again.text_area(key="note-0").value == "Well begun."
    assert "Taken for the clinician" in text(again)
    again.text_area(key="note-0").set_value("Well done.").run()
    assert refreshed(again).text_area(key="note-0").value == "Well done."


def test_one_of_several_stays_chosen(app):
    app.button(key="on").click().run()
    both = app.session_state["opened"]
    app.session_state["opened"] = session.Opened(both.documents * 2)
    app.run()
    app.selectbox(key="which").set_value(1).run()
    assert refreshed(app).selectbox(key="which").value == 1


def test_a_choice_outlasts_a_page_without_its_box_as_long_as_it_can_be_chosen():
    def page():
        import streamlit as st

        from commscore.ui.visit import lasting

        here = st.number_input("options of the box", 0, 3, 3, key="options")
        if here:
            st.selectbox("Which", range(here), **lasting("which", range(here)))

    app = AppTest.from_function(page).run()
    app.selectbox(key="which").set_value(1).run()
    for options, chosen in ((0, None), (3, 1), (0, None), (1, 0)):
        app.number_input(key="options").set_value(options).run()
        assert not app.exception
        assert [box.value for box in app.selectbox] == ([] if chosen is None else [chosen])


@pytest.mark.parametrize("token", ["", "x", "../../etc/passwd", "<script>alert(1)</script>"])
def test_a_token_of_nobody_opens_nothing_and_is_not_taken(app, token):
    new = refreshed(token=token or "none")
    assert "Try a sample" in text(new)
    assert new.session_state["visit"] not in {token, app.session_state["visit"]}


def test_a_token_of_another_person_opens_nothing(app):
    token = app.session_state["visit"]
    assert visit.VISITS.take(token, "eve@x", "s")[1] == {}
    assert visit.VISITS.take(token, "eve@x", "s")[0] != token
    assert visit.VISITS.take(token, LOCAL.name, "s")[1]


def test_the_token_is_in_no_log(app, caplog):
    with caplog.at_level(logging.DEBUG):
        again = refreshed(app)
        again.run()
    assert app.session_state["visit"] not in caplog.text
    assert repr(Visitor("a")) not in caplog.text


def held(owner="a", session="s", at=None, **state):
    return Held(owner, session, time.time() if at is None else at, state)


def test_two_pages_of_one_visit_do_not_change_each_other_s(monkeypatch):
    visits = Visits()
    assert visits.hold("t", held(notes={0: "a"}))
    monkeypatch.setattr(visit, "_active", lambda session: session == "s")
    token, state = visits.take("t", "a", "s2")
    assert token != "t"
    state["notes"][0] = "b"
    assert visits.take("t", "a", "s3")[1] == {"notes": {0: "a"}}
    assert visits.hold("t", held(notes={0: "c"}))  # the first is still its own


def test_what_still_runs_after_a_refresh_changes_nothing_more():
    visits = Visits()
    visits.hold("t", held(waiting=4))
    assert visits.take("t", "a", "s2") == ("t", {"waiting": 4})
    assert not visits.hold("t", held(waiting=0))
    assert visits.take("t", "a", "s3") == ("t", {"waiting": 4})


def test_visits_are_few_and_go_after_a_while(monkeypatch):
    visits, now = Visits(), time.time()
    visits.hold("other", held("b"))
    for number in range(MOST + 2):
        visits.hold(str(number), held(session=str(number)))
    there = [str(n) for n in range(MOST + 2) if visits.take(str(n), "a", "new")[0] == str(n)]
    assert there == [str(n) for n in range(2, MOST + 2)]  # the newest
    assert visits.take("other", "b", "new")[0] == "other"
    visits.hold("old", held(at=now - UNUSED - 1, opened=1))
    assert visits.take("old", "a", "new")[1] == {}
    monkeypatch.setattr(visit, "_active", lambda session: session == "new")
    visits.forget(now + UNUSED + 5)
    assert visits.take("9", "a", "new")[0] != "9"  # its page is still open: another one
    assert "old" not in visits._held
    monkeypatch.setattr(visit, "_active", lambda session: False)
    visits.forget(now + 3 * UNUSED)
    assert visits._held == {}


def test_on_a_server_an_open_page_is_forgotten_too(monkeypatch, tmp_path):
    monkeypatch.setenv("COMMSCORE_ACCESS", str(tmp_path))
    settings.cache_clear()
    try:
        visits, now = Visits(), time.time()
        visits.hold("t", held())
        monkeypatch.setattr(visit, "_active", lambda session: True)
        visits.forget(now + 31 * 60)
        assert visits._held == {}
    finally:
        monkeypatch.undo()
        settings.cache_clear()
