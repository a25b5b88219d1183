"""The app as its users have it: served by the command, in a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from conftest import ROOT

pytest.importorskip("playwright", reason="pip install 'commscore[test]'")
from playwright.sync_api import Browser, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
RESTS = """() => {
  const done = document.querySelector("[data-test-script-state=notRunning]");
  const rests = done && !document.querySelector("[data-stale=true]");
  if (!rests || !window.restsSince) window.restsSince = performance.now();
  return performance.now() - window.restsSince > 400;
}"""
PATIENCE = 120  # seconds that the server may take to start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser of this machine's own; Playwright's are not fetched."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: install one of {', '.join(NAMES)}")
    expect.set_options(timeout=30_000)  # milliseconds: other work may keep the machine busy
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served, with a store of its own."""
    port = free_port()
    with served(tmp_path_factory.mktemp("app"), port):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(folder: Path, port: int, *options: str, **more: str) -> Iterator[Path]:
    """Serve the app from this folder, with a store there; yield where its log is."""
    own = {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        "COMMSCORE_DATABASE": f"sqlite:///{folder / 'kept.db'}",
        "COMMSCORE_DATA": str(folder / "data"),
        "COMMSCORE_MODELS": str(folder / "none"),
        **more,
    }
    command = [sys.executable, "-m", "commscore", "app", "--port", str(port), *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | own, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server, folder / "log")
            yield folder / "log"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page, just opened; the test fails if anything but this machine is asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)  # a server that has just started is slow the first time
    page.goto(address)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def done(page: Page) -> None:
    """Wait until the app has shown all that it shows; what it showed before lies beneath until then.

    It is at rest for a while after a click, too, before it begins: so it has to rest for longer than that.
    """
    page.evaluate("window.restsSince = 0")
    page.wait_for_function(RESTS)


def _wait(health: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the app did not start: {log.read_text(encoding='utf-8', errors='replace')}")
