"""Two researchers from coding, by the keyboard alone, to agreement and a settled coding."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import done
from browser.test_trainer import flaws


def started(browser: Browser, address: str, coder: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True).new_page()
    page.set_default_timeout(30_000)
    page.goto(address)
    page.get_by_role("textbox").fill(coder)
    page.get_by_role("button", name="Start").click()
    return page


def coded(browser: Browser, address: str, coder: str, keys: list[str], saved: Path) -> None:
    """Code the first sample by these keys, and save the coding."""
    page = started(browser, f"{address}/code", coder)
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


def test_from_coding_to_agreement(browser: Browser, address: str, tmp_path: Path) -> None:
    robin, kim = tmp_path / "robin.json", tmp_path / "kim.json"
    words = ["ArrowRight", "Shift+ArrowRight", "7"]
    coded(browser, address, "Robin", [*words, "ArrowDown", "1", "ArrowDown", "1", "Delete"], robin)
    coded(browser, address, "Kim", ["4", "ArrowDown", "1"], kim)
    found = json.loads(robin.read_text(encoding="utf-8"))
    assert [(c["code"], c["turn"]) for c in found["codes"]] == [("empathy", 0), ("concern", 1)]
    assert (found["provenance"]["coder"], found["provenance"]["coding"]) == ("Robin", "blind")

    page = started(browser, f"{address}/agreement", "Sam")
    for side, file in enumerate((robin, kim)):
        page.locator("input[type=file]").nth(side).set_input_files(file)
        expect(page.get_by_text(("Robin", "Kim")[side] + ": 1 consultation")).to_be_visible()
    expect(page.get_by_text("Where they differ")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.get_by_role("button", name="Take the second").click()
    expect(page.get_by_text("1 of 1, 1 decided")).to_be_visible()
    done(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the settled coding").click()
    made = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert made["provenance"]["coder"] == "Robin and Kim, settled by Sam"
    assert len(made["codes"]) == 2
    assert not any(code.get("disputed") for code in made["codes"])
    page.context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["code", "agreement", "models", "compare", "train"])
def test_each_page_fits(browser: Browser, address: str, name: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark").new_page()
    page.goto(f"{address}/{name}")
    page.locator("h1").first.wait_for()
    done(page)
    assert flaws(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
