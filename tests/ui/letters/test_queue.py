"""The queue: its order, its filters and views, and nothing hidden."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from importlib.util import find_spec
from io import BytesIO

import pytest
from openpyxl import load_workbook

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.store import open_store
from commscore.ui.letters import export, filters, queue
from commscore.ui.letters.filters import Filter
from commscore.ui.pieces import plain
from commscore.work import Status
from ui.letters.made import (
    TODAY,
    button,
    keep,
    kept,
    names,
    press,
    report,
    show_letters,
    shown,
    text,
)


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
    assert kept(lambda store: store.views()) == {}
    assert not [b for b in other.button if b.key == "view-0"]


def test_a_queue_of_many_letters_has_pages(database):
    keep(*(report(f"n{n:03}") for n in range(120)))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert len(names(app)) == queue.LINES
    button(app, "Last").click().run()
    assert len(names(app)) == 20
    assert "101 to 120 of 120" in text(app)
    app.multiselect(key="queue-levels").set_value(["standard"]).run()
    assert "1 to 25 of 120" in text(app)


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
    wanted = Filter(("urgent",), ("new",), (), ("death",), filters.WEEK, "ward 6", filters.NEWEST, "an id")
    assert filters.opened(json.loads(json.dumps(wanted.saved()))) == wanted


def test_a_label_shows_markdown_as_it_was_written():
    assert plain("[x](y) `z`") == r"\[x\](y) \`z\`"


def test_words_of_the_letters_themselves_are_found_and_stand_in_no_address(database):
    keep(report("a", text="The zebra’s crossing was dark. Why?"), report("b"), report("zebra"))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    app.text_input(key="queue-words").set_value("ZEBRA'S dark").run()
    assert names(app) == ["a"]
    app.text_input(key="queue-words").set_value("zebra").run()
    assert sorted(names(app)) == ["a", "zebra"]
    assert "zebra" not in str(app.query_params)


def test_another_order_is_said(database):
    keep(
        report("urgent", ["ongoing_risk"], came=TODAY - timedelta(2)),
        report("old", came=TODAY - timedelta(9)),
        report("new", came=TODAY),
    )
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert names(app)[0] == "urgent"
    for order, told in (
        (filters.NEWEST, ["new", "urgent", "old"]),
        (filters.OLDEST, ["old", "urgent", "new"]),
        (filters.FIRST_DUE, ["old", "urgent", "new"]),
    ):
        app.selectbox(key="queue-order").set_value(order).run()
        assert names(app) == told
        assert "By priority" not in text(app)


def test_a_reason_stands_with_its_words(database):
    keep(report("a", ["ongoing_risk"], text="Nobody <b>listened</b>. Why?"))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    assert re.search(r"<li>[^<]+<q[^>]*><b>Nobody</b> &lt;b&gt;listened", shown(app))


def test_letters_of_the_same_matter_are_named_beside_each_other_and_shown_together(database):
    told = "I waited four hours in the cold corridor and nobody came to tell me why it was so."
    named = report("by its reference")
    mine = replace(named, letter=replace(named.letter, reference="C/12"))
    keep(report("a", text=told), report("b", text=told), mine, report("alone"))
    keep(replace(mine, letter=replace(mine.letter, id="later", reference="c 12")))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    for line in shown(app).split("<tr>")[2:]:
        others = re.findall(r'class="other" data-id="[^"]*"><bdi>(.*?)</bdi>', line)
        name = re.search(r'class="open".*?<bdi>(.*?)</bdi>', line)[1]
        assert {name, *others} in ({"a", "b"}, {"by its reference", "later"}, {"alone"})
    assert "Why: the same text." in shown(app)
    press(app, "together", re.search(r'data-together="(.*?)"', shown(app))[1])
    assert len(names(app)) == 2
    assert "those of the same matter" in text(app)
    button(app, "Show all").click().run()
    assert len(names(app)) == 5


def test_what_was_chosen_stays_under_plain_keys(database):
    """They are what a refresh of the browser brings back."""
    keep(*(report(f"n{n:03}") for n in range(120)), report("a", ["ongoing_risk"]))
    app = AppTest.from_function(show_letters, default_timeout=60).run()
    app.multiselect(key="queue-levels").set_value(["standard"]).run()
    app.text_input(key="queue-words").set_value("n").run()
    app.selectbox(key="queue-order").set_value(filters.NEWEST).run()
    button(app, "Later").click().run()
    again = AppTest.from_function(show_letters, default_timeout=60)
    for key in ("queue-wanted", "queue-page"):
        again.session_state[key] = app.session_state[key]
    again.run()
    assert names(again) == names(app)
    assert again.multiselect(key="queue-levels").value == ["standard"]
    assert again.text_input(key="queue-words").value == "n"
    assert again.selectbox(key="queue-order").value == filters.NEWEST
    assert "26 to 50 of 120" in text(again)
