"""The roles on a server: who logs in gets the pages and the documents of their role and team, no others."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import done, free_port, served
from browser.test_trainer import flaws

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


def logged_in(browser: Browser, server: str, name: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(30_000)
    page.goto(server)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=name, exact=True).click()
    return page


def test_the_roles(browser: Browser, server: str) -> None:
    stranger = browser.new_page()
    stranger.goto(f"{server}/consultations")
    expect(stranger.get_by_text("Log in to go on")).to_be_visible()
    done(stranger)
    assert flaws(stranger) == []
    assert stranger.get_by_role("link").all_inner_texts() == ["Skip to main content"]
    stranger.close()

    officer = logged_in(browser, server, "olu")
    expect(officer.get_by_text("olu@trust.example, PALS north")).to_be_visible()
    officer.get_by_role("button", name="A furious e-mail").click()
    officer.get_by_role("button", name="Go on").click()
    expect(officer.get_by_text("1 letter is in the queue now")).to_be_visible()
    officer.goto(f"{server}/consultations")
    expect(officer.get_by_text("Page not found")).to_be_visible()
    expect(officer.get_by_text("1 letter").first).to_be_attached()
    assert officer.get_by_text("Try a sample").count() == 0
    officer.goto(f"{server}/letters")
    done(officer)
    assert officer.get_by_text("Page not found").count() == 0
    officer.locator(".cs button").first.click()
    expect(officer.get_by_role("button", name="Back to the queue")).to_be_visible()

    trainer = logged_in(browser, server, "tess")
    expect(trainer.get_by_text("tess@trust.example, Year 3")).to_be_visible()
    expect(trainer.get_by_text("Open your own")).to_be_visible()
    done(trainer)
    pages = trainer.get_by_test_id("stTopNavLinkContainer").all_inner_texts()
    assert [name for name in pages if name] == ["Consultations", "Progress"]
    trainer.goto(officer.url)  # her letter, her visit
    expect(trainer.get_by_text("Page not found")).to_be_visible()
    expect(trainer.get_by_text("Open your own")).to_be_attached()
    assert trainer.get_by_role("button", name="Back to the queue").count() == 0

    nobody = logged_in(browser, server, "nobody")
    expect(nobody.get_by_text("Ask Kim in IT, kim@trust.example.")).to_be_visible()

    officer.get_by_role("button", name="Log out").click()
    expect(officer.get_by_role("heading", name="End Session")).to_be_visible()  # the provider's own
    officer.goto(server)
    expect(officer.get_by_role("button", name="Log in")).to_be_visible()
    for page in (officer, trainer, nobody):
        page.context.close()
