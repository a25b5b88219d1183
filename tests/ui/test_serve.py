import logging
import re
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest

from commscore.errors import CommscoreError
from commscore.settings import Settings, settings
from commscore.ui import quiet, serve

ROOT = Path(__file__).resolve().parents[2]
SECRET = "my father had the same"


def flat(table, before=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, str(value).lower() if isinstance(value, bool) else str(value)


def test_a_checkout_starts_as_the_command_does():
    written = dict(flat(tomllib.loads((ROOT / ".streamlit/config.toml").read_text())))
    upload = str(Settings.model_fields["upload_megabytes"].default)
    given = dict(f.removeprefix("--").split("=", 1) for f in serve.flags(8501, serve.HERE))
    assert given == written | {"server.port": "8501"}
    assert given["server.maxUploadSize"] == upload
    assert given["server.address"] == "127.0.0.1"
    assert given["browser.gatherUsageStats"] == "false"
    assert given["server.showEmailPrompt"] == "false"


def test_without_streamlit_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(CommscoreError, match=re.escape("pip install 'commscore[app]'")):
        serve.serve()


GOOD = {
    "redirect_uri": "https://commscore.trust.example/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "commscore",
    "client_secret": "y",
    "server_metadata_url": "https://login.trust.example/.well-known/openid-configuration",
}


@pytest.fixture
def access(tmp_path, monkeypatch):
    """The file of people that a server is given, and a place for its secrets."""
    path = tmp_path / "access.toml"
    path.write_text('ask = "Kim"', encoding="utf-8")
    monkeypatch.setenv("COMMSCORE_ACCESS", str(path))
    settings.cache_clear()
    yield path
    monkeypatch.undo()
    settings.cache_clear()


def secrets(monkeypatch, **auth):
    import streamlit as st

    told = SimpleNamespace(load_if_toml_exists=lambda: bool(auth), get=lambda name, other: auth or other)
    monkeypatch.setattr(st, "secrets", told)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "ward-pc", ""])
def test_others_on_the_network_are_not_let_in_without_a_log_in(address):
    with pytest.raises(CommscoreError, match=re.escape("COMMSCORE_ACCESS and set up the log-in")):
        serve.check(address)
    with pytest.raises(CommscoreError, match="On a server"):
        serve.serve(address=address)


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_one_s_own_machine_needs_no_log_in(address):
    serve.check(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.1"])
def test_with_a_log_in_others_are_let_in(access, monkeypatch, address):
    secrets(monkeypatch, **GOOD)
    serve.check(address)
    secrets(monkeypatch, **GOOD | {"redirect_uri": "http://localhost:8501/oauth2callback"})
    serve.check(address)


@pytest.mark.parametrize(
    ("auth", "told"),
    [
        ({}, "[auth] lacks redirect_uri, cookie_secret, client_id"),
        ({**GOOD, "client_secret": ""}, "[auth] lacks client_secret;"),
        ({**GOOD, "cookie_secret": "secret"}, "python -c 'import secrets"),
        ({**GOOD, "redirect_uri": "https://commscore.trust.example/"}, "/oauth2callback behind it"),
        ({**GOOD, "redirect_uri": "oauth2callback"}, "/oauth2callback behind it"),
        ({**GOOD, "redirect_uri": "http://commscore.trust.example/oauth2callback"}, "is not https"),
    ],
)
def test_a_log_in_that_is_not_set_up_is_told(access, monkeypatch, auth, told):
    secrets(monkeypatch, **auth)
    with pytest.raises(CommscoreError, match=re.escape(told)):
        serve.check("127.0.0.1")


def test_a_file_of_people_that_cannot_be_read_is_told_at_the_start(access):
    access.write_text("ask = 1", encoding="utf-8")
    with pytest.raises(CommscoreError, match="ask: Input should be"):
        serve.check("0.0.0.0")
    access.unlink()
    with pytest.raises(CommscoreError, match="COMMSCORE_ACCESS"):
        serve.check("127.0.0.1")


def test_a_library_that_the_log_in_needs_is_told(access, monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "authlib" else True)
    with pytest.raises(CommscoreError, match=re.escape("pip install 'commscore[server]'")):
        serve.check("0.0.0.0")


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "10.0.0.2"])
def test_however_it_was_started_others_see_no_page(monkeypatch, address):
    import streamlit as st

    monkeypatch.setattr(st, "get_option", lambda name: address)
    monkeypatch.setattr("streamlit.runtime.exists", lambda: True)
    assert quiet.exposed()
    monkeypatch.setattr(st, "get_option", lambda name: "127.0.0.1")
    assert not quiet.exposed()


def test_nobody_is_asked_for_this_machine_s_address(monkeypatch):
    from streamlit import net_util
    from streamlit.web.server.server_util import is_url_from_allowed_origins

    def asked(url, timeout=5):
        pytest.fail(f"asked {url}")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", asked)
    monkeypatch.setattr(net_util, "_external_ip", None)
    quiet.ask_nobody()
    assert not is_url_from_allowed_origins("https://foreign.example")


def test_importing_the_app_loads_no_streamlit():
    import subprocess

    pages = "commscore.ui.home, commscore.ui.personal, commscore.ui.consultation"
    modules = f"commscore.ui, commscore.ui.serve, {pages}"
    seen = f"import sys; import {modules}; print('streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_unexpected_error_is_logged_without_what_was_said(caplog):
    pytest.importorskip("streamlit")
    logger = logging.getLogger("streamlit.error_util")
    quiet.hush()
    quiet.hush()
    assert logger.filters.count(quiet.SILENT) == 1
    try:
        float(SECRET)
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            logger.propagate = True
            logger.error("Uncaught app execution", exc_info=error)
    assert "ValueError" in caplog.text
    assert "test_serve.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "asset", list(files("commscore.ui").joinpath("assets").iterdir()), ids=lambda a: a.name
)
def test_the_page_fetches_nothing(asset):
    text = asset.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"https?:|//cdn|@import|\burl\(|fetch\(|XMLHttpRequest|sendBeacon|localStorage", text
    )
