"""Each page and each export as each role, a document of another team, and a log-in that is over."""

import json
import re
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)


from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from commscore.access import Task
from commscore.errors import AccessError
from commscore.settings import settings
from commscore.store import open_store
from commscore.train import runfolder
from commscore.types import Kind
from commscore.ui import access, page, visit
from store.conftest import complaint

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "consultations": {"trainer", "admin"},
    "progress": {"trainer", "admin"},
    "letters": {"complaints", "admin"},
    "code": {"researcher", "admin"},
    "agreement": {"researcher", "admin"},
    "models": {"researcher", "admin"},
    "compare": {"researcher", "admin"},
    "train": {"researcher", "admin"},
}
ROLES = ("trainer", "complaints", "researcher", "admin")


@pytest.fixture(autouse=True)
def server(tmp_path, database, monkeypatch):
    """A server with somebody of each role in the team "north", and an officer of another."""
    people = [(role, role, "north") for role in ROLES] + [("south", "complaints", "south")]
    entries = [f'[[people]]\nname = "{n}@x"\nroles = ["{r}"]\nteam = "{t}"\n' for n, r, t in people]
    path = tmp_path / "access.toml"
    path.write_text('ask = "Kim in IT"\n' + "".join(entries), encoding="utf-8")
    monkeypatch.setenv("COMMSCORE_ACCESS", str(path))
    settings.cache_clear()
    yield path
    monkeypatch.undo()
    settings.cache_clear()


def claims(name, **more):
    login = {"is_logged_in": True, "iss": "i", "sub": f"{name}-{uuid4()}", "iat": time.time()}
    return login | {"email": f"{name}@x"} | more


def on(address, user):
    """Return the app as a browser asks for it at this address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.user = user
    app._page_hash = calc_hash(address)
    return app


def text(app):
    return "\n".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


@pytest.fixture
def shown(monkeypatch):
    """The addresses of the pages that were shown."""
    found, addresses = [], {f"commscore.ui.{each.module}": each.address for each in page.PAGES}

    def noted(name):
        return SimpleNamespace(show=lambda: (found.append(addresses[name]), import_module(name).show()))

    monkeypatch.setattr(page, "import_module", noted)
    return found


def test_each_page_is_in_the_table():
    assert {each.address for each in page.PAGES} == PAGES.keys()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", PAGES)
def test_each_page_as_each_role(shown, address, role):
    app = on(address, claims(role)).run()
    assert not app.exception
    assert f"{role}@x, north" in text(app)
    first = next(name for name, roles in PAGES.items() if role in roles)
    assert shown == [address if role in PAGES[address] else first]


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
@pytest.mark.parametrize("address", PAGES)
def test_each_page_asks_again_itself(shown, address, role):
    def one(address):
        from commscore.ui import page

        page._open(next(each for each in page.PAGES if each.address == address))

    app = AppTest.from_function(one, kwargs={"address": address}, default_timeout=60)
    app.user = claims(role)
    app.run()
    assert not app.exception
    assert ("This page is not for you" in text(app)) is (role not in PAGES[address])
    assert shown == [address] * (role in PAGES[address])


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("user", "told"),
    [
        (dict, "Log in to go on"),
        (lambda: {"is_logged_in": False}, "Log in to go on"),
        (lambda: {"is_logged_in": False, "email": "admin@x"}, "Log in to go on"),
        (lambda: claims("admin", is_logged_in=True, iat=time.time() - 3600), "Log in again"),
        (lambda: claims("admin", iat=None), "Log in again"),
        (lambda: claims("nobody"), "Ask Kim in IT. You are logged in as nobody@x."),
        (lambda: claims("admin", email_verified=False), "You have no role here yet"),
        (lambda: claims("admin", email=""), "You have no role here yet"),
    ],
)
def test_who_cannot_come_in_sees_no_page(shown, address, user, told):
    app = on(address, user())
    app.query_params["letter"] = str(uuid4())
    app.run()
    assert not app.exception
    assert told in text(app)
    assert shown == []
    assert len(app.button) == 1


def test_a_file_of_people_that_is_broken_lets_nobody_in(server, shown):
    server.write_text("ask = 1", encoding="utf-8")
    app = on("letters", claims("admin")).run()
    assert "You cannot come in" in text(app)
    assert shown == []


EXPORTS = {
    "a consultation": (Task.REVIEW, 7),
    "the queue and the months": (Task.LETTERS, 4),
    "a coding": (Task.CODE, 1),
    "the settled coding": (Task.CODE, 1),
}


def export(what, letters):
    """Show the downloads, as their page does."""
    from commscore.ui import consultation
    from commscore.ui.letters import export
    from commscore.ui.research import agreement, annotate
    from store.conftest import visit

    if what == "a consultation":
        consultation._downloads(visit())
    elif what == "the queue and the months":
        export.show(letters, letters)
    elif what == "a coding":
        annotate._download("Save", lambda: b"coding", "coding.json")
    else:
        agreement._download((visit(),))


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
@pytest.mark.parametrize("what", EXPORTS)
def test_each_export_as_each_role(server, monkeypatch, what, role):
    offered = []
    monkeypatch.setattr("streamlit.download_button", lambda label, make, name, **_: offered.append(make))
    with open_store() as store:
        letters = [kept.id for kept in store.add([complaint()], team="north")]
    user = claims(role)
    app = AppTest.from_function(export, kwargs={"what": what, "letters": letters}, default_timeout=60)
    app.user = user
    app.run()
    task, fewest = EXPORTS[what]
    allowed = {"trainer": Task.REVIEW, "complaints": Task.LETTERS, "researcher": Task.CODE, "admin": task}
    if allowed.get(role) is not task:
        assert app.exception[0].message or app.exception
        assert offered == []
        return
    assert not app.exception
    assert len(offered) >= fewest
    assert all(make() for make in offered)
    people = server.read_text(encoding="utf-8")
    server.write_text('ask = "Kim in IT"', encoding="utf-8")  # it was taken from them meanwhile
    for make in offered:
        with pytest.raises(AccessError):
            make()
    server.write_text(people.replace('"north"', '"another"'), encoding="utf-8")
    for make in offered:
        with pytest.raises(AccessError, match="your role has changed"):
            make()
    server.write_text(people, encoding="utf-8")
    assert offered[0]()
    access.ATTENDANCE.end(access._login(user))
    for make in offered:
        with pytest.raises(AccessError, match="log in again"):
            make()


def test_there_is_one_place_that_offers_files():
    found = [
        path.name
        for path in (ROOT / "src" / "commscore" / "ui").rglob("*.py")
        if re.search(r"\bdownload_button\(", path.read_text(encoding="utf-8"))
    ]
    assert found == ["access.py"]


@pytest.mark.parametrize("name", ["trainer", "complaints", "researcher", "south", "admin"])
def test_a_letter_by_its_address(name):
    with open_store() as store:
        (kept,) = store.add([complaint(word="Quokka")], team="north")
    app = on("letters", claims(name))
    app.query_params["letter"] = str(kept.id)
    app.run()
    assert not app.exception
    whole = text(app) + "".join(str(each.proto) for each in app.get("bidi_component"))
    assert ("Quokka" in whole) is (name in {"complaints", "admin"})
    with open_store() as store:
        assert {entry.who for entry in store.audit(kept.id)} <= {store.who, "complaints@x", "admin@x"}


def test_what_is_kept_is_the_visitor_s_and_their_team_s():
    def keep():
        from commscore.ui.kept import store
        from store.conftest import visit

        store().add([visit()], team="south")

    app = AppTest.from_function(keep, default_timeout=60)
    app.user = claims("trainer")
    app.run()
    assert not app.exception
    with open_store() as store:
        assert [(kept.by, kept.team) for kept in store.kept(Kind.CONSULTATION)] == [("trainer@x", "north")]


def test_corrections_are_signed_by_who_logged_in():
    def sign():
        import streamlit as st

        from commscore.ui import keeping, session

        session.sign("Somebody Else")
        st.text(f"{session.author()} {keeping._mine().who}")

    app = AppTest.from_function(sign, default_timeout=60)
    app.user = claims("trainer")
    assert app.run().text[0].value == "trainer@x trainer@x"


def test_after_the_time_out_all_is_forgotten_and_log_in_is_asked_again(monkeypatch, shown):
    app = on("consultations", claims("trainer")).run()
    app.button(key="good-chest-pain.vtt").click().run()
    token = app.session_state[visit.VISIT]
    assert app.session_state["waiting"].drafts
    assert token in visit.VISITS._held
    later = time.time() + 29 * 60
    monkeypatch.setattr(access, "time", SimpleNamespace(time=lambda: later))
    app.run()
    assert app.session_state["waiting"].drafts  # and the time begins anew
    later += 31 * 60
    before = len(shown)
    app.button(key="on").click().run()
    assert "Nothing was done here for 30 minutes" in text(app)
    assert "waiting" not in app.session_state
    assert token not in visit.VISITS._held
    assert len(shown) == before
    assert [button.label for button in app.button] == ["Log in"]


def test_nothing_is_asked_on_one_s_own_machine(monkeypatch):
    monkeypatch.delenv("COMMSCORE_ACCESS")
    settings.cache_clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "log-out" not in {button.key for button in app.button}
    assert access.visitor().every_team


@pytest.mark.parametrize("role", ["researcher", "admin"])
def test_the_model_that_all_work_with_is_an_admin_s_to_choose(role):
    def using():
        from commscore.types import Kind
        from commscore.ui.research import using

        using.show("mine", Kind.CONSULTATION)

    app = AppTest.from_function(using, default_timeout=60)
    app.user = claims(role)
    app.run()
    assert not app.exception
    assert ("an admin chooses it" in text(app)) is (role == "researcher")
    assert bool(app.button) is (role == "admin")


@pytest.mark.parametrize("gone", ["role", "login"])
def test_nobody_removes_a_run_who_may_train_no_more(gone, server, tmp_path, monkeypatch):
    monkeypatch.setenv("COMMSCORE_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    folder = runfolder.place() / "mine-1"
    folder.mkdir()
    told = {"name": "mine", "privacy": "check", "process": 1, "started": "2026-01-01T00:00:00+00:00"}
    (folder / runfolder.TOLD).write_text(json.dumps(told), encoding="utf-8")
    (folder / runfolder.RECIPE).write_text('name = "mine"', encoding="utf-8")
    (folder / runfolder.CANCELLED).touch()
    app = on("train", claims("researcher")).run()
    if gone == "role":
        server.write_text(server.read_text(encoding="utf-8").replace('["researcher"]', '["trainer"]'))
    else:
        app.user = {"is_logged_in": False}
    app.button(key="remove-mine-1").click().run()
    assert folder.exists()
