"""Two researchers from coding, by the keyboard alone, to agreement and a settled coding."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import PATIENCE, done
from browser.test_trainer import flaws
from commscore.ui.serve import flags
from conftest import ROOT


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the researcher's pages are served, alone."""
    folder = tmp_path_factory.mktemp("research")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = str(Path(__file__).with_name("research_pages.py"))
    own = {"PYTHONPATH": str(ROOT / "src"), "COMMSCORE_MODELS": str(folder / "none")}
    options = [*flags(port, "127.0.0.1"), "--server.headless=true"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    server = subprocess.Popen(command, env=os.environ | own, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(health: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the pages were not served")


def started(browser: Browser, address: str, coder: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_role("textbox").fill(coder)
    page.get_by_role("button", name="Start").click()
    return page


def coded(browser: Browser, address: str, coder: str, keys: list[str], saved: Path) -> None:
    """Code the first sample by these keys, and save the coding."""
    page = started(browser, address, coder)
    page.get_by_role("button", name="Open the sample consultations").click()
    page.get_by_role("button", name="Code it blind").click()
    page.locator(".turn").first.wait_for()
    done(page)
    assert page.locator("mark").count() == 0  # blind: no machine's code is there
    for key in keys:  # the sheet has the focus as soon as it is there
        page.keyboard.press(key)
    expect(page.get_by_text("Coder:").last).to_contain_text(f"{page.locator('button.tag').count()} codes")
    done(page)
    assert flaws(page) == []
    with page.expect_download() as file:
        page.get_by_role("button", name="Save this coding").click()
    file.value.save_as(saved)
    page.context.close()


def test_from_coding_to_agreement(browser: Browser, pages: str, tmp_path: Path) -> None:
    robin, kim = tmp_path / "robin.json", tmp_path / "kim.json"
    words = ["ArrowRight", "Shift+ArrowRight", "7"]
    coded(browser, pages, "Robin", [*words, "ArrowDown", "1", "ArrowDown", "1", "Delete"], robin)
    coded(browser, pages, "Kim", ["4", "ArrowDown", "1"], kim)
    found = json.loads(robin.read_text(encoding="utf-8"))
    assert [(c["code"], c["turn"]) for c in found["codes"]] == [("empathy", 0), ("concern", 1)]
    assert (found["provenance"]["coder"], found["provenance"]["coding"]) == ("Robin", "blind")

    page = started(browser, f"{pages}/agreement", "Sam")
    for side, file in enumerate((robin, kim)):
        page.locator("input[type=file]").nth(side).set_input_files(file)
        expect(page.get_by_text(("Robin", "Kim")[side] + ": 1 consultation")).to_be_visible()
    expect(page.get_by_text("Where they differ")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.get_by_role("button", name="Take the second").click()
    expect(page.get_by_text("1 of 1, 1 decided")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the settled coding").click()
    made = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert made["provenance"]["coder"] == "Robin and Kim, settled by Sam"
    assert len(made["codes"]) == 2
    assert not any(code.get("disputed") for code in made["codes"])
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["", "agreement", "models"])
def test_each_page_fits(browser: Browser, pages: str, name: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark").new_page()
    page.goto(f"{pages}/{name}")
    page.locator("h1").first.wait_for()
    done(page)
    assert flaws(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
