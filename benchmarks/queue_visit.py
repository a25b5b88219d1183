"""A visit to the queue of 5,000 letters in a real browser, from first paint to an answered letter.

    python benchmarks/queue_visit.py [LETTERS]

Serves the app with a store of its own and prints a row a click: the seconds until it is seen, and those of
processor time that the server takes for it, which other programs on the machine change less.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

from pages import LETTERS, fill
from playwright.sync_api import Page, sync_playwright

TICKS = os.sysconf("SC_CLK_TCK")


def served(folder: Path) -> tuple[str, "subprocess.Popen[bytes]"]:
    """Start the app, and return where it is once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "commscore", "app", "--port", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                break
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    return address, server


class Visit:
    """A page, and what each click on it takes."""

    def __init__(self, page: Page, server: int) -> None:
        self.page = page
        self._server = server

    def timed(self, step: str, act: Callable[[], object], seen: str) -> None:
        """Print how long it takes until something is seen, and what it takes of the server."""
        used, begun = self._used(), time.perf_counter()
        act()
        self.page.locator(seen).first.wait_for()
        seconds = time.perf_counter() - begun
        self.page.wait_for_timeout(200)
        self.page.wait_for_selector("[data-test-script-state=notRunning]")
        row = {"step": step, "seconds": round(seconds, 2), "processor": round(self._used() - used, 2)}
        print(json.dumps(row), flush=True)

    def press(self, step: str, button: str, seen: str) -> None:
        """Press a button."""
        self.timed(step, lambda: self.page.get_by_role("button", name=button, exact=True).click(), seen)

    def choose(self, step: str, box: str, option: str, seen: str) -> None:
        """Choose something of a box."""
        self.page.get_by_role("combobox", name=box).first.click()
        self.timed(step, self.page.get_by_role("option", name=option).first.click, seen)

    def search(self, step: str, words: str, seen: str) -> None:
        """Search for words."""
        box = self.page.get_by_role("textbox", name="Search in the letters")
        box.fill(words)
        self.timed(step, lambda: box.press("Enter"), seen)

    def _used(self) -> float:
        fields = Path(f"/proc/{self._server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def measure(visit: Visit, address: str) -> None:
    """Print the times of a visit."""
    lines, shown = "button.open", "text=/Shown: [0-9,]+ of/"
    visit.timed("the first visit of all", lambda: visit.page.goto(f"{address}/letters"), lines)
    visit.timed("first paint", lambda: visit.page.goto(f"{address}/letters"), lines)
    visit.press("the next page", "Later", "text=51 to 100 of")
    visit.press("the last page", "Last", "text=/to ([0-9,]+) of \\1/")
    visit.search("search in the texts", "nobody told", shown)
    visit.press("show all", "Show all", "text=/^1 to 50 of/")
    visit.choose("filter by priority", "Priority", "High", shown)
    visit.page.keyboard.press("Escape")
    asking = visit.page.locator("tr", has_text="question").locator(lines)
    visit.timed("open a letter", asking.first.click, ".body")
    visit.timed("tick", visit.page.locator(".tick input").first.check, "text=/^1 of [0-9]+ ticked/")
    visit.choose("set the status", "Status", "Acknowledged", "text=acknowledged, set by")
    visit.press("back to the queue", "Back to the queue", lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{Path(name) / 'queue.db'}"
        fill(int(sys.argv[1]) if sys.argv[1:] else LETTERS)
        address, server = served(Path(name))
        try:
            with sync_playwright() as tool:
                browser = tool.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.set_default_timeout(60_000)
                measure(Visit(page, server.pid), address)
                browser.close()
        finally:
            server.terminate()
            server.wait()
