"""What teaches: the tour of each page, the glossary, and pages that say what they are for."""

import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest

from commscore.ui import glossary, tour
from commscore.ui.pieces import asset

APP = Path(__file__).resolve().parents[2] / "app.py"
TITLES = [page["name"] for page in tomllib.loads(asset("tour.toml"))["page"]]


@pytest.fixture
def app(database: Path) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=60).run()


def text(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


def keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


@pytest.mark.parametrize("title", TITLES)
def test_each_tour_has_three_steps(title: str) -> None:
    assert len(tour.steps(title)) == 3


def test_the_tour_is_offered_until_it_is_declined_and_stays_within_reach(app: AppTest) -> None:
    assert "tour-start" in keys(app)
    app.button(key="tour-no").click().run()
    assert "tour-start" not in keys(app)
    assert "1 of 3" not in text(app)
    app.button(key="tour-again").click().run()
    assert "1 of 3" in text(app)


def test_the_steps_lead_on_and_back_and_end_where_the_visitor_leaves(app: AppTest) -> None:
    app.button(key="tour-start").click().run()
    for at in (1, 2):
        assert f"{at} of 3" in text(app)
        app.button(key="tour-on").click().run()
    assert "3 of 3" in text(app)
    assert "tour-on" not in keys(app)
    app.button(key="tour-back").click().run()
    assert "2 of 3" in text(app)
    app.button(key="very-short-fit-note.txt").click().run()
    assert "2 of 3" in text(app)  # it stays while the visitor does what it says
    app.button(key="tour-off").click().run()
    assert "of 3:" not in text(app)


def test_on_another_page_the_tour_begins_anew() -> None:
    def script() -> None:
        import streamlit as st

        from commscore.ui import tour

        tour.show(str(st.session_state.get("where", "Letters")))

    app = AppTest.from_function(script)
    app.session_state[tour.STEP] = 1
    app.run()
    app.button(key="tour-on").click().run()
    assert "2 of 3" in text(app)
    app.session_state["where"] = "Models"
    assert "1 of 3" in text(app.run())
    app.session_state["where"] = "A page without a tour"
    assert "of 3" not in text(app.run())


def test_a_made_up_learner_is_one_click_away_and_nothing_is_kept(database: Path) -> None:
    app = AppTest.from_string("from commscore.ui import progress; progress.show()", default_timeout=120).run()
    assert "Nothing here yet" in text(app)
    app.toggle[0].set_value(True).run()
    assert "A made-up learner" in text(app)
    assert text(app).count('class="cs-course') > 10
    from commscore.ui.kept import store

    assert store().kept() == ()


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("Open questions", ["Open questions"]),
        ("ideas, concerns or expectations asked for", ["ideas, concerns or expectations"]),
        ("rescued", []),
        ("cues & <concerns>", ["cues", "concerns"]),
        ("", []),
    ],
)
def test_the_glossarys_words_are_marked_whole_and_all_else_is_escaped(said: str, marked: list[str]) -> None:
    shown = glossary.explained(said)
    assert [part.partition(">")[2] for part in shown.split("</dfn>")[:-1]] == marked
    assert shown.striptags() == said
    assert "<concerns" not in shown


def test_no_word_of_the_glossary_is_explained_twice() -> None:
    terms = tomllib.loads(asset(glossary.WORDS))["term"]
    every = [word.casefold() for term in terms for word in term["words"]]
    assert len(every) == len(set(every)) == len(glossary.meanings())
