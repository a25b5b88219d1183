"""The way in for letters: read, made private, put in order, and nothing lost on the way."""

import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)


from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from commscore import pipeline
from commscore.errors import StoreError
from commscore.store import Store
from commscore.types import Privacy
from commscore.ui import kept as the_store
from commscore.ui.letters import desk, going, queue, start
from commscore.ui.waiting import Going
from ui.letters.made import (
    WRITTEN,
    button,
    go_on,
    held,
    kept,
    names,
    show_letters,
    text,
    through,
)


class LateAtNight(datetime):
    """A clock that stands a second before midnight."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 3, 12, 23, 59, 59, tzinfo=UTC).astimezone(tz)


def test_the_empty_page_teaches_and_says_until_when_letters_are_kept(app, monkeypatch):
    monkeypatch.setattr(desk, "datetime", LateAtNight)
    app.run()
    assert not app.exception
    assert "until 10 June 2026" in text(app)  # 90 days later
    assert {path.name for path in start.samples()} <= {b.key for b in app.button}


def test_samples_go_through_the_privacy_step_into_the_queue_and_the_store(app):
    app.button(key="every-sample").click().run()
    assert "Before the letters are put in order" in text(app)
    assert not kept()
    go_on(app)
    assert not app.exception
    assert len(names(app)) == len(kept()) == 6
    assert "6 letters are in the queue now. They are kept until" in text(app)
    button(app, "Put this away").click().run()
    assert "in the queue now" not in text(app)


def test_what_is_personal_is_in_no_report_and_the_report_says_how_that_was_done(app):
    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()
    go_on(app)
    (row,) = kept()
    found = kept(lambda store: store.open(row.id))
    assert "Thirkettle" not in found.letter.text
    assert "900334" not in found.letter.text
    assert found.provenance.privacy == "replace: 1 name, 1 telephone number"
    assert "Thirkettle" not in held(app)


def test_a_click_before_the_page_is_whole_loses_nothing_though_it_tells_of_the_upload_again(app, monkeypatch):
    uploader = app.file_uploader(key="upload-letters").upload("a.txt", WRITTEN.encode())
    again = uploader._widget_state
    with monkeypatch.context() as cut:  # as where the click comes before the run is over
        cut.setattr(SessionState, "_remove_stale_widgets", lambda *_: None)
        app.run()
    app.button(key="on").click()
    states = app._tree.get_widget_states()
    states.widgets.append(again)
    through(app._run(states))
    assert [row.name for row in kept()] == ["a"]


def test_a_table_of_letters_is_read_and_what_is_not_is_named(app):
    rows = f'id,text,received\none,"{WRITTEN}",2026-03-02\ntwo,,\nthree,Nobody told me anything.,\n'
    app.file_uploader(key="upload-letters").upload("many.csv", rows.encode())
    app.file_uploader(key="upload-letters").upload("scan.xyz", b"\x00")
    app.run()
    assert "two" not in names_waiting(app)
    go_on(app)
    assert sorted(names(app)) == ["one", "three"]
    assert "Could not be read:" in text(app)
    assert "many.csv: row 3: there is no text in it" in text(app)
    assert "scan.xyz: letters are not read from .xyz" in text(app)


def test_nothing_that_could_be_read_keeps_the_way_in_open_with_the_reason(app):
    app.file_uploader(key="upload-letters").upload("scan.xyz", b"\x00").run()
    assert "scan.xyz: " in text(app)
    assert app.button(key="every-sample")


def test_a_letter_that_may_not_go_on_waits_with_the_reason_and_the_others_go_on(app):
    for name, told in (("bad.txt", WRITTEN), ("good.txt", "Nobody told me anything at all.")):
        app.file_uploader(key="upload-letters").upload(name, told.encode())
    app.file_uploader(key="upload-letters").upload("scan.xyz", b"\x00")
    app.run()
    app.radio(key="mode").set_value(Privacy.OFF).run()
    app.checkbox(key="sure").check().run()
    go_on(app)
    assert [row.name for row in kept()] == ["good"]
    assert "bad.txt: 1 telephone number" in text(app)
    go_on(app)
    assert len(kept()) == 2
    assert "scan.xyz: " in text(app)


def test_a_store_that_fails_loses_no_letter_and_says_why(app, monkeypatch):
    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()

    def full(*_):
        raise StoreError("the disk is full")

    with monkeypatch.context() as failing:
        failing.setattr(Store, "add", full)
        go_on(app)
        assert "the disk is full" in text(app)
    button(app, "Try again").click().run()
    assert len(kept()) == 1


def fifty(app):
    """Let fifty letters wait to go on."""
    rows = "".join(f"n{n:02},Nobody told me anything at all on ward {n}.\n" for n in range(50))
    app.file_uploader(key="upload-letters").upload("many.csv", f"id,text\n{rows}".encode())
    return app.run()


@pytest.fixture
def gate(monkeypatch):
    """Hold back letters, from the second few on, until it is opened."""
    opened, few = threading.Event(), iter(range(1000))

    def slow(*given, really=pipeline.assess_letters):
        if next(few):
            opened.wait(30)
        return really(*given)

    monkeypatch.setattr(pipeline, "assess_letters", slow)
    yield opened
    opened.set()


def begin(app):
    """Let the letters go on, and look until the first few are through, however slow the machine is."""
    app.button(key="on").click().run()
    while not app.session_state[going.BATCH].far.through:
        app.run()
    return app.run()


def test_letters_go_on_while_the_visitor_looks_elsewhere_each_once(app, gate):
    begin(fifty(app))
    assert "Putting the letters in order" in text(app)
    assert len(names(app)) == 4  # the queue is there to work in meanwhile
    assert button(app, "Add letters").disabled
    again = AppTest.from_function(show_letters, default_timeout=60)  # as after a refresh of the browser
    again.session_state[going.BATCH] = app.session_state[going.BATCH]
    again.run()
    assert "Putting the letters in order" in text(again)
    gate.set()
    through(again)
    assert len(names(again)) == queue.LINES
    assert sorted(row.name for row in kept()) == [f"n{n:02}" for n in range(50)]
    assert "50 letters are in the queue now" in text(again)


def test_a_refresh_in_between_starts_no_letter_twice(app, gate):
    waits = fifty(app).session_state["waiting"]
    app.button(key="on").click().run()
    again = AppTest.from_function(show_letters, default_timeout=60)
    again.session_state[going.BATCH] = app.session_state[going.BATCH]
    again.session_state["waiting"] = replace(waits, going=Going(False))
    again.run()
    gate.set()
    through(again)
    assert len(kept()) == 50


class Tomorrow(date):
    """The clock of the next day."""

    @classmethod
    def today(cls):
        return date.today() + timedelta(1)


def test_letters_go_on_over_midnight_when_the_store_is_opened_again(app, gate, monkeypatch):
    begin(fifty(app))
    monkeypatch.setattr(the_store, "date", Tomorrow)
    app.run()
    assert len(names(app)) == 4
    gate.set()
    through(app)
    assert len(kept()) == 50
    assert "50 letters are in the queue now" in text(app)


def test_stopping_puts_away_what_is_not_in_the_queue_yet(app, gate):
    begin(fifty(app))
    button(app, "Stop here").click().run()
    assert button(app, "Stop here").disabled
    gate.set()
    through(app)
    assert 4 <= len(kept()) <= 8
    assert f"You stopped: {50 - len(kept())} more were put away" in text(app)
    assert len(names(app)) == len(kept())


def test_a_failure_of_the_program_loses_no_letter_and_logs_no_word(app, monkeypatch, caplog):
    def fails(*_):
        raise ValueError(WRITTEN)

    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()
    with monkeypatch.context() as failing:
        failing.setattr(pipeline, "assess_letters", fails)
        app.button(key="on").click().run()
        while app.session_state[going.BATCH].working:
            app.run()
    assert "The program failed on them" in text(app.run())
    assert "Thirkettle" not in caplog.text
    assert "ValueError" in caplog.text
    button(app, "Try again").click().run()
    through(app)
    assert len(kept()) == 1


def test_many_that_could_not_be_read_are_all_listed(app):
    rows = "".join(f"n{n},\n" for n in range(30))
    app.file_uploader(key="upload-letters").upload("many.csv", f"id,text\n{rows}one,Nobody came.\n".encode())
    app.run()
    go_on(app)
    assert len(re.findall("there is no text in it", text(app))) == 30


def test_the_day_they_came_and_the_nation_are_taken_along(app):
    app.date_input(key="received").set_value(date(2026, 3, 2))
    app.selectbox(key="nation").set_value("scotland").run()
    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()
    go_on(app)
    (row,) = kept()
    assert row.received == date(2026, 3, 2)
    assert all(due is None for _, due in row.due)


def test_a_file_of_a_hostile_name_shows_as_text(app):
    app.file_uploader(key="upload-letters").upload("<img src=x onerror=alert(1)>.xyz", b"\x00").run()
    assert "<img" not in text(app)
    assert "&lt;img" in text(app)


def names_waiting(app):
    return re.findall(r"<li><b>(.*?)</b>", text(app))
