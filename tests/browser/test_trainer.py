"""A trainer from a transcript to the report as a PDF."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.conftest import done
from seeded import TALK, traces

GRAVE = ("serious", "critical")


def flaws(page: Page) -> list[str]:
    """Return what axe-core finds grave in what commscore draws."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
        if "stHeader" not in node["html"] and "stToolbar" not in node["html"]
    ]


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
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="pdf").first.click()
    saved.value.save_as(tmp_path / "report.pdf")
    document = pdfium.PdfDocument(tmp_path / "report.pdf")
    told = "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert "worried about this cough" in told
    assert traces(told, saved.value.suggested_filename) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sample_is_two_clicks_away_and_nothing_runs_off_the_side(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("button", name="Back pain").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Taken for the clinician")).to_be_visible()
    done(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
