"""A complaints officer from fifty letters to an answered one."""

import csv
import re
from itertools import product
from pathlib import Path

from playwright.sync_api import Page, expect

from browser.conftest import done
from browser.test_trainer import flaws

WRONG = (
    "I still have chest pain and I do not know whom to ask.",
    "My mother was left without her tablets from Friday to Monday.",
    "Nobody rang me back, although I asked three times.",
    "The doctor did not look at me once and did not listen.",
    "My appointment was cancelled twice.",
)
ASKED = (
    "Why was this so?",
    "When will I get an appointment?",
    "Who looked at my results?",
    "Could you tell me who decided that?",
    "What will you change?",
)
WANTED = "I want an apology."
ODD = "The zebra crossing by your door was dark."


def fifty(path: Path) -> None:
    """Write fifty invented letters, two with the same words, and a row without any."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "text", "received"))
        for number, (wrong, asked, more) in enumerate(product(WRONG, ASKED, (WANTED, ODD)), 1):
            told = f"Dear Sir or Madam,\n\n{wrong} {more}\n\n{asked}\n\nYours faithfully"
            rows.writerow((f"=C-{number:02}", told, "2026-03-02"))
        rows.writerow(("empty", "", ""))


def test_from_fifty_letters_to_an_answered_one(page: Page, tmp_path: Path) -> None:
    fifty(tmp_path / "fifty.csv")
    page.get_by_role("link", name="Letters").click()
    expect(page.get_by_role("heading", name="Letters of complaint")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.locator("input[type=file]").set_input_files(tmp_path / "fifty.csv")
    go_on = page.get_by_role("button", name="Go on with all 50")
    expect(go_on).to_be_visible()
    done(page)
    go_on.click()
    expect(page.get_by_text("50 letters are in the queue now")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("there is no text in it")).to_be_visible()
    page.get_by_role("button", name="Put this away").click()
    done(page)
    assert flaws(page) == []
    first = page.locator(".queue tbody tr").first
    expect(first.locator(".level")).to_contain_text("Urgent")
    expect(first.locator("q").first).to_contain_text("I still have chest pain")  # why it stands first

    search = page.get_by_role("textbox", name="Search in the letters")
    search.fill("ZEBRA results")
    search.press("Enter")
    expect(page.get_by_text(re.compile(r"Shown: 5 of 50\."))).to_be_visible()
    done(page)
    expect(page.locator("button.open")).to_have_count(5)
    name = page.locator("button.open bdi").first.inner_text()
    page.locator("button.open").first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    done(page)
    assert flaws(page) == []
    quote = page.locator(".tick [data-go]").first
    quote.click()
    expect(page.locator("mark.here").first).to_contain_text("Who looked at my results?")
    page.get_by_role("button", name="Back to the list").click()
    expect(quote).to_be_focused()
    ticks = page.locator(".tick input")
    for number in range(ticks.count()):
        ticks.nth(number).check()
        expect(page.get_by_text(f"{number + 1} of {ticks.count()} ticked")).to_be_visible()

    page.get_by_role("tab", name="Check a draft reply").click()
    page.get_by_role("textbox", name="Your draft reply").fill(
        "Dear Madam, we are sorry. Dr Grey looked at them."
    )
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("How it speaks")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Answered").click()
    expect(page.get_by_text("answered, set by")).to_be_visible()

    page.get_by_role("button", name="Back to the queue").click()
    expect(page.get_by_text(re.compile(r"Shown: 5 of 50\."))).to_be_visible()  # as it was left
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("combobox", name="Status").click()
    page.get_by_role("option", name="Answered (1)").click()
    expect(page.get_by_text(re.compile(r"Shown: 1 of 50\."))).to_be_visible()
    done(page)
    expect(page.locator("button.open")).to_have_count(1)
    expect(page.locator("button.open bdi")).to_have_text(name)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    table = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    (row,) = csv.DictReader(table)
    assert row["status"] == "answered"
    assert row["id"] == f"'{name}"  # a formula is made text
