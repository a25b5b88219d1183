import re
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from commscore.privacy.draft import settled
from commscore.report import FORMATS
from commscore.settings import settings
from commscore.ui import page, session, waiting
from commscore.ui.consultation import ALL_AS, ONE_AS
from commscore.ui.home import samples

APP = Path(__file__).resolve().parents[2] / "app.py"
GOOD = b"Doctor: What brings you in today?\nPatient: My knee hurts, and I'm worried about work.\n" * 8
HOSTILE = (
    b"Doctor<script>alert(1)</script>: Hello, <img src=x onerror=alert(2)> there.\nPatient: <b>Hi</b>.\n"
)


@pytest.fixture
def app():
    return AppTest.from_file(str(APP), default_timeout=60).run()


def go_on(app):
    return app.button(key="on").click().run()


def pieces(app):
    return [element.proto.body for element in app.get("html")]


def text(app):
    return "\n".join(pieces(app))


def transcript(app):
    return app.get("bidi_component")


def test_the_empty_page_teaches_and_says_that_text_must_be_anonymised(app):
    assert not app.exception
    said = ("nothing is sent", "Try a sample", "Anonymised transcripts only")
    order = [text(app).index(words) for words in said]
    assert order == sorted(order)
    assert {path.name for path in samples()} <= {button.key for button in app.button}
    assert app.file_uploader(key="upload") is not None


@pytest.mark.parametrize("path", samples(), ids=lambda p: p.stem)
def test_a_sample_opens_as_any_text_does(app, path):
    app.button(key=path.name).click().run()
    assert "Before anything is scored" in text(app)
    assert "cs-score" not in text(app).replace(".cs-score", "")
    go_on(app)
    assert not app.exception
    assert text(app).count('<section class="cs-score') == 4
    assert len(transcript(app)) == 1
    assert len(app.get("download_button")) == len(FORMATS)


def test_too_little_to_judge_is_said_calmly(app):
    go_on(app.button(key="very-short-fit-note.txt").click().run())
    assert "Not enough to judge" in text(app)
    assert not app.error
    assert not app.warning


def test_what_cannot_be_read_is_named_with_its_remedy_and_the_rest_is_done(app):
    app.file_uploader(key="upload").upload("scan.xyz", b"\x00\x01")
    app.file_uploader(key="upload").upload("knee.txt", GOOD)
    app.run()
    assert not app.exception
    assert re.search(r"scan\.xyz: .*save it as one of", text(app))
    go_on(app)
    assert "scan.xyz" not in text(app)
    assert '<h1 class="cs-name">knee</h1>' in text(app)


def test_with_nothing_readable_the_way_in_stays_open(app):
    app.file_uploader(key="upload").upload("empty.txt", b"").run()
    assert not app.exception
    assert "empty.txt: " in text(app)
    assert "Try a sample" in text(app)


def test_several_uploads_are_offered_by_name(app):
    app.file_uploader(key="upload").upload("one.txt", GOOD)
    app.file_uploader(key="upload").upload("two.txt", GOOD)
    go_on(app.run())
    app.selectbox(key="which").select(1).run()
    assert not app.exception
    assert '<h1 class="cs-name">two</h1>' in text(app)


def test_pasted_text_is_read_and_markup_in_it_stays_text(app):
    app.text_area(key="pasted").set_value(HOSTILE.decode())
    next(b for b in app.button if b.label == "Open it").click().run()
    go_on(app)
    assert not app.exception
    shown = "\n".join(p for p in pieces(app) if "<style>" not in p)
    assert "<script" not in shown
    assert "<img" not in shown


def test_the_visitor_can_say_who_the_clinician_is(app):
    go_on(app.file_uploader(key="upload").upload("knee.txt", GOOD).run())
    assert "Taken for the clinician: Doctor" in text(app)
    app.selectbox(key="clinician-0").select("Patient").run()
    assert not app.exception
    assert "Taken for the clinician: Patient" in text(app)


def test_what_the_visitor_said_of_one_consultation_outlasts_a_look_at_another(app):
    for name in ("one.txt", "two.txt"):
        app.file_uploader(key="upload").upload(name, GOOD)
    go_on(app.run())
    app.selectbox(key="clinician-0").select("Patient").run()
    app.selectbox(key="which").select(1).run()
    assert "Taken for the clinician: Doctor" in text(app)
    app.selectbox(key="which").select(0).run()
    assert "Taken for the clinician: Patient" in text(app)


def test_open_another_leads_back(app):
    go_on(app.button(key="very-short-fit-note.txt").click().run())
    app.button[0].click().run()
    assert "Try a sample" in text(app)
    assert not transcript(app)


def test_text_that_cannot_be_read_keeps_the_paste_open_with_the_reason(app):
    app.text_area(key="pasted").set_value("...")
    next(b for b in app.button if b.label == "Open it").click().run()
    assert not app.exception
    paste = next(tab for tab in app.tabs if tab.label == "Paste")
    assert "Could not be read" in "".join(e.proto.body for e in paste.get("html"))
    assert text(app).count("Could not be read") == 1
    assert app.text_area(key="pasted").value == "..."


def test_one_box_says_who_was_taken_for_the_clinician_and_how_surely(app):
    unlabelled = GOOD.replace(b"Doctor", b"Alex").replace(b"Patient", b"Robin")
    go_on(app.file_uploader(key="upload").upload("knee.txt", unlabelled).run())
    boxes = [piece for piece in pieces(app) if 'class="cs-notice"' in piece]
    assert len(boxes) == 1
    assert "Taken for the clinician: Sam" in boxes[0]
    assert "confidence" in boxes[0]


def test_all_that_are_open_can_be_downloaded_together(app):
    app.file_uploader(key="upload").upload("one.txt", GOOD)
    assert len(go_on(app.run()).get("download_button")) == len(FORMATS)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for name in ("one.txt", "two.txt"):
        app.file_uploader(key="upload").upload(name, GOOD)
    go_on(app.run())
    labels = [b.proto.label for b in app.get("download_button")]
    assert labels == [*ONE_AS.values(), *(label for label, _, _ in ALL_AS)]
    assert set(ONE_AS) == set(FORMATS)


def test_every_report_is_made_with_the_clinician_that_was_named(monkeypatch):
    state = {}
    monkeypatch.setattr("streamlit.session_state", state)
    drafts = waiting.read_all([("one.txt", GOOD), ("two.txt", GOOD)]).drafts
    session.keep(session.Opened(tuple(map(settled, drafts))))
    session.say_clinician(1, "Patient")
    first, second = session.every_report()()
    assert [r.document.turns[0].role.value for r in (first, second)] == ["clinician", "patient"]
    assert set(state[session.REPORTS]) == {(0, None), (1, "Patient")}


@pytest.mark.parametrize("address", [each.address for each in page.PAGES])
def test_a_store_that_cannot_be_opened_breaks_no_page(address, tmp_path, own_data, monkeypatch):
    import streamlit as st

    monkeypatch.setenv("COMMSCORE_DATABASE", f"sqlite:///{tmp_path}")  # a folder is no database
    settings.cache_clear()
    st.cache_resource.clear()
    app = AppTest.from_file(str(APP), default_timeout=60)
    app._page_hash = calc_hash(address)
    app.run()
    assert not app.exception
