"""The page on progress: empty, one learner, a cohort; whatever a learner is called shows as text."""

from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from commscore.settings import settings
from commscore.store import open_store
from commscore.types import Document, Provenance, Report, Score, Turn
from commscore.ui.progress import COHORT

HOSTILE = "Sky <script>alert(1)</script>"


@pytest.fixture(autouse=True)
def own_store(database: Path) -> None:
    st.cache_resource.clear()


def keep(learner: str, points: list[float]) -> None:
    document = Document("visit", (Turn("Doctor", "Hello."),))
    report = Report(document, provenance=Provenance("0.1.0"))
    with open_store(using=settings()) as store:
        for each in points:
            scored = replace(report, scores=(Score("listening", each, each - 5, each + 5),))
            store.add([scored], learner=learner)


def page() -> AppTest:
    def script() -> None:
        from commscore.ui.progress import show

        show()

    return AppTest.from_function(script, default_timeout=60).run()


def text(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_without_a_learner_the_page_says_how_one_comes_about() -> None:
    assert "Nothing here yet" in text(page())


def test_a_learners_figures_stand_beside_their_own_earlier_ones() -> None:
    keep(HOSTILE, [40, 50, 60, 70, 80])
    keep("Wren", [50])
    app = page()
    app.selectbox[0].set_value(HOSTILE).run()
    shown = text(app)
    assert "rising by about 10 a consultation" in shown
    assert "<script>" not in shown
    app.selectbox[0].set_value("Wren").run()
    assert "1 consultation with this figure; 5 are needed for a trend" in text(app)


def test_a_cohort_has_no_names_and_nothing_below_five() -> None:
    for n in range(5):
        keep(f"Wren {n}", [40 + 10 * n])
    app = page()
    app.selectbox[0].set_value(COHORT).run()
    shown = text(app)
    assert "Wren" not in shown
    assert "50 to 70" in shown
