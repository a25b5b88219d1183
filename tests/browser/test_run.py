"""A training run in a real browser: started from a recipe, watched, cancelled, still there after a reload."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import done
from browser.test_trainer import flaws
from tinytraining import FIT, entries, report, toml, write_encoder, write_reports

pytest.importorskip("torch")
pytest.importorskip("sklearn")


def test_a_run_is_started_watched_and_cancelled(page: Page, address: str, tmp_path: Path) -> None:
    data = write_reports(tmp_path / "gold.jsonl", [report(n) for n in range(6)])
    slow = FIT | {"epochs": 900, "patience": 900}
    source = [{"corpus": "schema", "path": data.name}]
    recipe = tmp_path / "toy.toml"
    made = entries(write_encoder(tmp_path / "encoder"), source=source, fit=slow)
    recipe.write_text(toml(made), encoding="utf-8")

    page.goto(f"{address}/train")
    page.get_by_role("combobox", name="Recipe").click()
    page.get_by_role("option", name="A recipe of your own").click()
    page.locator("input[type=file]").set_input_files([recipe, data])
    expect(page.get_by_text("toy.toml")).to_be_visible()
    done(page)
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_text(re.compile(r"fold 1 of 2: epoch \d+ of 900")).first).to_be_visible(
        timeout=120_000
    )
    expect(page.get_by_role("button", name="Start the run")).to_be_disabled()
    assert flaws(page) == []

    page.reload()  # what is known of it lies in its folder
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile("cancelled; begun"))).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_text("Steps so far").click()
    expect(page.get_by_role("cell", name=re.compile("fold 1 of 2")).first).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("None yet. They are listed here")).to_be_visible()
