"""The step before anything is scored: what was found is shown, undone, added to, and let go on or refused."""

import json
import re
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.ui import found, quiet, session, waiting
from ui.drawn import components

APP = Path(__file__).resolve().parents[2] / "app.py"
VISIT = (
    "Dr Patel: Hello, I'm Dr Patel. You are Siobhan Thirkettle?\n"
    "Patient: Yes, Siobhan. Ring my husband Tomasz, 07700 900334. "
    "Mr Slaithby<script>alert(1)</script> said so.\n"
    "Dr Patel: I can hear that you're worried, Siobhan. How was grimstone?\n"
    "Patient: My knee hurts, and I'm worried about work.\n"
)
PERSONAL = ("patel", "siobhan", "thirkettle", "tomasz", "900334", "slaithby", "grimstone")


@pytest.fixture
def app(monkeypatch):
    monkeypatch.setattr("commscore.ui.ready.begin", lambda: None)  # it reads a consultation of its own
    return AppTest.from_file(str(APP), default_timeout=60).run()


def upload(app, **texts):
    for name, content in texts.items():
        app.file_uploader(key="upload").upload(f"{name}.txt", content.encode())
    return app.run()


def text(app):
    return "\n".join(element.proto.body for element in app.get("html") if "<style>" not in element.proto.body)


def shown(app):
    """What the component shows: its HTML."""
    return components(app)[0]


def press(app, words="", stays=True, **said):
    """Press the button beside these words in the list, as the script on the page tells of it."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    if words:
        places = re.search(rf'data-to="([^"]+)"[^>]*><bdi>{words}</bdi>', shown(app))[1]
        said = {"places": [[int(n) for n in each.split(":")] for each in places.split(" ")]}
    states = app._tree.get_widget_states()
    told = json.dumps([{"event": "said", "value": {**said, "stays": stays}}])
    name = f"$$STREAMLIT_INTERNAL_KEY_{app.get('bidi_component')[0].proto.id}__events"
    states.widgets.append(WidgetState(id=name, json_trigger_value=told))
    return app._run(states)


def go_on(app):
    return app.button(key="on").click().run()


def missed(app, names):
    app.text_input(key="missed").set_value(names)
    return next(b for b in app.button if b.label.startswith("Take out")).click().run()


def held(app):
    """Which of the words Streamlit's session holds, in what it keeps until the next run too."""
    state = app.session_state._state._state
    kept = repr((state._old_state, state._new_session_state, state._new_widget_state)).lower()
    return [w for w in PERSONAL if w in kept]


def opened(app):
    return app.session_state[session.OPENED].documents


def test_nothing_is_scored_before_the_visitor_goes_on(app, monkeypatch):
    scored = []
    monkeypatch.setattr("commscore.pipeline.detect", lambda *given: scored.append(given) or ())
    upload(app, **{"siobhan-visit": VISIT})
    assert "Before anything is scored" in text(app)
    assert "6 names, 1 telephone number" in text(app)
    assert not scored
    assert "siobhan" in held(app)
    assert not go_on(app).exception
    assert scored


def test_what_was_found_is_shown_in_place_with_its_kind_and_stand_in_and_markup_stays_text(app):
    html = shown(upload(app, visit=VISIT))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    plain = unescape(re.sub(r"<[^>]+>", "", html))
    assert re.search(r"Thirkettle\s*name → [A-Z]\w+ [A-Z]\w+", plain)
    assert re.search(r"07700 900334telephone number → 07700 900\d{3}", plain)
    assert "Dr Patel → Dr Ashdown" in plain


def test_after_going_on_the_session_holds_nothing_of_the_text_as_it_was(app):
    upload(app, **{"siobhan-visit": VISIT})
    missed(app, "grimstone")
    go_on(app)
    assert not app.exception
    assert held(app) == []
    assert not [w for w in PERSONAL if w in text(app).lower() + shown(app).lower()]
    assert "Privacy mode:</dt> <dd>replace: 7 names, 1 telephone number" in text(app)


def test_the_titles_of_several_are_forgotten_too(app):
    upload(app, **{"siobhan-visit": VISIT, "tomasz": VISIT})
    app.selectbox(key="waits").select(1).run()
    missed(app, "grimstone")
    go_on(app)
    assert held(app) == []
    assert not [o for o in app.selectbox(key="which").options if "siobhan" in o or "tomasz" in o]


def test_a_pasted_text_is_forgotten_too(app):
    app.text_area(key="pasted").set_value(VISIT)
    next(b for b in app.button if b.label == "Open it").click().run()
    missed(app, "grimstone")
    assert held(go_on(app)) == []


def test_uploaded_files_are_let_go_as_soon_as_they_are_read(app, monkeypatch):
    gone = []
    monkeypatch.setattr("commscore.ui.uploads.let_go", lambda files: gone.extend(f.name for f in files))
    upload(app, one=VISIT)
    assert gone == ["one.txt"]


def test_a_file_that_is_let_go_is_nowhere(monkeypatch):
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.uploaded_file_manager import UploadedFileRec

    manager = MemoryUploadedFileManager("/upload")
    context = SimpleNamespace(uploaded_file_mgr=manager, session_id="visitor")
    monkeypatch.setattr("streamlit.runtime.scriptrunner.get_script_run_ctx", lambda: context)
    manager.add_file("visitor", UploadedFileRec("1", "one.txt", "text/plain", VISIT.encode()))
    quiet.let_go([SimpleNamespace(file_id="1")])
    assert manager.get_files("visitor", ["1"]) == []


def test_undone_words_stay_and_can_be_taken_out_again(app):
    upload(app, visit=VISIT)
    press(app, "Tomasz")
    assert "left as it is: 1 name" in text(app)
    press(app, "Siobhan")
    press(app, "Siobhan", stays=False)
    go_on(app)
    turn = opened(app)[0].what.turns[1].text
    assert "Tomasz" in turn
    assert "Siobhan" not in turn
    assert "left as it was: 1 name" in text(app)


def test_a_label_can_be_spared(app):
    upload(app, visit=VISIT)
    press(app, speaker=0)
    go_on(app)
    assert opened(app)[0].what.turns[0].speaker == "Dr Patel"


def test_what_names_one_person_for_certain_cannot_stay(app):
    upload(app, visit=VISIT)
    press(app, "07700 900334")
    assert "Left as it is: 1 telephone number" in text(app)
    go_on(app)
    assert re.search(r"Not yet.*visit\.txt: 1 telephone number in turn 2; .*have it taken out", text(app))
    assert session.OPENED not in app.session_state
    press(app, "07700 900334", stays=False)
    assert "Not yet" not in text(app)
    assert "Taken for the clinician" in text(go_on(app))


def test_a_missed_name_goes_from_all_that_is_open_and_a_wrong_one_is_told(app):
    upload(app, one=VISIT, two=VISIT.replace("knee", "Grimstone"))
    missed(app, "grimstone, Nobodyhere")
    assert "Nobodyhere" in text(app)
    go_on(app)
    assert "grimstone" not in repr(opened(app)).lower()


def test_off_is_chosen_knowingly_and_asks_once_more(app):
    upload(app, visit=VISIT)
    app.radio(key="mode").set_value("off").run()
    assert not app.text_input
    assert app.button(key="on").disabled
    app.checkbox(key="sure").check().run()
    go_on(app)
    assert session.OPENED not in app.session_state
    assert "1 telephone number in turn 2" in text(app)
    assert app.button(key="on").label == "Go on all the same"
    go_on(app)
    assert "Siobhan" in opened(app)[0].what.turns[0].text
    assert "said to be anonymised and was left as it is, with 1 telephone number in it" in text(app)
    assert "off; left as it was: 1 telephone number" in text(app)


def test_another_choice_takes_back_what_was_said_of_off(app):
    upload(app, visit=VISIT)
    app.radio(key="mode").set_value("off").run()
    app.checkbox(key="sure").check().run()
    go_on(app)
    app.radio(key="mode").set_value("tag").run()
    assert app.button(key="on").label == "Go on"
    go_on(app)
    assert "[NAME_" in opened(app)[0].what.turns[0].text


def test_to_check_refuses_what_was_not_looked_at(app):
    upload(app, visit="Dr: Hello, Siobhan.\nPatient: My knee hurts.\n")
    app.radio(key="mode").set_value("check").run()
    go_on(app)
    assert "visit.txt: 1 name in turn 1" in text(app)
    press(app, "Siobhan")
    assert "check; left as it was: 1 name" in text(go_on(app))


def test_several_have_a_list_with_counts_and_go_on_together(app):
    upload(app, one=VISIT, two="Dr: Hello.\nPatient: My knee hurts.\n")
    assert "<li><b>one</b>: 6 names, 1 telephone number.</li><li><b>two</b>: Nothing personal.</li>" in text(
        app
    )
    app.selectbox(key="waits").select(1).run()
    assert "Nothing was found." in shown(app)
    assert app.button(key="on").label == "Go on with all 2"
    assert len(opened(go_on(app))) == 2


def test_what_was_said_of_one_is_said_of_that_one_alone(app):
    upload(app, one=VISIT, two=VISIT)
    app.selectbox(key="waits").select(1).run()
    press(app, "Tomasz")
    app.selectbox(key="waits").select(0).run()
    assert "stays" not in shown(app).replace("data-stays", "")
    go_on(app)
    assert ["Tomasz" in d.what.turns[1].text for d in opened(app)] == [False, True]


def test_a_waiting_text_can_be_put_away(app):
    upload(app, visit=VISIT)
    app.button[0].click().run()
    assert "Try a sample" in text(app)
    assert held(app) == []


def test_an_error_shows_and_logs_its_kind_alone(app, monkeypatch, caplog):
    def fails(*_):
        raise ValueError(VISIT)

    monkeypatch.setattr(found, "html", fails)
    upload(app, visit=VISIT)
    told = [f"{e.proto.message} {' '.join(e.proto.stack_trace)} {e.proto.type}" for e in app.exception]
    assert "ValueError" in told[0]
    assert "Siobhan" not in told[0] + caplog.text


def test_statistics_or_full_errors_set_by_the_machine_stop_the_app(app, monkeypatch):
    monkeypatch.setattr(quiet, "loud", lambda: ("browser.gatherUsageStats",))
    app.run()
    assert "browser.gatherUsageStats: turn it off" in text(app)
    assert not app.get("file_uploader")


def test_uploads_stay_in_memory():
    pytest.importorskip("starlette")
    from starlette.formparsers import MultiPartParser

    from commscore.settings import settings

    quiet.hush()
    assert MultiPartParser.spool_max_size > settings().upload_megabytes * quiet.MEGABYTE


def test_a_press_that_says_nothing_changes_nothing(monkeypatch):
    state = {}
    monkeypatch.setattr("streamlit.session_state", state)
    found._said(0, None)
    assert waiting.WAITING not in state
