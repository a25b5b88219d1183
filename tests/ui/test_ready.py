"""What is slow the first time is made ready once, beside what else is done; whoever needs it waits for it."""

import gc
import threading
from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from commscore.errors import ModelError
from commscore.ui import ready


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(ready, "_begun", [])
    yield
    gc.unfreeze()


def test_it_begins_once_and_is_waited_for(monkeypatch):
    held, done = threading.Event(), []
    monkeypatch.setattr(ready, "_finds", lambda: done.append("finds"))
    monkeypatch.setattr(ready, "_reads", lambda: held.wait(30) and done.append("reads"))
    ready.begin()
    ready.begin()
    ready.await_finder()
    assert done == ["finds"]
    held.set()
    ready.await_reader()
    assert done == ["finds", "reads"]


def test_what_is_wrong_is_said_where_it_is_used(monkeypatch):
    def fails():
        raise ModelError("the model is damaged")

    monkeypatch.setattr(ready, "_finds", fails)
    monkeypatch.setattr(ready, "_reads", fails)
    ready.begin()
    ready.await_reader()


def test_nothing_is_waited_for_where_nothing_has_begun():
    ready.await_finder()
    ready.await_reader()


def test_it_reads_a_consultation_of_its_own():
    ready._finds()
    ready._reads()
