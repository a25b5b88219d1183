"""The invented consultations of the gold: two pages each in PDF, and every quote is in the transcript."""

import json
from pathlib import Path

import pytest
from tests.conftest import SHARED
from tests.report.conftest import pdf_text

from commscore.measure import measure
from commscore.read.schema import load
from commscore.report import FORMATS
from commscore.report.digest import digest
from commscore.types import Report

GOLD = SHARED / "gold" / "consultations.jsonl"


def written(gold: Path) -> list[Report]:
    if not gold.exists():
        return []
    entries = (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines())
    return [load(entry, "gold") for entry in entries if entry["id"].startswith("written-")]


@pytest.mark.parametrize("coded", written(GOLD), ids=lambda r: r.document.id)
def test_written_consultation(coded: Report) -> None:
    measured = measure(coded.document, coded.codes, coded.moments)
    whole = Report(
        coded.document, coded.codes, coded.moments, measured.measures, measured.scores, coded.provenance
    )
    shown = digest(whole)
    assert len(shown.went_well) <= 4
    assert len(shown.to_look_at) <= 5
    for highlight in (*shown.went_well, *shown.to_look_at):
        for quote in highlight.quotes:
            said = " ".join(coded.document.turns[quote.turn].text.split())
            assert quote.text.strip(" …") in said
    text, pages = pdf_text(FORMATS["pdf"].render([whole]))
    assert pages <= 2
    assert coded.document.id in text
