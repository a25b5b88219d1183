"""Every page as it is drawn: for those who see less, by the keyboard alone, and with payloads in it."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from browser.conftest import done
from browser.test_trainer import flaws
from commscore.ui.pieces import JOINER
from payloads import PAYLOADS

PAGES = ("", "progress", "letters", "code", "agreement", "models")
WIDTHS = (1280, 390)
FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(at);
  const name = at.getAttribute("aria-label") || at.innerText || at.getAttribute("data-testid") || at.id;
  const seen = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  return { tag: at.tagName, name: name.trim(), seen };
}"""
INSIDE = "document.documentElement.scrollWidth <= window.innerWidth"


def check(page: Page) -> None:
    """Nothing grave is found, nothing runs off the side: light and dark, wide and narrow."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            assert flaws(page) == [], (theme, width)
            assert page.evaluate(INSIDE), (theme, width)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_can_be_seen_by_everybody(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}")
    page.locator("h1").first.wait_for()
    done(page)
    check(page)


def test_a_report_can_be_seen_by_everybody(page: Page) -> None:
    page.get_by_role("button", name="A fit note").click()
    page.get_by_role("button", name="Go on").click()
    page.locator(".turn").first.wait_for()
    done(page)
    check(page)


def test_the_tour_by_the_keyboard_alone(page: Page) -> None:
    done(page)
    page.get_by_role("button", name="Start the tour").focus()
    page.keyboard.press("Enter")
    for step in (2, 3):
        expect(page.get_by_text(f"{step - 1} of 3")).to_be_visible()
        page.get_by_role("button", name=f"To step {step}").focus()
        page.keyboard.press("Enter")
    expect(page.get_by_text("3 of 3")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.get_by_role("button", name="Leave the tour").press("Enter")
    expect(page.get_by_text("3 of 3")).to_have_count(0)
    done(page)
    expect(page.get_by_role("button", name="Start the tour")).to_have_count(0)
    page.get_by_role("button", name="Show me round").click()
    expect(page.get_by_text("1 of 3")).to_be_visible()


def test_every_control_of_the_first_page_is_reached_and_shows_that_it_is(page: Page) -> None:
    page.get_by_role("button", name="A fit note").wait_for()
    done(page)
    page.mouse.click(5, 700)
    found = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS))
    names = " ".join(each["name"] for each in found)
    for control in ("Start the tour", "Chest pain", "A fit note", "Upload", "Show me round"):
        assert control in names, control
    assert [
        each for each in found if not each["seen"] and each["tag"] not in {"BODY", "INPUT", "TEXTAREA"}
    ] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_word_is_explained_on_hover_on_focus_and_until_escape(page: Page, width: int) -> None:
    page.get_by_role("button", name="Back pain").click()
    page.get_by_role("button", name="Go on").click()
    page.locator(".turn").first.wait_for()
    done(page)
    page.set_viewport_size({"width": width, "height": 900})
    bubble, word = page.locator(".cs-gloss"), page.get_by_text("safety net", exact=True).first
    word.hover()
    expect(bubble).to_contain_text("what to look out for")
    bubble.hover()  # the pointer may go there
    page.wait_for_timeout(500)
    expect(bubble).to_be_visible()
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    page.mouse.move(1, 1)
    word.focus()
    expect(bubble).to_be_visible()
    box = bubble.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert flaws(page) == []
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "safety net"
    assert page.evaluate(INSIDE)


def test_payloads_run_nowhere(browser: Browser, address: str, tmp_path: Path) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    ran: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(_path(request, address)))
    page.add_init_script("window.alert = () => { window.ran = true }")
    page.goto(address)

    _upload(page, _table(tmp_path / "'><img src=x onerror=alert(1)>.csv", "speaker"))
    page.get_by_text("This text is anonymised already").click()
    page.get_by_text("I am sure").click()
    page.get_by_role("button", name="Go on").click()
    page.locator(".turn").nth(len(PAYLOADS) - 1).wait_for()
    done(page)
    text = page.locator(".turns").text_content() or ""
    assert [payload for payload in PAYLOADS if payload not in text] == []
    page.locator("button.tag").first.click()
    page.get_by_text("No, take it out").click()
    page.get_by_role("textbox", name="Why?").fill(PAYLOADS[2])
    page.get_by_role("textbox", name="Your name").fill(PAYLOADS[3])
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".told").first).to_contain_text(PAYLOADS[2])

    page.get_by_role("link", name="Letters").click()
    page.get_by_role("heading", name="Letters of complaint").wait_for()
    _upload(page, _table(tmp_path / "letters.csv", "id"))
    page.get_by_text("This text is anonymised already").click()
    page.get_by_text("I am sure").click()
    page.get_by_role("button", name="Go on").click()
    page.locator("button.open").nth(len(PAYLOADS) - 1).wait_for()
    done(page)
    text = page.locator("table.queue").text_content() or ""
    assert [payload for payload in PAYLOADS if payload not in text] == []
    for payload in (PAYLOADS[16], PAYLOADS[17]):  # those of Markdown
        _views(page)
        page.get_by_role("textbox", name="Name of what you see now").fill(payload)
        page.get_by_role("button", name="Save it").click()
        done(page)
        _views(page)
        page.get_by_role("button", name="Remove").first.wait_for()
        shown = [each.replace(JOINER, "") for each in page.get_by_role("button").all_inner_texts()]
        assert payload in shown
    page.locator("button.open").first.click()
    page.get_by_text("What the reply must answer").wait_for()
    done(page)

    assert ran == []
    assert page.evaluate("window.ran") is None
    assert [path for path in asked if path.rpartition("/")[2] in {"x", "x.js"} or "://" in path] == []
    assert page.locator("a[href^='javascript'], img[src=x]").count() == 0
    page.context.close()


def _path(request: Request, address: str) -> str:
    return request.url.removeprefix(address) if not request.url.startswith(("data:", "blob:")) else ""


def _views(page: Page) -> None:
    """Open the saved views, unless they are open."""
    page.wait_for_timeout(500)
    if not page.get_by_role("textbox", name="Name of what you see now").is_visible():
        page.get_by_role("button", name="Saved views").click()


def _table(path: Path, column: str) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow((column, "text"))
        if column == "speaker":
            rows.writerow(("Doctor", "What brings you in today?"))
        rows.writerows((payload, f"I am worried. {payload}") for payload in PAYLOADS)
    return path


def _upload(page: Page, path: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("button", name="Go on").wait_for()
    done(page)
