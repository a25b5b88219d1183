"""The page of the installed models."""

import json
import re
import shutil

import pytest

pytest.importorskip("streamlit", reason="the extra 'app' is not installed")

from streamlit.testing.v1 import AppTest

from commscore.models import in_use
from commscore.settings import settings
from commscore.ui.research import using
from conftest import ROOT, consultation

APP = "from commscore.ui.research import models; models.show()"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def folder(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("COMMSCORE_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    shutil.copytree(tiny, tmp_path / "models" / "tiny")
    yield tmp_path / "models" / "tiny"
    monkeypatch.undo()
    settings.cache_clear()


def shown():
    app = AppTest.from_string(APP, default_timeout=60).run()
    assert not app.exception
    return app


def text(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def test_without_any_the_page_says_what_reads_instead():
    assert "by rules alone" in text(shown())


def test_a_model_is_shown_with_its_card_and_without_figures_where_it_has_none(folder):
    app = shown()
    assert '<h1 class="cs-name">tiny</h1>' in text(app)
    assert "as promised" in text(app)
    assert "Not measured" in text(app)
    assert any("six words" in each.value for each in app.markdown)


@pytest.mark.parametrize("name", ["consultation", "letter"])
def test_the_projects_own_models_show_every_part_of_their_evaluation(folder, name):
    own = ROOT / "models" / name / "evaluation.json"
    if not own.is_file():
        pytest.skip("the project's own models are not in this checkout")
    shutil.copy(own, folder)
    app = shown()
    assert len(app.get("bidi_component")) == 1  # the reliability curve
    for part in app.selectbox(key="part").options:
        app.selectbox(key="part").select(part).run()
        assert not app.exception
        assert "<table" in text(app)
    assert json.loads(own.read_text(encoding="utf-8"))["parts"].keys() == set(
        app.selectbox(key="part").options
    )


def test_a_changed_file_is_said(folder):
    (folder / "card.md").write_text("Better.", encoding="utf-8")
    assert "Not what its manifest promises" in text(shown())


@pytest.mark.parametrize("content", ["{", "[]", '{"parts": 3}'])
def test_figures_that_cannot_be_read_are_none(folder, content):
    (folder / "evaluation.json").write_text(content, encoding="utf-8")
    assert "Not measured" in text(shown())


def test_a_card_fetches_nothing_and_runs_nothing(folder):
    (folder / "card.md").write_text(f"![x](http://there/x.png) {HOSTILE}", encoding="utf-8")
    app = shown()
    (card,) = (each for each in app.markdown if "there" in each.value)
    assert "![" not in card.value
    assert not card.allow_html
    assert not re.search("<script|<img", text(app))


def test_another_model_is_used_once_what_it_changes_was_shown_and_back_again(folder, own_data, monkeypatch):
    monkeypatch.setattr(using, "samples", lambda kind: [consultation("D: That is hard.", "P: I'm worried.")])
    app = shown()
    assert "Reads consultations:</dt> <dd>the rules alone" in text(app)
    assert "use" not in {each.key for each in app.button}  # nothing is switched unseen
    app.button(key="show-switch").click().run()
    assert not app.exception
    assert "Codes that change" in text(app)
    assert in_use() == "consultation"
    app.button(key="use").click().run()
    assert "Reads consultations:</dt> <dd>tiny" in text(app)
    assert in_use() == "tiny"
    app.button(key="show-switch").click().run()
    assert app.button(key="use").label == "Use the rules alone from now on"
    app.button(key="use").click().run()
    assert in_use() == "rules"
    assert not app.exception


def test_what_the_settings_say_is_not_switched_here(folder, own_data, monkeypatch):
    monkeypatch.setenv("COMMSCORE_CONSULTATION_MODEL", "tiny")
    settings.cache_clear()
    assert "COMMSCORE_CONSULTATION_MODEL says so" in text(shown())
