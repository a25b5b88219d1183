"""The roles on a server: who logs in gets the pages and the documents of their role and team, no others."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import free_port, served

pytest.importorskip("oidc_provider_mock", reason="pip install 'commscore[test]'")
from oidc_provider_mock import User, run_server_in_thread

ACCESS = """
ask = "Kim in IT, kim@trust.example"

[[people]]
name = "olu@trust.example"
roles = ["complaints"]
team = "PALS north"

[[people]]
name = "tess@trust.example"
roles = ["trainer"]
team = "Year 3"
"""
PEOPLE = ("olu", "tess", "nobody")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served to those who log in."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    who = [User(sub=name, claims={"email": f"{name}@trust.example"}) for name in PEOPLE]
    with run_server_in_thread(user_claims=who) as provider:
        access = folder / "access.toml"
        access.write_text(ACCESS, encoding="utf-8")
        (folder / ".streamlit").mkdir()
        secrets = {
            "redirect_uri": f"http://localhost:{port}/oauth2callback",
            "cookie_secret": "only for this test " * 2,
            "client_id": "commscore",
            "client_secret": "only for this test",
            "server_metadata_url": f"http://localhost:{provider.server_port}/.well-known/openid-configuration",
        }
        told = "\n".join(f"{name} = {json.dumps(value)}" for name, value in secrets.items())
        (folder / ".streamlit" / "secrets.toml").write_text(f"[auth]\n{told}\n", encoding="utf-8")
        with served(folder, port, "--address", "0.0.0.0", COMMSCORE_ACCESS=str(access)) as _:
            yield f"http://localhost:{port}"


def logged_in(browser: Browser, server: str, name: str, at: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{server}{at}")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=name, exact=True).click()
    return page


def test_the_roles(browser: Browser, server: str) -> None:
    officer = logged_in(browser, server, "olu")
    expect(officer.get_by_text("olu@trust.example, PALS north")).to_be_visible()
    officer.screenshot(path="/tmp/lead/a-officer.png")
