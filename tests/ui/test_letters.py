"""The letters' pages: the way in, the queue with its filters, one letter, and nothing hidden or lost."""

import json
import re
from datetime import date, timedelta
from importlib.util import find_spec
from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.errors import StoreError
from commscore.settings import settings
from commscore.store import Store, open_store
from commscore.triage.clocks import clocks
from commscore.triage.priority import priority
from commscore.types import Flag, Letter, LetterReport, Named, Privacy, Problem, Provenance
from commscore.ui.letters import export, filters, going, queue, start
from commscore.ui.letters.controls import plain
from commscore.ui.letters.filters import Filter
from commscore.work import Status

TODAY = date.today()
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
WRITTEN = (
    "Dear Sir,\n\nMy father Tomasz Thirkettle has had no insulin since Friday. Why did nobody ring me back?\n"
    "I want an apology. Ring me on 07700 900334.\n"
)


def show_letters():
    from commscore.ui.letters import show

    show()


def report(name="a", flags=(), problems=(("listening", 2),), text="Nobody listened. Why?", came=None):
    """Return a letter's report, its question and its ask on the text's last word."""
    found = tuple(Problem(c, s, (s, s), ((0, 6),)) for c, s in problems)
    raised = tuple(Flag(flag, ((0, 6),)) for flag in flags)
    end = len(text)
    letter = Letter(name, text, received=came)
    return LetterReport(
        letter, found, asks=(Named("apology", ((end - 4, end),)),), questions=((end - 4, end),), flags=raised,
        priority=priority(found, raised), clocks=clocks(came, letter),
        provenance=Provenance("0", privacy="replace"),
    )  # fmt: skip


def keep(*reports):
    with open_store("someone") as store:
        return [kept.id for kept in store.add(reports)]


def kept(what=None):
    """Return what `what` makes of the store, as somebody else sees it."""
    with open_store("another") as store:
        return what(store) if what else store.rows()


@pytest.fixture
def app(database):
    return AppTest.from_function(show_letters, default_timeout=60).run()


def opened(id):
    app = AppTest.from_function(show_letters, default_timeout=60)
    app.query_params["letter"] = str(id)
    return app.run()


def text(app):
    return "\n".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


def shown(app):
    """What the component shows: its HTML."""
    return json.loads(app.get("bidi_component")[0].proto.json)["html"]


def held(app):
    """What Streamlit's session holds, in what it keeps until the next run too."""
    state = app.session_state._state._state
    return repr((state._old_state, state._new_session_state, state._new_widget_state))


def names(app):
    return re.findall(r"<bdi>(.*?)</bdi></button>", shown(app))


def press(app, event, value):
    """Tell what the script on the page tells."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    states = app._tree.get_widget_states()
    name = f"$$STREAMLIT_INTERNAL_KEY_{app.get('bidi_component')[0].proto.id}__events"
    told = json.dumps([{"event": event, "value": value}])
    states.widgets.append(WidgetState(id=name, json_trigger_value=told))
    return app._run(states)


def button(app, label):
    return next(b for b in app.button if b.label.startswith(label))


def go_on(app):
    return app.button(key="on").click().run()


def test_the_empty_page_teaches_and_says_until_when_letters_are_kept(app):
    assert not app.exception
    day = TODAY + timedelta(settings().retention_days)
    assert f"until {day.day} {day:%B %Y}" in text(app)
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


def names_waiting(app):
    return re.findall(r"<li><b>(.*?)</b>", text(app))


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


def test_stopping_puts_away_what_is_not_in_the_queue_yet(app, monkeypatch):
    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()
    monkeypatch.setattr(going, "_some", lambda: "not yet")
    go_on(app)
    button(app, "Stop here").click().run()
    assert not kept()
    assert "Letters of complaint" in text(app)


def test_the_day_they_came_and_the_nation_are_taken_along(app):
    app.date_input(key="received").set_value(date(2026, 3, 2))
    app.selectbox(key="nation").set_value("scotland").run()
    app.text_area(key="pasted-letter").set_value(WRITTEN)
    button(app, "Open it").click().run()
    go_on(app)
    (row,) = kept()
    assert row.received == date(2026, 3, 2)
    assert all(due is None for _, due in row.due)


def test_the_queue_stands_by_priority_then_by_what_is_due_and_what_is_done_stands_last(database):
    urgent, *_ = keep(
        report("urgent", ["ongoing_risk"]),
        report("later", came=TODAY),
        report("sooner", came=TODAY - timedelta(20)),
        report("high", ["serious_harm"]),
    )
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert names(app) == ["urgent", "high", "sooner", "later"]
    kept(lambda store: store.set_status(urgent, Status.CLOSED, 1))
    assert names(app.run()) == ["high", "sooner", "later", "urgent"]


def test_a_filter_says_what_it_leaves_out_and_everything_is_one_click_away(database):
    keep(report("a", ["ongoing_risk"]), report("b"), report("c", problems=[("safety", 1)]))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert "Left out" not in text(app)
    app.multiselect(key="queue-categories").set_value(["safety"]).run()
    assert names(app) == ["c"]
    assert "Shown: 1 of 3. Left out by what you chose: 1 urgent, 1 standard." in text(app)
    button(app, "Show all").click().run()
    assert len(names(app)) == 3
    app.text_input(key="queue-words").set_value("LISTENING").run()
    assert sorted(names(app)) == ["a", "b"]
    app.text_input(key="queue-words").set_value("nothing like it").run()
    assert "No letter is like that" in text(app)


def test_a_choice_outlasts_a_look_at_one_letter(database):
    keep(report("a", ["ongoing_risk"]), report("b"))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    app.multiselect(key="queue-levels").set_value(["standard"]).run()
    press(app, "chosen", re.search(r'data-id="(.*?)"', shown(app))[1])
    assert '<h1 class="cs-name">b</h1>' in text(app)
    button(app, "Back to the queue").click().run()
    assert names(app) == ["b"]
    assert app.multiselect(key="queue-levels").value == ["standard"]


def test_views_are_saved_opened_and_removed(database):
    keep(report("a", ["ongoing_risk"]), report("b"))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    app.multiselect(key="queue-levels").set_value(["urgent"]).run()
    app.text_input(key="view-name").set_value("*today*")
    button(app, "Save it").click().run()
    other = AppTest.from_function(show_letters, default_timeout=60).run()
    view = other.button(key="view-0")
    assert view.label == r"\*today\*"
    assert names(view.click().run()) == ["a"]
    other.button(key="drop-0").click().run()
    assert kept(lambda store: store.views(store.who)) == {}
    assert not [b for b in other.button if b.key == "view-0"]


def test_fifty_letters_a_page(database):
    keep(*(report(f"n{n:03}") for n in range(120)))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert len(names(app)) == queue.LINES
    button(app, "Last").click().run()
    assert len(names(app)) == 20
    assert "101 to 120 of 120" in text(app)
    app.multiselect(key="queue-levels").set_value(["standard"]).run()
    assert "1 to 50 of 120" in text(app)


def test_a_tick_a_note_and_a_status_are_kept_with_who_and_when(database):
    (id,) = keep(report())
    app = opened(id)
    press(app, "tick", {"what": "ask:apology", "done": True})
    assert "1 of 2 ticked" in shown(app)
    app.text_area(key=f"note-{id}").set_value(HOSTILE)
    button(app, "Add the note").click().run()
    assert app.text_area(key=f"note-{id}").value == ""
    next(s for s in app.selectbox if s.label == "Status").set_value(Status.ACKNOWLEDGED).run()
    assert not app.exception
    told = text(app)
    assert "wrote a note" in told
    assert "set the status to “acknowledged”" in told
    assert "ticked" in told
    assert kept(lambda store: store.ticks(id)) == {"ask:apology"}
    assert kept()[0].status is Status.ACKNOWLEDGED


def test_nothing_but_a_person_sets_a_status(database):
    (id,) = keep(report())
    app = opened(id)
    for what in re.findall(r'data-what="(.*?)"', shown(app)):
        press(app, "tick", {"what": what, "done": True})
    assert "2 of 2 ticked" in shown(app)
    assert kept()[0].status is Status.NEW


@pytest.mark.parametrize("how", ["tick", "note", "status"])
def test_what_somebody_else_changed_in_between_is_not_lost_and_the_page_says_so(database, how):
    (id,) = keep(report())
    app = opened(id)
    kept(lambda store: store.set_status(id, Status.WITH_SERVICE, 1))
    if how == "tick":
        press(app, "tick", {"what": "ask:apology", "done": True})
        assert "0 of 2 ticked" in shown(app)
    elif how == "note":
        app.text_area(key=f"note-{id}").set_value("mine")
        button(app, "Add the note").click().run()
        assert app.text_area(key=f"note-{id}").value == "mine"
    else:
        next(s for s in app.selectbox if s.label == "Status").set_value(Status.CLOSED).run()
    assert not app.exception
    assert "Nothing was changed" in text(app)
    assert "omebody else changed this" in text(app)
    assert next(s for s in app.selectbox if s.label == "Status").value is Status.WITH_SERVICE
    assert kept()[0].status is Status.WITH_SERVICE
    assert "Nothing was changed" not in text(app.run())


def test_a_draft_is_checked_and_kept_nowhere(database):
    (id,) = keep(report())
    app = opened(id)
    app.text_area(key=f"draft-{id}").set_value(
        "Dear Grimstone, we are sorry that nobody listened <b>to you</b>."
    )
    button(app, "Check it").click().run()
    assert not app.exception
    assert "An apology: answered" in text(app)
    assert "<b>to you" not in text(app)
    button(app, "Back to the queue").click().run()
    app.run()
    assert "Grimstone" not in held(app)


def test_a_letter_that_is_gone_is_said_so(database):
    keep(report())
    for id in (str(UUID(int=1)), "no id"):
        app = opened(id)
        assert not app.exception
        assert "This letter is not in the queue" in text(app)
        assert len(names(button(app, "Back to the queue").click().run())) == 1


def test_what_people_wrote_shows_as_text_everywhere(database):
    (id,) = keep(report(HOSTILE, text=f"{HOSTILE} Nobody listened. Why?"))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    pages = [shown(app), text(app)]
    app = opened(id)
    app.text_area(key=f"note-{id}").set_value(HOSTILE)
    button(app, "Add the note").click().run()
    app.text_area(key=f"draft-{id}").set_value(HOSTILE)
    button(app, "Check it").click().run()
    pages += [shown(app), text(app)]
    assert all("<script" not in page and "<img" not in page for page in pages)
    assert all("&lt;img" in page for page in (pages[0], *pages[2:]))


def test_a_file_of_a_hostile_name_shows_as_text(app):
    app.file_uploader(key="upload-letters").upload("<img src=x onerror=alert(1)>.xyz", b"\x00").run()
    assert "<img" not in text(app)
    assert "&lt;img" in text(app)


def test_the_downloads_say_how_far_each_letter_is_and_the_months_are_of_all(database):
    first, second = keep(report("=1+1"), report("b", came=date(2026, 3, 2)))
    kept(lambda store: store.set_status(second, Status.ANSWERED, 1))
    with open_store("someone") as store:
        lines = export.commas(store, [first, second]).decode("utf-8-sig").splitlines()
        sheet = load_workbook(BytesIO(export.excel(store, [second]))).active
        months = export.months(store, [first, second], "csv").decode("utf-8-sig")
    assert lines[0].endswith(",status")
    assert {line.rpartition(",")[2] for line in lines[1:]} == {"answered", "new"}
    assert "'=1+1" in "\n".join(lines)
    assert sheet.max_row == 2
    assert "2026-03" in months


@pytest.mark.parametrize(
    ("status", "due", "names"),
    [
        (Status.NEW, filters.GONE, ["old"]),
        (Status.NEW, filters.WEEK, ["today"]),
        (Status.NEW, filters.UNKNOWN, ["undated"]),
        (Status.ACKNOWLEDGED, filters.GONE, []),
        (Status.CLOSED, filters.UNKNOWN, []),
    ],
)
def test_what_is_due_is_what_nobody_said_is_done(database, status, due, names):
    ids = keep(report("old", came=TODAY - timedelta(30)), report("today", came=TODAY), report("undated"))
    if status is not Status.NEW:
        kept(lambda store: [store.set_status(id, status, 1) for id in ids])
    wanted = [row.name for row in filters.matching(kept(), Filter(due=due), TODAY)]
    assert [name for name in wanted if name in names or status is not Status.ACKNOWLEDGED] == names


def test_a_view_is_saved_and_opened_without_loss():
    wanted = Filter(("urgent",), ("new",), (), ("death",), filters.WEEK, "ward 6")
    assert filters.opened(json.loads(json.dumps(wanted.saved()))) == wanted


def test_a_label_shows_markdown_as_it_was_written():
    assert plain("[x](y) `z`") == r"\[x\](y) \`z\`"
