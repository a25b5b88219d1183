"""A trainer says of codes whether they are right: asked with a reason, applied at once, and taken back."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from tests.report.test_formats import Seen

from commscore.privacy.draft import settled
from commscore.ui import session, waiting
from commscore.work import Review, Verdict
from payloads import PAYLOADS

APP = Path(__file__).resolve().parents[2] / "app.py"
VISIT = (
    "Doctor: What brings you in today?\n"
    "Patient: My knee hurts, and I'm worried about work.\n"
    "Doctor: That sounds hard. When did it start?\n"
    "Patient: In May.\n"
)


@pytest.fixture
def app():
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.file_uploader(key="upload").upload("knee.txt", VISIT.encode()).run()
    return app.button(key="on").click().run()


def html(app):
    """What the transcript shows."""
    shown = json.loads(app.get("bidi_component")[0].proto.json)
    return "".join((*shown["parts"].values(), *shown["turns"]))


def text(app):
    return "\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


def choose(app, **said):
    """Choose something in the transcript, as the script on the page tells of it."""
    states = app._tree.get_widget_states()
    name = f"$$STREAMLIT_INTERNAL_KEY_{app.get('bidi_component')[0].proto.id}__events"
    told = json.dumps([{"event": "said", "value": said}])
    states.widgets.append(WidgetState(id=name, json_trigger_value=told))
    app._run(states)
    assert not app.exception
    return app


def choose_code(app, code):
    start, end = re.search(rf'data-first="{code}" data-start="(\d+)" data-end="(\d+)"', html(app)).groups()
    turn = html(app)[: html(app).index(f'data-first="{code}"')].rindex('data-turn="')
    number = re.match(r'data-turn="(\d+)"', html(app)[turn:])[1]
    return choose(app, turn=int(number), start=int(start), end=int(end), code=code)


def save(app, reason="it fits better", name="Alex"):
    app.text_area(key="reason").set_value(reason)
    if any(field.key == "name" for field in app.text_input):
        app.text_input(key="name").set_value(name)
    app.button(key="save").click().run()
    assert not app.exception
    return app


def shown_codes(app):
    return re.findall(r'class="tag [^>]*data-code="(\w+)"', html(app))


def plain(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def reject(app, code="closed_question", **signed):
    choose_code(app, code)
    app.radio(key="verdict").set_value("rejected")
    return save(app, **signed)


def test_a_code_can_be_taken_out_with_a_reason_and_the_machine_s_view_stays(app):
    before = shown_codes(app)
    reject(app)
    assert shown_codes(app) == [code for code in before if code != "closed_question"]
    assert "commscore said “Closed question”; you took it out, because: it fits better" in plain(html(app))
    assert "Corrected:</dt> <dd>1 correction by 1 person" in text(app)
    assert session.ASKED not in app.session_state


def test_a_code_can_be_confirmed_and_changed_and_the_name_is_asked_once(app):
    choose_code(app, "closed_question")
    app.radio(key="verdict").set_value("confirmed")
    save(app)
    assert "Closed question, by a person" in html(app)
    choose_code(app, "closed_question")
    app.radio(key="verdict").set_value("changed").run()
    assert not [field for field in app.text_input if field.key == "name"]
    app.selectbox(key="code").set_value("ice").run()
    assert "asks for the patient's ideas" in plain(text(app))
    save(app, "it asks what they think")
    assert "ice" in shown_codes(app)
    said = plain(html(app))
    assert "you confirmed it, because: it fits better" in said
    assert "you changed it to “Asks for ideas, concerns, expectations”" in said
    assert len(app.session_state[session.REVIEWS][0, None]) == 2
    choose_code(app, "closed_question")  # the mark that is "ice" now leads to what it was
    assert "commscore said <b>Closed question</b>" in text(app)


def test_a_code_can_be_added_to_selected_words(app):
    choose(app, turn=2, start=2, end=15)
    assert (app.selectbox(key="from").value, app.selectbox(key="to").value) == (0, 2)
    app.selectbox(key="to").set_value(1)
    app.selectbox(key="code").set_value("reassurance")
    save(app)
    (said,) = app.session_state[session.REVIEWS][0, None]
    assert (said.turn, said.start, said.end, said.code) == (2, 0, 11, "reassurance")
    assert "not marked by commscore; you added “Reassurance”" in plain(html(app))


def test_without_a_selection_the_whole_turn_is_offered_and_only_codes_for_its_speaker(app):
    choose(app, turn=1)
    assert (app.selectbox(key="from").value, app.selectbox(key="to").value) == (0, 7)
    assert app.selectbox(key="code").options == ["Concern", "Cue", "Patient's question"]


@pytest.mark.parametrize(
    ("verdict", "reason", "name", "lacks"),
    [
        (None, "so", "Al", "Say whether it is right."),
        ("changed", "so", "Al", "Say what it is."),
        ("rejected", " ", "Al", "Say why, in a few words"),
        ("rejected", "so", " ", "Say who you are"),
    ],
)
def test_nothing_is_kept_before_everything_is_said(app, verdict, reason, name, lacks):
    choose_code(app, "closed_question")
    app.radio(key="verdict").set_value(verdict)
    save(app, reason, name)
    assert lacks in text(app)
    assert not app.session_state[session.REVIEWS]


def test_a_correction_can_be_withdrawn(app):
    before = html(app)
    reject(app)
    assert 'data-withdraw="0"' in html(app)
    choose(app, withdraw=0)
    assert html(app) == before
    assert "Corrected:" not in text(app)


def test_the_machine_s_report_stays_as_it_was(app):
    reject(app)
    app.text_area(key="note-0").set_value("Well begun.").run()
    machine = app.session_state[session.REPORTS][0, None]
    assert "closed_question" in {c.code for c in machine.codes}
    assert not machine.reviews
    assert not machine.notes


def test_files_of_all_that_is_open_follow_the_corrections(monkeypatch):
    state = {}
    monkeypatch.setattr("streamlit.session_state", state)
    session.keep(session.Opened(tuple(map(settled, waiting.read_all([("knee.txt", VISIT.encode())]).drafts))))
    closed = next(c for c in session.machine_report_of(0).codes if c.code == "closed_question")
    place = (closed.turn, closed.start, closed.end, closed.code)
    session.review(0, Review(*place, Verdict.REJECTED, "Alex", "no", datetime(2026, 5, 1, tzinfo=UTC)))
    session.note(0, "Well begun.")
    (made,) = session.every_report()()
    assert made == session.report_of(0)
    assert made.notes == ("Well begun.",)
    assert "closed_question" not in {c.code for c in made.codes}
    session.keep(session.Opened())
    assert (session.reviews_of(0), session.note_of(0)) == ((), "")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_reason_note_and_name_stay_text(app, payload):
    reject(app, reason=payload, name=payload)
    app.text_area(key="note-0").set_value(payload).run()
    choose_code(app, "empathy")
    assert not app.exception
    for shown in (html(app), text(app)):
        page = Seen()
        page.feed(shown)
        assert not page.tags & {"script", "img", "iframe", "body", "math", "font"}
        assert not {a for a in page.attributes if a.startswith("on")}
    assert not {e.proto.allow_html for e in app.get("markdown")} & {True}
    assert plain(payload) in plain(html(app)) or payload in unescape(html(app))


def test_what_became_of_a_concern_can_be_changed_beside_the_moments_with_the_machine_s_view_kept(app):
    turn, start, end, first = re.search(
        r'class="judge" data-turn="(\d+)" data-start="(\d+)" data-end="(\d+)" data-first="([\w.]+)"',
        html(app),
    ).groups()
    code = first.partition(".")[0]
    choose(app, turn=int(turn), start=int(start), end=int(end), code=first)
    assert len(app.radio(key="verdict").options) == 2
    app.radio(key="verdict").set_value("changed").run()
    other = next(option for option in ("explored", "missed") if not first.endswith(option))
    app.selectbox(key="code").set_value(f"{code}.{other}").run()
    save(app, "she asked why")
    shown = plain(html(app))
    title = first.replace(".", " ").capitalize()
    assert (
        f"commscore said “{title}”; you changed it to “{code.capitalize()} {other}”, because: she asked why"
        in shown
    )
    assert f"{'✓' if other == 'explored' else '–'} {other}" in shown
    assert f'data-first="{first}"' in html(app)
    choose(app, withdraw=0)
    assert "you changed it" not in plain(html(app))


def test_what_is_asked_of_one_consultation_is_not_asked_of_another(app):
    choose(app, turn=2, start=0, end=18)
    assert "Add a code" in [dialog.proto.dialog.title for dialog in app.get("dialog")]
    both = app.session_state[session.OPENED]
    app.session_state[session.OPENED] = session.Opened(both.documents * 2)
    app.run()
    assert session.ASKED in app.session_state
    next(b for b in app.button if b.label == "Open another").click().run()
    assert not app.exception
    assert session.ASKED not in app.session_state
