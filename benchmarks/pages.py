"""Page times in a real browser: what a visitor waits for, and what the page and the server work for it.

    python benchmarks/pages.py [JOURNEY...] [--json FILE]

A journey is a row of JOURNEYS: what to put in the store and where to begin, and its steps. A step is what is
clicked and what is then to be seen; it lasts from the click until that is there and the server has nothing
more to do, by the page's own clock. Prints a row a step: seconds, and of processor time on the page and in
the server, which tell more where the machine is shared. The app runs by itself, with a store of its own.
"""

import argparse
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

TURNS, LETTERS = 400, 5000
TWO_SPEAK = ("bad-news", "good-chest", "mixed-back", "poor-headaches", "telephone")
DOCTORS = ("Dr", "Nurse")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Act = Callable[[Page], object]
CLICKED = """async ([click, shown, gone]) => {
  const shadows = () => [...document.querySelectorAll("*")].map((each) => each.shadowRoot).filter(Boolean);
  const roots = () => [document, ...shadows()];
  const find = (css) => roots().map((root) => root.querySelector(css)).find(Boolean);
  const begun = performance.now();
  const target = click && find(click);
  if (click && !target) throw new Error("nothing to click: " + click);
  if (click) target.click();
  const ready = () => find(shown) && !(gone && find(gone)) && find("[data-test-script-state=notRunning]")
    && !find("[data-stale=true]");
  while (!ready()) {
    if (performance.now() - begun > 120000) throw new Error("never shown: " + shown);
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return (performance.now() - begun) / 1000;
}"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a visitor clicks, and what is there and what is gone once it is done (CSS each).

    `before` is what they do before, off the clock; where nothing is clicked, it is on the clock.
    """

    name: str
    click: str
    shown: str
    gone: str = ""
    before: Act = lambda page: None


@dataclass(frozen=True, slots=True)
class Journey:
    """Steps one after the other in one visit; `prepare` writes into a folder, and fills the store.

    `begins` is what the first page shows (CSS), `path` its address.
    """

    steps: tuple[Step, ...]
    prepare: Callable[[Path], object] = lambda folder: None
    begins: str = ".st-key-samples button"
    path: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that a step took: on the clock, of processor time on the page, and in the server."""

    journey: str
    step: str
    seconds: float
    page: float
    server: float


def long_talk(folder: Path) -> None:
    """Write a consultation of 400 turns: samples of two speakers one after the other, over and over."""
    from commscore.read import read_paths
    from commscore.settings import settings
    from commscore.types import Document

    found = [d for d in read_paths([settings().samples / "consultations"]) if isinstance(d, Document)]
    turns = [
        f"{'Doctor' if turn.speaker.startswith(DOCTORS) else 'Patient'}: {' '.join(turn.text.split())}"
        for document in found
        if document.id.startswith(TWO_SPEAK)
        for turn in document.turns
    ]
    (folder / "talk.txt").write_text("\n".join(islice(cycle(turns), TURNS)), encoding="utf-8")


def many_letters(folder: Path) -> None:
    """Keep the sample letters over and over."""
    from kept import letters

    from commscore.store import open_store

    with open_store() as store:
        store.add(letters(LETTERS))


def step_of(name: str, act: Act, shown: str) -> Step:
    """Return a step that is more than a click, until something is seen."""

    def done(page: Page) -> None:
        act(page)
        page.locator(shown).first.wait_for()

    return Step(name, "", "[data-testid=stApp]", before=done)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def search(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="Search in the letters")
    box.fill(words)
    box.press("Enter")


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).first.click()
    page.get_by_role("option", name=option).first.click()


def asking(page: Page) -> Locator:
    page.keyboard.press("Escape")
    return page.locator("tr", has_text="question").locator(LINES).first


def upload(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(Path(os.environ["PAGES_FOLDER"]) / "talk.txt")


def say_why(page: Page) -> None:
    """Say that the code is wrong, and why, as a visitor does it."""
    page.locator(WRONG).evaluate("radio => radio.click()")
    page.locator(f"{DIALOG} textarea").fill("it is none")
    name = page.locator(f"{DIALOG} .st-key-name input")
    if name.count():
        name.fill("Alex")
    page.locator(f"{DIALOG} .cs-asked").click()  # out of the field, which tells the server of it
    page.wait_for_timeout(1000)


DIALOG = "[role=dialog]"
SAVE = f"{DIALOG} .st-key-save button"
OTHER = f"{DIALOG} [role=radiogroup] input[value='1']"
WRONG = f"{DIALOG} [role=radiogroup] input[value='2']"
TURNS_SHOWN = "[data-part=moments] + .turns .turn"
ON = ".st-key-on button"
LOOKS = 15_000  # milliseconds that the first visitor looks at the first page, while what is slow gets ready
SAMPLE = (
    Step(
        "choose a sample: look for what is personal",
        ".st-key-mixed-back-pain-txt button",
        ON,
        before=lambda page: page.wait_for_timeout(LOOKS),
    ),
    Step("go on: score and show", ON, TURNS_SHOWN),
    Step("click a code", ".turn .tag", SAVE),
)
TALK = (
    Step("upload 400 turns: look for what is personal", "", ON, before=upload),
    Step("go on: score and show", ON, TURNS_SHOWN),
    Step("a domain in the legend", ".chip:nth-child(2)", "mark.off"),
    Step("all again", ".chip:first-child", TURNS_SHOWN, gone="mark.off"),
    Step("a moment", ".go", ".turn.here"),
    Step("click a code", '.turn[data-turn="20"] .tag', SAVE),
    Step("say that it is another", OTHER, f"{DIALOG} .st-key-code"),
    Step("save the correction", SAVE, ".told", gone=DIALOG, before=say_why),
    Step("click another code", '.turn[data-turn="60"] .tag', SAVE),
    Step("say that it is another", OTHER, f"{DIALOG} .st-key-code"),
    Step("save the correction", SAVE, '[data-withdraw="1"]', gone=DIALOG, before=say_why),
    Step("withdraw one", ".withdraw", ".told", gone='[data-withdraw="1"]'),
    Step("a tab", "[data-testid=stTab]:nth-child(3)", "[data-testid=stTab]:nth-child(3)[aria-selected=true]"),
    Step("another page", "a[href$='/progress']", ".cs-notice", gone=".stBidiComponent, [data-testid=stTab]"),
    Step("and back", "a[href$='/']", TURNS_SHOWN),
)
LINES = "button.open"
QUEUE = (
    step_of("first page again, once all is ready", lambda page: page.reload(), LINES),
    step_of("the next page", lambda page: press(page, "Later"), "text=26 to 50 of"),
    step_of("the last page", lambda page: press(page, "Last"), f"text=to {LETTERS:,} of"),
    step_of(
        "search in the letters' texts", lambda page: search(page, "nobody told"), "text=/Shown: [0-9,]+ of/"
    ),
    step_of("show all", lambda page: press(page, "Show all"), "text=/^1 to 25 of/"),
    step_of("a filter", lambda page: choose(page, "Priority", "High"), "text=/Shown: [0-9,]+ of/"),
    step_of("open a letter", lambda page: asking(page).click(), ".body"),
    step_of(
        "set the status", lambda page: choose(page, "Status", "Acknowledged"), "text=acknowledged, set by"
    ),
    step_of("tick", lambda page: page.locator(".tick input").first.check(), "text=/^1 of [0-9]+ ticked/"),
    step_of("back to the queue", lambda page: press(page, "Back to the queue"), LINES),
)
JOURNEYS = {
    "a sample": Journey(SAMPLE),
    "400 turns": Journey(TALK, long_talk),
    f"{LETTERS:,} letters": Journey(QUEUE, many_letters, LINES, "letters"),
}


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield where the app is served, with a store of its own, and the number of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commscore", "app", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            await_health(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)


def await_health(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("the app did not start")


def clicked(page: Page, step: Step) -> float:
    """Do a step; return its seconds."""
    begun = time.perf_counter()
    if not step.click:
        step.before(page)
    seconds = page.evaluate(CLICKED, [step.click, step.shown, step.gone])
    return seconds if step.click else time.perf_counter() - begun


def worked(server: int) -> float:
    """Return the seconds of processor time that a process has had; 0 where the system does not tell."""
    told = Path(f"/proc/{server}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy(page: CDPSession) -> float:
    """Return the seconds of processor time that the page's own thread has had."""
    told = {each["name"]: each["value"] for each in page.send("Performance.getMetrics")["metrics"]}
    return float(told["TaskDuration"])


def travel(browser: Browser, name: str, journey: Journey) -> Iterator[Taken]:
    """Yield how long each step of a journey takes."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["PAGES_FOLDER"] = place
        os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{Path(place) / 'kept.db'}"
        journey.prepare(Path(place))
        with served(Path(place)) as (address, server):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            told = page.context.new_cdp_session(page)
            told.send("Performance.setTimeDomain", {"timeDomain": "threadTicks"})  # its own work
            told.send("Performance.enable")
            start = Step(
                "first page", "", journey.begins, before=lambda page: page.goto(f"{address}/{journey.path}")
            )
            for step in (start, *journey.steps):
                if step.click:
                    step.before(page)
                here, there = busy(told), worked(server)
                took = clicked(page, step), busy(told) - here, worked(server) - there
                yield Taken(name, step.name, *(round(seconds, 2) for seconds in took))
            page.close()


def main(names: Sequence[str], to: Path | None) -> None:
    """Travel the journeys of these names, print a table, and write it as JSON."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"no browser: install one of {', '.join(BROWSERS)}")
    every: list[Taken] = []
    load = os.getloadavg()
    print("| journey | step | seconds | page | server |\n|---|---|---|---|---|")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name in names or JOURNEYS:
            for took in travel(browser, name, JOURNEYS[name]):
                every.append(took)
                print("|", " | ".join(map(str, asdict(took).values())), "|", flush=True)
        browser.close()
    state = {"cores": os.cpu_count(), "load": load, "python": platform.python_version()}
    if to:
        to.write_text(json.dumps({"machine": state, "steps": [asdict(e) for e in every]}, indent=1) + "\n")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("journeys", nargs="*", help=", ".join(JOURNEYS))
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    main(given.journeys, given.json)
