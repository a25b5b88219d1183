"""A refresh of the browser (F5) loses nothing of what is open and not kept, wherever one is."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser.conftest import done, free_port, served
from browser.test_researchers import started
from commscore.settings import Settings
from commscore.store import open_store
from seeded import TALK

LETTER = "Dear Sir,\n\nI waited {} hours and nobody told me why. Why did nobody ring me back?\n"


def refresh(page: Page) -> None:
    page.reload()
    done(page)


def test_at_the_privacy_step(page: Page, tmp_path: Path) -> None:
    transcript = tmp_path / "siobhan.txt"
    transcript.write_text(TALK, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(transcript)
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    done(page)
    page.get_by_text("Put tags in their place").click()
    done(page)
    expect(page.get_by_text("[NAME_1]").first).to_be_visible()
    refresh(page)
    expect(page.get_by_text("[NAME_1]").first).to_be_visible()
    assert page.get_by_role("radio", name="Put tags in their place").is_checked()


def test_with_a_consultation_that_was_corrected_and_not_kept(page: Page) -> None:
    page.get_by_role("button", name="Back pain").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Taken for the clinician")).to_be_visible()
    done(page)
    page.locator("button.tag").first.click()
    page.get_by_text("No, take it out").click()
    page.get_by_label("Why?").fill("it was said in jest")
    page.get_by_label("Your name or initials").fill("Alex")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("it was said in jest").first).to_be_attached()
    done(page)
    page.get_by_label("Notes for the learner").fill("Well begun.")
    page.get_by_label("Notes for the learner").blur()
    done(page)
    refresh(page)
    expect(page.get_by_text("it was said in jest").first).to_be_attached()
    expect(page.get_by_label("Notes for the learner")).to_have_value("Well begun.")
    page.get_by_role("link", name="Letters").click()
    expect(page.get_by_text("Names come out first")).to_be_visible()
    done(page)
    refresh(page)
    page.get_by_role("link", name="Consultations").click()
    expect(page.get_by_text("it was said in jest").first).to_be_attached()
    page.go_back()
    done(page)
    expect(page.get_by_text("Names come out first")).to_be_visible()


def test_in_the_middle_of_letters(browser: Browser, tmp_path: Path) -> None:
    letters = [tmp_path / f"{number}.txt" for number in range(24)]
    for number, path in enumerate(letters):
        path.write_text(LETTER.format(number + 2), encoding="utf-8")
    port = free_port()
    with served(tmp_path, port), browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/letters")
        page.locator("input[type=file]").set_input_files(letters)
        page.get_by_role("button", name="Go on with all 24").click()
        for _ in range(3):
            going = page.get_by_text(" of 24 letters")
            through = page.get_by_text("24 letters are in the queue now")
            expect(going.or_(through).first).to_be_visible()  # a quick machine is done before the third
            page.reload()
        expect(page.get_by_text("24 letters are in the queue now")).to_be_visible(timeout=60_000)
        with open_store(using=Settings(database=f"sqlite:///{tmp_path / 'kept.db'}")) as store:
            assert sorted(row.name for row in store.rows()) == sorted(path.stem for path in letters)


def test_with_a_document_that_is_half_coded(browser: Browser, address: str) -> None:
    page = started(browser, f"{address}/code", "Robin")
    page.get_by_role("button", name="Open the sample consultations").click()
    page.get_by_role("button", name="Code it blind").click()
    page.locator(".turn").first.wait_for()
    done(page)
    page.keyboard.press("4")
    expect(page.get_by_text("Coder:").last).to_contain_text("1 code")
    done(page)
    refresh(page)
    expect(page.get_by_text("Coder:").last).to_contain_text("1 code")
    assert page.locator("button.tag").count() == 1
    page.context.close()
