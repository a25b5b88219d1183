"""Browser sessions of the app, for minutes on end: its server's memory must stay flat, and no page break.

Each session is a visit of its own that scores a sample, looks at it, and goes on to the letters; then another
begins in its place. One acts at a time; the others stay open. The server's memory is taken after each visit,
and the last third of them compared with the middle one.
"""

import itertools
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from memory import growth, megabytes
from pages import BROWSERS, served
from playwright.sync_api import Browser, Error, Page, sync_playwright

GROWTH = 1.15  # by which memory in the last third may be above that in the middle third
STEP = 30_000  # milliseconds that a step may take
BROKEN, RESTED = "[data-testid=stException]", "[data-test-script-state=notRunning]"
LETTERS = ".st-key-samples button"  # on the page of letters, too
SAMPLE, ON, SHOWN = (
    ".st-key-mixed-back-pain-txt button", ".st-key-on button", "[data-part=moments] + .turns .turn"
)  # fmt: skip


def visit(page: Page, address: str) -> list[str]:
    """Score a sample and go on to the letters; return what broke on the pages."""
    page.goto(address)
    page.locator(SAMPLE).click(timeout=STEP)
    page.locator(ON).click(timeout=STEP)
    page.locator(SHOWN).first.wait_for(timeout=STEP)
    broken = _broken(page)
    page.goto(f"{address}/letters")
    page.locator(f"{LETTERS}, {BROKEN}").first.wait_for(timeout=STEP)
    return broken + _broken(page)


def _broken(page: Page) -> list[str]:
    """Return what a page that has come to rest says is broken on it."""
    page.locator(RESTED).wait_for(timeout=STEP)
    return [each.inner_text()[:300] for each in page.locator(BROKEN).all()]


def soak(sessions: int, minutes: float) -> dict[str, Any]:
    """Return the memory of the server over the time, and what broke."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        return {"failures": [f"no browser: install one of {', '.join(BROWSERS)}"]}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as tool:
        os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{Path(place) / 'kept.db'}"
        browser = tool.chromium.launch(executable_path=found, args=["--no-sandbox"])
        with served(Path(place)) as (address, server):
            rows, visits, failures = _worked(browser, address, server, sessions, minutes * 60)
        browser.close()
    if (grown := growth([held for _, held in rows])) > GROWTH:
        failures.append(f"memory grew: {grown:.2f} times what it was")
    return {"visits": visits, "sessions": sessions, "memory_megabytes": rows, "failures": failures}


def _worked(
    browser: Browser, address: str, server: int, sessions: int, seconds: float
) -> tuple[list[tuple[int, int]], int, list[str]]:
    """Keep so many sessions open for so many seconds, the oldest making way for a new one."""
    rows, failures, began = [(0, round(megabytes(server)))], list[str](), time.monotonic()
    opened: list[Page] = []
    for number in itertools.count(1):
        page = browser.new_context().new_page()
        opened.append(page)
        try:
            failures += visit(page, address)
        except Error as problem:
            failures.append(f"visit {number}: {str(problem)[:300]}")
        if len(opened) > sessions:
            opened.pop(0).context.close()
        rows.append((round(time.monotonic() - began), round(megabytes(server))))
        if rows[-1][0] > seconds and len(rows) > 3:
            return rows, number, failures
    raise AssertionError("the count has no end")
