"""A trainer from a transcript to the report as a PDF."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.conftest import done
from seeded import TALK, traces

GRAVE = ("serious", "critical")
STREAMLIT = ("stHeader", "stToolbar", "stToast")  # drawn by Streamlit itself


def flaws(page: Page) -> list[str]:
    """Return what axe-core finds grave in what commscore draws."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
        if not any(name in node["html"] for name in STREAMLIT)
    ]


def correct(page: Page, reason: str) -> str:
    """Take out the first code, for this reason; return what it was called."""
    tag = page.locator(".turn .tag").first
    called = tag.inner_text()
    tag.click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text("Is it right?")).to_be_visible()
    done(page)
    assert flaws(page) == []
    asked.get_by_text("No, take it out").click()
    done(page)
    asked.get_by_label("Why?").fill(reason)
    asked.get_by_label("Your name or initials").fill("Alex")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    expect(page.locator(".turn .told")).to_contain_text(f"you took it out, because: {reason}")
    done(page)
    return called


def read(page: Page, to: Path) -> str:
    """Download the PDF; return its text in one line."""
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="pdf").first.click()
    saved.value.save_as(to)
    assert traces(saved.value.suggested_filename) == []
    told = (sheet.get_textpage().get_text_range() for sheet in pdfium.PdfDocument(to))
    return " ".join(" ".join(told).split())


def test_from_a_transcript_to_a_pdf(page: Page, tmp_path: Path) -> None:
    transcript = tmp_path / "siobhan.txt"
    transcript.write_text(TALK, encoding="utf-8")
    expect(page.get_by_role("heading", name="commscore")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.locator("input[type=file]").set_input_files(transcript)
    go_on = page.get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    done(page)
    expect(page.get_by_text("Siobhan").first).to_be_visible()  # shown, before it is taken out
    assert flaws(page) == []
    go_on.click()
    expect(page.get_by_text("Taken for the clinician")).to_be_visible()
    done(page)
    assert flaws(page) == []
    assert traces(page.content()) == []
    code = correct(page, "only a greeting")
    told = read(page, tmp_path / "report.pdf")
    assert "worried about this cough" in told
    assert f"commscore said “{code}”; a person took it out, because: only a greeting" in told
    assert "Corrected: 1 correction by 1 person" in told
    assert traces(told) == []


def test_what_became_of_a_concern_is_corrected_kept_and_found_again(page: Page) -> None:
    page.get_by_role("button", name="Back pain").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Taken for the clinician")).to_be_visible()
    done(page)
    page.get_by_text("Every cue, concern and question").click()
    page.locator(".judge").first.click()
    asked = page.get_by_role("dialog")
    asked.get_by_text("Yes, it is right").click()
    done(page)
    asked.get_by_label("Why?").fill("I heard it so")
    asked.get_by_label("Your name or initials").fill("Alex")
    asked.get_by_role("button", name="Save").click()
    expect(page.locator(".moments .told").first).to_contain_text("you confirmed it, because: I heard it so")
    done(page)
    page.get_by_role("button", name="Keep this consultation").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("button", name="Kept")).to_be_visible()
    page.get_by_role("button", name="Open another").click()
    expect(page.get_by_role("button", name="Open 1")).to_be_visible()
    done(page)
    assert flaws(page) == []
    page.get_by_role("button", name="Open 1").click()
    expect(page.locator(".moments .told").first).to_contain_text("confirmed it, because: I heard it so")
    done(page)
    assert flaws(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sample_is_two_clicks_away_and_nothing_runs_off_the_side(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("button", name="Back pain").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Taken for the clinician")).to_be_visible()
    done(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
