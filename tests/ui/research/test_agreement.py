"""Two coders' files: their agreement, their differences one by one, and the settled coding."""

import re

import pytest

pytest.importorskip("streamlit", reason="the extra 'app' is not installed")

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from commscore.report.records import as_json, as_lines
from commscore.store import open_store
from commscore.train.adjudicate import Side
from commscore.train.agreement import matched
from commscore.train.coding import blind, recoded
from commscore.train.dataset import dataset
from commscore.train.lettercoding import as_json as letters_as_json
from commscore.train.lettercoding import cut, graded
from commscore.types import Document, Letter, Report, Role, Turn
from commscore.ui.research import settling
from commscore.work import Coding
from conftest import consultation

pytestmark = pytest.mark.usefixtures("database")
APP = "from commscore.ui.research import agreement; agreement.show()"
DOCUMENT = consultation("P: I am worried.", "D: That must be hard. Go on.", "D: Why?")
ROBIN = recoded(blind(DOCUMENT, "Robin"), [("empathy", 1, 0, 18), ("facilitator", 1, 19, 25)])
KIM = recoded(blind(DOCUMENT, "Kim"), [("reflection", 1, 5, 18)])
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def app():
    made = AppTest.from_string(APP, default_timeout=60).run()
    made.text_input(key="coder-name").set_value("Sam")
    return next(each for each in made.button if each.label == "Start").click().run()


def text(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def test_two_made_up_codings_are_one_click_away(app):
    app.button(key="made-up").click().run()
    assert not app.exception
    assert "Robin, made up: 1 consultation" in text(app)
    assert "Where they differ" in text(app)


FIRST, SECOND = as_json([ROBIN]), as_json([KIM])


def brought(app, first=FIRST, second=SECOND, name="coding.json"):
    app.file_uploader(key="codings-first").upload(name, first).run()
    return app.file_uploader(key="codings-second").upload(name, second).run()


def settled(app):
    held = app.session_state[settling.SETTLING]
    return held, list(held.decided.values())


def test_before_both_are_open_the_page_says_what_is_needed(app):
    assert not app.exception
    assert "open what they finished here" in text(app)
    assert not app.get("download_button")


def test_agreement_is_shown_by_code_and_differences_in_their_place(app):
    brought(app)
    assert not app.exception
    shown = text(app)
    assert "Robin: 1 consultation" in shown
    assert re.search(r'<th scope="row">Empathy</th><td>1</td><td>0</td>', shown)
    assert "1 of 2, 0 decided" in shown
    assert "Empathy · first coder" in shown
    assert "Reflection · second coder" in shown
    assert "I am worried." in shown  # the turn before, to judge by


def test_each_difference_is_decided_and_the_next_one_comes_up(app):
    brought(app).button(key="take-second").click().run()
    assert "2 of 2, 1 decided" in text(app)
    assert {b.key for b in app.button if (b.key or "").startswith("take-")} == {"take-first", "take-neither"}
    app.button(key="take-neither").click().run()
    assert not app.exception
    assert settled(app)[1] == [Side.SECOND, Side.NEITHER]
    next(b for b in app.button if b.label == "Previous").click().run()
    assert "1 of 2, 2 decided" in text(app)
    assert len(app.get("download_button")) == 1


def test_what_is_saved_is_what_was_decided(monkeypatch):
    monkeypatch.setattr("streamlit.session_state", {})
    settling.bring("first", (ROBIN,))
    settling.bring("second", (KIM,))
    settling._decide((settling.desk.key(DOCUMENT), 0), Side.SECOND, 1)
    (made,) = settling.settled(matched([ROBIN], [KIM]))
    assert [(c.code, c.disputed) for c in made.codes] == [("reflection", False), ("facilitator", True)]


def test_a_start_from_the_machines_codes_is_said(app):
    started = replace(KIM, provenance=replace(KIM.provenance, coding=Coding.PRE_ANNOTATED))
    brought(app, second=as_json([started]))
    assert "Kim: made started from the machine’s codes" in text(app)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"{", "Could not be read"), (as_json([Report(DOCUMENT)]), "names no coder")],
)
def test_what_cannot_be_read_is_named_and_the_rest_stays(app, content, why):
    brought(app)
    app.file_uploader(key="codings-second").upload("other.json", content).run()
    assert not app.exception
    assert why in text(app)
    assert "Agreement by code" in text(app)


def test_codings_of_other_texts_cannot_be_compared(app):
    other = blind(Document("other", DOCUMENT.turns), "Kim")
    brought(app, second=as_json([other]))
    assert not app.exception
    assert "share no document" in text(app)


def test_two_that_agree_have_no_differences(app):
    brought(app, second=as_json([ROBIN]))
    assert "No differences" in text(app)


def test_several_consultations_are_settled_in_turn(app):
    pair = [
        [recoded(blind(replace(DOCUMENT, id=name), who), [(code, 1, 0, 18)]) for name in "ab"]
        for who, code in (("Robin", "empathy"), ("Kim", "reflection"))
    ]
    brought(app, as_lines(pair[0]), as_lines(pair[1]), "all.jsonl")
    app.button(key="take-first").click().run()
    assert "2 of 2, 1 decided: b" in text(app)


def test_markup_in_texts_and_names_is_shown_as_text(app):
    document = Document(HOSTILE, (Turn(HOSTILE, HOSTILE, Role.CLINICIAN),))
    first, second = (
        recoded(blind(document, HOSTILE), [(code, 0, 0, 20)]) for code in ("empathy", "reflection")
    )
    brought(app, as_json([first]), as_json([second]))
    assert not app.exception
    assert "&lt;script&gt;" in text(app)
    assert not re.search("<script|<img", text(app))


def test_what_two_coders_finished_here_is_opened_and_the_settled_coding_is_kept(app):
    with open_store() as store:
        store.save_coding(ROBIN, 0, finished=True)
        version = store.save_coding(KIM, 0)
        app.button(key="finished-here").click().run()
        assert "no consultation was finished by two coders yet" in text(app)
        store.save_coding(KIM, version, finished=True)
    app.button(key="finished-here").click().run()
    assert not app.exception
    held, _ = settled(app)
    assert (held.first, held.second) == ((KIM,), (ROBIN,))
    for _ in range(2):  # what is kept again takes the place of what was kept before
        app.button(key="keep-settled").click().run()
        assert "in place of the two" in text(app)
    with open_store() as store:
        assert len(store.codings("Kim and Robin, settled by Sam")) == 1
        assert len(store.compared()) == 2
        (made,) = dataset(store).whole
    assert made.provenance.coding is Coding.ADJUDICATED


def test_two_coders_of_a_letter_agree_by_code_and_nothing_is_settled(app):
    document = cut(Letter("late", "Nobody listened to me.\n\nI want an apology."))
    one, other = (
        graded(recoded(blind(document, who), given), "listening", 2)
        for who, given in (
            ("Robin", [("listening", 0, 0, 22), ("ask.apology", 1, 0, 18)]),
            ("Kim", [("listening", 0, 0, 6), ("flag.legal", 1, 0, 18)]),
        )
    )
    brought(app, letters_as_json((one,)), letters_as_json((other,)))
    assert not app.exception
    shown = text(app)
    assert "Robin: 1 letter" in shown
    assert "Agreement by code, letters" in shown
    assert "Asks for: An apology" in shown
    assert "The unit is the letter." in shown
    assert not app.get("download_button")
