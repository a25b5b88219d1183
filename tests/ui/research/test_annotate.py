"""Coding a consultation: who codes, what, how, and what is kept of it."""

import re
from dataclasses import replace

import pytest

pytest.importorskip("streamlit", reason="the extra 'app' is not installed")

from streamlit.testing.v1 import AppTest

from commscore.report.records import as_json
from commscore.store import open_store
from commscore.store.codings import key
from commscore.train.coding import blind, recoded
from commscore.train.lettercoding import as_letter, cut
from commscore.types import Code, Document, Letter, LetterReport, Report, Role, Turn
from commscore.ui.research import desk, sheet
from commscore.work import Chosen, Coding

pytestmark = pytest.mark.usefixtures("database")
APP = "from commscore.ui.research import annotate; annotate.show()"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick='x"
MARKUP = re.compile(r"<script|<img|<iframe|<[^>]*\sonclick", re.IGNORECASE)
DOCUMENT = Document(
    "knee", (Turn("Dr", "That is hard. 🙂 Go on.", Role.CLINICIAN), Turn("Pt", "I'm worried.", Role.PATIENT))
)


@pytest.fixture
def app():
    return AppTest.from_string(APP, default_timeout=60).run()


@pytest.fixture
def state(monkeypatch):
    held = {}
    monkeypatch.setattr("streamlit.session_state", held)
    return held


def text(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app, label):
    return next(b for b in app.button if label in b.label)


def named(app, name="Robin"):
    app.text_input(key="coder-name").set_value(name)
    return button(app, "Start").click().run()


def sampled(app):
    return app.button(key="samples-to-code").click().run()


def test_the_coder_is_asked_for_a_name_once_and_then_for_something_to_code(app):
    assert "samples-to-code" not in {each.key for each in app.button}
    named(app)
    assert not app.exception
    assert "Go on with a saved coding" in text(app)
    assert not app.text_input


def test_without_a_name_nothing_is_coded(app):
    assert named(app, "  ").text_input(key="coder-name") is not None


def test_a_blind_coding_begins_empty_and_is_marked_blind(app):
    sampled(named(app)).button(key="blind").click().run()
    assert not app.exception
    (coding,) = app.session_state[desk.DESK].codings.values()
    assert (coding.codes, coding.provenance.coding, coding.provenance.coder) == ((), Coding.BLIND, "Robin")
    assert len(app.get("bidi_component")) == 1
    assert "coded blind" in text(app)


def test_a_coding_that_starts_from_the_machine_says_so(app):
    sampled(named(app)).button(key="machine").click().run()
    assert not app.exception
    (coding,) = app.session_state[desk.DESK].codings.values()
    assert coding.codes
    assert coding.provenance.coding is Coding.PRE_ANNOTATED
    assert "started from the machine’s codes" in text(app)


def test_what_to_code_next_can_be_asked_and_is_marked_in_the_coding(app):
    sampled(named(app)).button(key="order").click().run()
    assert not app.exception
    assert "drawn at random" in text(app)
    app.button(key="blind").click().run()
    (coding,) = app.session_state[desk.DESK].codings.values()
    assert coding.provenance.chosen is Chosen.RANDOM


def test_a_saved_coding_is_gone_on_with_and_what_is_here_is_not_lost_to_it(app):
    made = recoded(blind(DOCUMENT, "Robin"), [("empathy", 0, 0, 13)])
    named(app).file_uploader(key="saved-codings").upload("robin.json", as_json([made])).run()
    assert list(app.session_state[desk.DESK].codings.values()) == [made]
    app.file_uploader(key="saved-codings").upload("robin.json", as_json([blind(DOCUMENT, "Robin")])).run()
    assert not app.exception
    assert list(app.session_state[desk.DESK].codings.values()) == [made]
    assert "being coded here already" in text(app)


@pytest.mark.parametrize("content", [b"{", b"[]", as_json([Report(DOCUMENT)])])
def test_what_is_no_coding_is_named_with_the_remedy(app, content):
    named(app).file_uploader(key="saved-codings").upload("x.json", content).run()
    assert not app.exception
    assert not app.session_state[desk.DESK].codings
    assert content == b"[]" or "x.json" in text(app)


def test_what_is_given_on_the_sheet_is_kept_at_once(state):
    desk.keep([blind(DOCUMENT, "Robin")])
    of = key(DOCUMENT)
    sheet.said({"of": of, "codes": [["empathy", 0, 0, 13], ["concern", 1, 0, 12]]})
    assert desk.desk().codings[of].codes == (
        Code("empathy", 0, 0, 13, found_by="person:Robin"),
        Code("concern", 1, 0, 12, found_by="person:Robin"),
    )
    sheet.said({"of": of, "codes": [["concern", 0, 0, 4]]})
    assert len(desk.desk().codings[of].codes) == 2
    assert "code of the clinician's" in desk.desk().problem or "patient's" in desk.desk().problem


@pytest.mark.parametrize("given", [None, {"of": "gone", "codes": []}])
def test_what_belongs_to_no_coding_changes_nothing(state, given):
    sheet.said(given)
    assert not desk.desk().codings


def test_markup_in_speakers_and_turns_is_shown_as_text():
    html = sheet.html(Document(HOSTILE, (Turn(HOSTILE, HOSTILE, Role.PATIENT),)))
    assert not MARKUP.search(re.sub(r'"[^"]*"', '""', html))  # in an attribute's value it is text too
    assert html.count("&lt;script&gt;") == 3


def test_markup_in_a_pseudonym_is_shown_as_text(app):
    sampled(named(app, HOSTILE[:40])).button(key="blind").click().run()
    assert not app.exception
    shown = text(app)
    assert not MARKUP.search(shown)
    assert "&lt;script&gt;" in shown


def test_no_machines_code_is_on_a_blind_sheet():
    html = sheet.html(DOCUMENT)
    assert "<mark" not in html
    assert "model" not in html


@pytest.mark.parametrize("said", ["a\r\nb", "a\x00b\ud800", "🙂\u202e"])
def test_offsets_stay_true_whatever_a_page_cannot_hold(said):
    assert len(sheet.same_length(said)) == len(said)


def other(name, database):
    """Return the desk of somebody who comes to the same store afresh."""
    return named(AppTest.from_string(APP, default_timeout=60).run(), name).session_state[desk.DESK]


def test_a_coding_is_there_when_its_coder_comes_back_and_for_nobody_else(app, database):
    sampled(named(app)).button(key="machine").click().run()
    (coding,) = app.session_state[desk.DESK].codings.values()
    assert list(other("Robin", database).codings.values()) == [coding]
    assert not other("Kim", database).codings
    app.button(key="finish").click().run()
    assert not app.exception
    assert "1 finished" in app.selectbox(key="coding-which").label
    assert not app.get("bidi_component")  # what is finished is not changed by a slip
    assert other("Robin", database).is_finished(coding.document)
    app.button(key="finish").click().run()
    assert len(app.get("bidi_component")) == 1
    assert not other("Robin", database).is_finished(coding.document)


def test_two_windows_of_one_coder_never_lose_each_others_change(app, database):
    sampled(named(app)).button(key="blind").click().run()
    second = named(AppTest.from_string(APP, default_timeout=60).run())
    second.button(key="finish").click().run()
    app.button(key="finish").click().run()
    assert not app.exception
    assert "changed elsewhere since you opened it" in text(app)
    assert "finished" in text(app)


def test_what_is_taken_away_is_gone_from_the_store(app, database):
    sampled(named(app)).button(key="blind").click().run()
    next(each for each in app.button if each.label == "Take this coding away").click().run()
    assert not app.exception
    assert not other("Robin", database).codings


def test_somebody_elses_coding_from_a_file_is_not_taken_for_ones_own(app, database):
    made = recoded(blind(DOCUMENT, "Kim"), [("empathy", 0, 0, 13)])
    named(app).file_uploader(key="saved-codings").upload("kim.json", as_json([made])).run()
    assert "finish" not in {each.key for each in app.button}
    assert not other("Kim", database).codings


def test_a_letter_is_coded_blind_graded_and_finished(app, database):
    named(app).button(key="letters-to-code").click().run()
    assert not app.exception
    assert "a letter; " in text(app)
    app.button(key="blind").click().run()
    assert len(app.get("bidi_component")) == 1
    (name, coding) = next(iter(app.session_state[desk.DESK].codings.items()))
    given = recoded(coding, [("listening", 0, 0, 3)])
    held = app.session_state[desk.DESK]
    app.session_state[desk.DESK] = replace(held, codings={name: given})
    app.run()
    app.button(key="finish").click().run()
    assert "Say how grave it is, from 1 to 3: Listening" in text(app)
    app.segmented_control(key=f"grave-{name}-listening").set_value(3).run()
    app.button(key="finish").click().run()
    assert not app.exception
    draft = other("Robin", database).saved[name]
    assert draft.finished
    assert as_letter(draft.report).problems[0].severity == 3


def test_a_letter_can_start_from_the_machines_codes(app):
    named(app).button(key="letters-to-code").click().run()
    app.button(key="machine").click().run()
    assert not app.exception
    (coding,) = app.session_state[desk.DESK].codings.values()
    assert coding.codes
    assert coding.provenance.coding is Coding.PRE_ANNOTATED


def test_the_letters_of_the_queue_can_be_coded_once_there_are_some(app):
    named(app).button(key="queue-to-code").click().run()
    assert "there are no letters in the queue" in text(app)
    with open_store() as store:
        store.add([LetterReport(Letter("late", f"They came late. {HOSTILE}"))])
    app.button(key="queue-to-code").click().run()
    assert not app.exception
    assert app.selectbox(key="coding-which").options == ["late"]


def test_the_codes_of_letters_are_on_their_sheet():
    html = sheet.html(cut(Letter("x", HOSTILE)))
    assert html.count('class="give"') == 32
    assert not MARKUP.search(re.sub(r'"[^"]*"', '""', html))
