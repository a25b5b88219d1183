"""The page that trains: a recipe chosen or brought, runs watched, cancelled, gone on with, removed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("streamlit", reason="the extra 'app' is not installed")

from streamlit.testing.v1 import AppTest

from commscore.train import runs
from commscore.train.dataset import OWN
from commscore.train.runfolder import Run, State

APP = "from commscore.ui.research import training; training.show()"
HOSTILE = "<script>alert(1)</script>"
NOW = datetime.now(UTC)
pytestmark = pytest.mark.usefixtures("own_data", "database")


@pytest.fixture
def app():
    return AppTest.from_string(APP, default_timeout=60)


@pytest.fixture
def asked(monkeypatch):
    """Return what was asked of the library, which does nothing."""
    found = []
    for name in ("start", "cancel", "go_on", "remove"):
        monkeypatch.setattr(runs, name, lambda *args, name=name: found.append((name, *args)))
    return found


def text(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def run(state, **changes):
    told = {
        "steps": ((NOW, "fold 1 of 2: epoch 1 of 2"),),
        "share": 0.25,
        "problem": "",
        "now": "fold 1, 37%",
    }
    made = {
        "id": "toy-1",
        "name": "toy",
        "started": NOW - timedelta(minutes=3),
        "ended": NOW,
        **told,
        **changes,
    }
    return Run(state=state, model=Path("models/toy-1"), **made)


def shown(app, monkeypatch, *found):
    monkeypatch.setattr(runs, "runs", lambda: found)
    app.run()
    assert not app.exception
    return app


def test_without_runs_it_says_what_will_be_there(app, monkeypatch):
    shown(app, monkeypatch)
    assert "They are listed here" in text(app)
    assert {"consultation", "letter", "own"} <= set(app.selectbox(key="recipe").options)


def test_a_run_is_started_from_a_recipe_that_comes_with_commscore(app, monkeypatch, asked):
    shown(app, monkeypatch).selectbox(key="recipe").set_value("consultation").run()
    app.checkbox(key="recipe-off").check().run()
    app.button(key="start-run").click().run()
    ((what, recipe, beside, files, privacy),) = asked
    assert (what, recipe, beside) == (
        "start",
        runs.recipes()["consultation"].read_bytes(),
        runs.recipes()["own"].parent,
    )
    assert (files, privacy) == ({}, "off")


def test_a_recipe_of_ones_own_is_brought_with_its_files(app, monkeypatch, asked):
    shown(app, monkeypatch).selectbox(key="recipe").set_value("A recipe of your own").run()
    assert app.button(key="start-run").disabled
    app.file_uploader(key="recipe-files").upload("coded.jsonl", b"{}").run()
    app.button(key="start-run").click().run()
    assert "none of these files is a recipe" in text(app)
    app.file_uploader(key="recipe-files").upload("mine.toml", b'path = "coded.jsonl"').run()
    app.button(key="start-run").click().run()
    assert not app.exception


def test_what_the_library_refuses_is_said(app, monkeypatch):
    shown(app, monkeypatch).selectbox(key="recipe").set_value(OWN.removesuffix(".toml")).run()

    app.button(key="start-run").click().run()
    assert "nobody finished a coding" in text(app)  # the recipe is for what people did here

    def refuses(*_):
        raise runs.RecipeError(f"one runs at a time {HOSTILE}")

    monkeypatch.setattr(runs, "start", refuses)
    app.selectbox(key="recipe").set_value("consultation").run()
    app.button(key="start-run").click().run()
    assert "one runs at a time &lt;script" in text(app)


def test_a_run_that_goes_on_is_watched_and_can_be_cancelled(app, monkeypatch, asked):
    shown(app, monkeypatch, run(State.RUNNING, ended=None))
    assert app.button(key="start-run").disabled
    assert "going on; begun" in text(app)
    assert "fold 1 of 2: epoch 1 of 2" in text(app)
    app.button(key="cancel-toy-1").click().run()
    assert asked == [("cancel", "toy-1")]


@pytest.mark.parametrize("state", [State.CANCELLED, State.FAILED, State.STOPPED])
def test_a_run_that_did_not_end_well_can_go_on_or_be_removed(app, monkeypatch, asked, state):
    shown(app, monkeypatch, run(state, problem=f"folds = 9 {HOSTILE}"))
    assert "took 3 min 0 s" in text(app)
    assert "<script" not in text(app)
    assert "folds = 9" in text(app)
    app.button(key="go-on-toy-1").click().run()
    app.button(key="remove-toy-1").click().run()
    assert asked == [("go_on", "toy-1"), ("remove", "toy-1")]


def test_what_is_done_leads_to_the_models(app, monkeypatch):
    shown(app, monkeypatch, run(State.DONE))
    assert any("on the page “Models”" in each.value for each in app.caption)
    assert "go-on-toy-1" not in {each.key for each in app.button}


def test_the_state_is_of_the_files_and_not_of_the_session(app, own_data):
    folder = own_data / "runs" / "toy-1"
    folder.mkdir(parents=True)
    told = {"name": "toy", "privacy": "check", "process": 2**22 + 1, "started": NOW.isoformat()}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "began").touch()
    assert "stopped without a word" in text(app.run())
