"""Takes the pictures of docs/screens: every page and its main states, light and dark, wide and narrow.

    python tools/screenshots.py [NAME ...]

Needs the extra 'test' and a Chromium on this machine. The app is served with a store of its own, filled from
our invented samples; nothing is fetched. A picture that cannot be taken is named, the others are still taken.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.error import URLError

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs" / "screens"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = {1280: 1100, 390: 1300}  # the most of a page that a picture shows, by its width
THEMES = ("light", "dark")
SHADES = 64  # colours of a picture: enough for the page's few, and a third of the size
PATIENCE = 120_000  # milliseconds

Scene = Callable[[Page, str], object]
SCENES: dict[str, tuple[str, Scene]] = {}


def scene(name: str, about: str) -> Callable[[Scene], Scene]:
    """Take a picture of this name once the function is through."""

    def noted(made: Scene) -> Scene:
        SCENES[name] = about, made
        return made

    return noted


def to(page: Page, url: str) -> None:
    """Open a page of the app and wait until it is shown."""
    page.goto(url)
    done(page)


def done(page: Page) -> None:
    """Wait until the app has shown all that it shows."""
    page.wait_for_timeout(600)
    page.wait_for_selector("[data-test-script-state=notRunning]")
    page.wait_for_selector("[data-stale=true]", state="detached")
    page.locator("h1, .cs-notice").first.wait_for()
    page.wait_for_timeout(400)


def press(page: Page, name: str) -> None:
    """Press the first button of this name."""
    page.get_by_role("button", name=name).first.click()
    done(page)


def opened(page: Page, url: str, sample: str) -> None:
    """Open a sample consultation as far as its report."""
    to(page, url)
    press(page, sample)
    press(page, "Go on")
    page.locator(".turn").first.wait_for()
    done(page)


@scene("consultations", "Consultations: the way in")
def _(page: Page, url: str) -> None:
    to(page, url)


@scene("show-me-round", "The tour of three steps")
def _(page: Page, url: str) -> None:
    to(page, url)
    press(page, "Show me round")


@scene("error", "A file that cannot be read")
def _(page: Page, url: str) -> None:
    to(page, url)
    file = {"name": "scan.xyz", "mimeType": "application/octet-stream", "buffer": b"\x00\x01"}
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_text("Could not be read").wait_for()
    done(page)


@scene("privacy", "Before anything is scored: what looks personal")
def _(page: Page, url: str) -> None:
    to(page, url)
    page.get_by_role("tab", name="Paste").click()
    page.get_by_role("textbox").first.fill(TALK)
    press(page, "Open it")
    page.get_by_role("button", name="Go on").wait_for()
    done(page)


@scene("report", "A consultation: scores, transcript and moments")
def _(page: Page, url: str) -> None:
    opened(page, url, "Back pain")


@scene("measures", "A consultation: each measure with its likely range")
def _(page: Page, url: str) -> None:
    opened(page, url, "Back pain")
    tab = page.get_by_role("tab", name="Measures")
    tab.click()
    tab.scroll_into_view_if_needed()


@scene("glossary", "What a word means, on hover, on focus and on a tap")
def _(page: Page, url: str) -> None:
    opened(page, url, "Back pain")
    page.get_by_text("safety net", exact=True).first.focus()


@scene("correction", "Saying of a code whether it is right")
def _(page: Page, url: str) -> None:
    opened(page, url, "Back pain")
    page.locator("button.tag").first.click()
    page.get_by_role("dialog").wait_for()
    done(page)


@scene("too-short", "Too little to judge")
def _(page: Page, url: str) -> None:
    opened(page, url, "A fit note")


@scene("progress-empty", "Progress: nobody yet")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/progress")


@scene("letters", "Letters: the way in")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/letters")


@scene("code-empty", "Code documents: the way in")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/code")


@scene("code", "Code documents: coding blind, by the keyboard")
def _(page: Page, url: str) -> None:
    coder(page, f"{url}/code")
    press(page, "Open the sample consultations")
    press(page, "Code it blind")
    page.locator(".turn").first.wait_for()
    for key in ("ArrowDown", "1", "ArrowDown", "4"):
        page.keyboard.press(key)
    done(page)


@scene("agreement-empty", "Agreement: the way in")
def _(page: Page, url: str) -> None:
    coder(page, f"{url}/agreement")


@scene("agreement", "Agreement: by code, and where they differ")
def _(page: Page, url: str) -> None:
    coder(page, f"{url}/agreement")
    press(page, "Compare two made-up codings")
    page.get_by_text("Where they differ").wait_for()


@scene("models", "Models: how well one does")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/models")
    page.get_by_role("tab", name="Metrics").wait_for()


@scene("compare", "Compare models: two on a coded set")
def _(page: Page, url: str) -> None:
    listed(page, url, "Compare models")


@scene("train", "Train: the runs of recipes")
def _(page: Page, url: str) -> None:
    listed(page, url, "Train")


@scene("kept", "Consultations: those that are kept")
def _(page: Page, url: str) -> None:
    to(page, url)
    found = page.get_by_role("heading", name="Kept consultations")
    if not found.count():
        raise Error("nothing is listed as kept")
    found.scroll_into_view_if_needed()


@scene("progress-made-up", "Progress: a made-up learner, before there is one")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/progress")
    page.get_by_text("Show a made-up learner").click()
    page.get_by_role("heading", name="A made-up learner").wait_for()
    done(page)


@scene("progress", "Progress: one learner over time")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/progress")


@scene("queue", "Letters: the queue")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/letters")
    page.locator("table.queue").wait_for()


@scene("letter", "One letter, and what the reply must answer")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/letters")
    page.locator("button.open").first.click()
    page.get_by_text("What the reply must answer").wait_for()
    done(page)


@scene("reply", "The check of a draft reply")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/letters")
    page.locator("button.open").first.click()
    page.get_by_role("tab", name="Check a draft reply").click()
    page.get_by_role("textbox", name="Your draft reply").fill(REPLY)
    press(page, "Check it")
    page.get_by_text("How it speaks").wait_for()


@scene("letter-gone", "A letter that is no longer there")
def _(page: Page, url: str) -> None:
    to(page, f"{url}/letters?letter=00000000-0000-0000-0000-000000000001")


FILLED = ("kept", "progress", "queue", "letter", "reply", "letter-gone")  # taken once something is kept
TALK = (
    "Dr Sandra Oldcroft: Hello Bethany, I'm Dr Oldcroft. What brings you in today?\n"
    "Bethany: I'm worried about this cough. I live at 27 Tenter Row, and my number is 07700 900123.\n"
    "Dr Sandra Oldcroft: That sounds hard. When did it start?\n"
    "Bethany: On the third of May, after we came back from Whitby.\n"
)
REPLY = (
    "Dear Sir or Madam,\n\nThank you for writing to us. We are sorry for what happened to you. We looked "
    "into each of your questions with the ward sister. The form was lost on our side, and it should not have "
    "been. If you are not happy with this answer you may go to the Ombudsman.\n\nYours sincerely"
)


def coder(page: Page, url: str) -> None:
    """Open a researcher's page under a coder's name."""
    to(page, url)
    if page.get_by_role("textbox", name="Your name as a coder").count():
        page.get_by_role("textbox", name="Your name as a coder").fill("Robin")
        press(page, "Start")


def listed(page: Page, url: str, title: str) -> None:
    """Open the page that the app's bar lists under this title."""
    to(page, url)
    page.get_by_role("link", name=title, exact=True).click(timeout=10_000)
    done(page)


def fill() -> None:
    """Keep letters, and consultations of invented learners, as if over some weeks."""
    from sqlalchemy import update

    from commscore.pipeline import assess, assess_letters
    from commscore.read import read
    from commscore.read.letters import read_letters
    from commscore.settings import settings
    from commscore.store import open_store
    from commscore.store.tables import Item
    from commscore.types import Letter

    samples = settings().samples
    found = [each for each in read_letters([samples / "letters"]) if isinstance(each, Letter)]
    dated = [replace(each, received=date.today() - timedelta(5 * n + 1)) for n, each in enumerate(found)]
    visits = [path for path in sorted((samples / "consultations").iterdir()) if "short" not in path.name]
    reports = [assess(next(read(path)), model="rules", privacy="replace") for path in visits[:6]]
    with open_store() as store:
        store.add(assess_letters(dated, model="rules", privacy="replace"))
        first = datetime.now(UTC) - timedelta(weeks=len(reports))  # younger than what the store lets go
        for learner, turn in (("Wren", 0), ("Linnet", 2), ("Dunlin", 4)):
            for week, report in enumerate((*reports[turn:], *reports[:turn])):
                (kept,) = store.add([report], learner=learner)
                when = update(Item).where(Item.id == kept.id).values(kept_at=first + timedelta(weeks=week))
                with store.engine.begin() as connection:
                    connection.execute(when)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the app from this checkout, with the store in this folder; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commscore", "app", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(health: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(health, timeout=2):  # noqa: S310 - our own address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("the app did not start")


def shoot(browser: Browser, url: str, name: str) -> str:
    """Take the four pictures of a scene; return why that failed, "" where it did not."""
    context = browser.new_context(viewport={"width": 1280, "height": WIDTHS[1280]}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        SCENES[name][1](page, url)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.mouse.move(2, 700)  # off what was pressed last
            for width, most in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": most})
                page.wait_for_timeout(900)
                taken = Image.open(BytesIO(page.screenshot(animations="disabled")))
                few = taken.convert("RGB").quantize(
                    SHADES, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
                )
                few.save(SCREENS / f"{name}-{theme}-{width}.png", optimize=True)
    except Error as problem:
        return str(problem).splitlines()[0]
    finally:
        context.close()
    return ""


def index() -> str:
    """Return the page that shows the pictures there are."""
    parts = [
        "# What the app looks like",
        "",
        "Taken by `python tools/screenshots.py`; every word is invented.",
        "",
    ]
    for name, (about, _) in SCENES.items():
        if not (SCREENS / f"{name}-light-1280.png").exists():
            continue
        parts += [f"## {about}", ""]
        for width in WIDTHS:
            each = (
                f"![{about}, {theme}, {width} pixels wide]({name}-{theme}-{width}.png)" for theme in THEMES
            )
            parts += [f"| {' | '.join(THEMES)} |", "|---|---|", f"| {' | '.join(each)} |", ""]
    return "\n".join(parts)


def main(wanted: list[str]) -> int:
    """Take the pictures wanted, all where none is named; return 1 where one could not be taken."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"no browser: install one of {', '.join(BROWSERS)}")
    SCREENS.mkdir(parents=True, exist_ok=True)
    names = wanted or list(SCENES)
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, sync_playwright() as tool:
        folder = Path(place)
        os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{folder / 'kept.db'}"
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        browser = tool.chromium.launch(executable_path=found, args=["--no-sandbox", "--hide-scrollbars"])
        for some in ([n for n in names if n not in FILLED], [n for n in names if n in FILLED]):
            if some and some[0] in FILLED:
                fill()
            with served(folder) as url:
                for name in some:
                    why = shoot(browser, url, name)
                    failed += bool(why)
                    print(f"{name}: {why or 'taken'}", flush=True)
        browser.close()
    (SCREENS / "README.md").write_text(index(), encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
