"""The page that compares two models on a coded set."""

import shutil

import pytest

pytest.importorskip("streamlit", reason="the extra 'app' is not installed")

from streamlit.testing.v1 import AppTest

from commscore.report.records import as_lines
from commscore.settings import settings
from commscore.store import open_store
from commscore.train.coding import blind, recoded
from commscore.types import Document, Role, Turn

APP = "from commscore.ui.research import comparing; comparing.show()"
HOSTILE = "<script>alert(1)</script>"
pytestmark = pytest.mark.usefixtures("database")


def coded(number):
    turns = (Turn("D", "That must be very hard for you.", Role.CLINICIAN), Turn("P", "Yes.", Role.PATIENT))
    return recoded(blind(Document(f"own-{number}{HOSTILE}", turns), "Kim"), [("empathy", 0, 0, 9)])


GOLD = as_lines([coded(n) for n in range(6)])


@pytest.fixture
def app(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("COMMSCORE_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    shutil.copytree(tiny, tmp_path / "models" / "tiny")
    yield AppTest.from_string(APP, default_timeout=60).run()
    monkeypatch.undo()
    settings.cache_clear()


def text(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def test_without_a_coded_set_nothing_is_compared(app):
    assert app.button(key="compare").disabled
    app.button(key="gold-here").click().run()
    assert not app.exception
    assert "neither codes nor labels" in text(app)


def test_two_models_stand_beside_each_other(app):
    app.file_uploader(key="gold").upload("gold.jsonl", GOLD).run()
    assert "6 consultations opened" in text(app)
    app.button(key="compare").click().run()
    assert not app.exception
    shown = text(app)
    assert "F1, the rules alone" in shown
    assert "F1, tiny" in shown
    assert "paired bootstrap over 6 conversations" in shown
    assert "Rules give no probabilities" in shown
    assert len(app.get("bidi_component")) == 1  # the model's curve
    assert "<script" not in shown


def test_one_model_is_not_compared_with_itself(app):
    app.file_uploader(key="gold").upload("gold.jsonl", GOLD).run()
    app.selectbox(key="first-model").set_value("tiny").run()
    assert app.button(key="compare").disabled


def test_what_was_coded_here_can_be_taken(app):
    with open_store() as store:
        store.save_coding(coded(1), 0, finished=True)
    app.button(key="gold-here").click().run()
    assert "1 consultation opened" in text(app)


def test_a_file_that_cannot_be_read_is_named(app):
    app.file_uploader(key="gold").upload("gold.jsonl", b"{").run()
    assert "gold.jsonl" in text(app)
    assert not app.exception
