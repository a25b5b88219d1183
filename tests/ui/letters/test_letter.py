"""One letter: what is ticked, noted, set and checked, and by whom."""

import re
from importlib.util import find_spec
from uuid import UUID

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.work import Status
from ui.letters.made import (
    HOSTILE,
    button,
    held,
    keep,
    kept,
    names,
    opened,
    press,
    report,
    show_letters,
    shown,
    text,
)


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


def test_each_quote_leads_to_its_words(database):
    (id,) = keep(report(flags=["ongoing_risk"], text="Nobody 😀 listened\nto me. Why?"))
    page = shown(opened(id))
    begins = set(re.findall(r'<mark[^>]* data-at="(\d+)"', page))
    assert {"0", "25"} <= set(re.findall(r'data-go="(\d+)-\d+"', page)) <= begins


def test_others_of_the_same_matter_are_one_click_away(database):
    told = "I waited four hours in the cold corridor and nobody came to tell me why it was so."
    first, second, _ = keep(report("a", text=told), report("*b*", text=told), report("c"))
    app = opened(first)
    assert "May be of the same matter (the same text)" in text(app)
    assert [b.label for b in app.button if b.key == f"same-{second}"] == [r"\*b\*"]
    app.button(key=f"same-{second}").click().run()
    assert '<h1 class="cs-name">*b*</h1>' in text(app)


def test_what_a_draft_answers_is_ticked_by_a_person_and_by_nothing_else(database):
    (id,) = keep(report())
    app = opened(id)
    app.text_area(key=f"draft-{id}").set_value("We are sorry that nobody listened to you. We apologise.")
    button(app, "Check it").click().run()
    assert kept(lambda store: store.ticks(id)) == frozenset()
    button(app, "Tick the one that it answers").click().run()
    assert not app.exception
    assert kept(lambda store: store.ticks(id)) == {"ask:apology"}
    assert not [b for b in app.button if b.label.startswith("Tick the")]
    again = AppTest.from_function(show_letters)  # as after a refresh of the browser
    again.query_params["letter"] = str(id)
    again.session_state["draft-checked"] = app.session_state["draft-checked"]
    assert "We apologise" in again.run().text_area(key=f"draft-{id}").value


def test_who_set_the_status_stands_beside_it(database):
    (id,) = keep(report())
    kept(lambda store: store.set_status(id, Status.CLOSED, 1))
    assert "<dd>closed, set by another, " in text(opened(id))
