"""Browser sessions of the app, for minutes on end: its server's memory must stay flat, and no page break.

Each session is a visit of its own that scores a sample, looks at it, and goes on to the letters; then another
begins in its place. Memory is taken every few seconds from the server's process, and the second half of the
time compared with the first.
"""

import itertools
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from pages import BROWSERS, served
from playwright.sync_api import Browser, Error, Page, sync_playwright

GROWTH = 1.15  # by which memory in the last third may be above that in the middle third
STEP = 30_000  # milliseconds that a step may take
BROKEN = "[data-testid=stException]"
SAMPLE, ON, SHOWN = (
    ".st-key-mixed-back-pain-txt button", ".st-key-on button", "[data-part=moments] + .turns .turn"
)  # fmt: skip


def memory(process: int) -> float:
    """Return the megabytes that a process holds, by Linux's own count."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return float(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1000


def visit(page: Page, address: str) -> list[str]:
    """Score a sample and go on to the letters; return what broke on the pages."""
    page.goto(address)
    page.locator(SAMPLE).click(timeout=STEP)
    page.locator(ON).click(timeout=STEP)
    page.locator(SHOWN).first.wait_for(timeout=STEP)
    page.goto(f"{address}/letters")
    page.locator("[data-testid=stApp]").wait_for(timeout=STEP)
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
    third = len(rows) // 3
    middle, last = (statistics.median(row[1] for row in part) for part in (rows[third:-third], rows[-third:]))
    if last > middle * GROWTH:
        failures.append(f"memory grew from {middle:.0f} to {last:.0f} MB")
    return {"visits": visits, "sessions": sessions, "memory_megabytes": rows, "failures": failures}


def _worked(
    browser: Browser, address: str, server: int, sessions: int, seconds: float
) -> tuple[list[tuple[int, int]], int, list[str]]:
    """Keep so many sessions open for so many seconds, the oldest making way for a new one."""
    rows, failures, began = [(0, round(memory(server)))], list[str](), time.monotonic()
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
        rows.append((round(time.monotonic() - began), round(memory(server))))
        if rows[-1][0] > seconds and len(rows) > 3:
            return rows, number, failures
    raise AssertionError("the count has no end")
