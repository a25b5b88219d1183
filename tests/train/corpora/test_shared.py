"""The public corpora whole, where they are at hand; nothing of them is in the project."""

import json
from functools import cache
from pathlib import Path

import pytest

from commscore.read.schema import dump, load, read_coded
from commscore.train.corpora import CORPORA
from commscore.train.corpora.tasks import LABELS
from commscore.types import Report

SHARED = Path(__file__).resolve().parents[3] / "../shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
# Documents, turns, labels. 51 of EPITOME's 2,446 rows rate a pair again: 2,395 pairs.
COUNTS = {
    "annomi": (108, 7656, 19295),
    "epitome": (2395, 4790, 7170),
    "uptake": (1894, 3788, 1691),
    "primock57": (39, 4931, 0),
    "aci-bench": (87, 4786, 0),
    "osce": (209, 20388, 0),
    "esconv": (1105, 32326, 15481),
}


@cache
def imported(corpus: str) -> dict[str, Report]:
    return {report.document.id: report for report in CORPORA[corpus].read(SHARED / "data" / corpus)}


@pytest.mark.parametrize("corpus", COUNTS)
def test_a_corpus_whole(corpus: str) -> None:
    reports = imported(corpus).values()
    turns, labels = sum(len(r.document.turns) for r in reports), sum(len(r.labels) for r in reports)
    assert (len(reports), turns, labels) == COUNTS[corpus]
    for report in reports:
        assert all(LABELS[label.task] == () or label.value in LABELS[label.task] for label in report.labels)
        assert {str(turn.role) for turn in report.document.turns} >= {"clinician", "patient"}
    assert [load(json.loads(json.dumps(dump(report))), "here") for report in reports] == list(reports)


def test_epitome_has_the_words_that_earn_its_levels() -> None:
    labels = [label for report in imported("epitome").values() for label in report.labels]
    earned = [label for label in labels if label.value != "0"]
    assert sum(bool(label.spans) for label in earned) / len(earned) > 0.99
    assert not any(label.spans for label in labels if label.value == "0")


@pytest.mark.parametrize(
    ("start", "corpus", "many"),
    [
        ("primock57", "primock57", 39),
        ("aci", "aci-bench", 28),
        ("osce", "osce", 30),
        ("annomi", "annomi", 39),
    ],
)
def test_every_coding_of_the_gold_has_its_turns_here(start: str, corpus: str, many: int) -> None:
    gold = [
        r
        for r in read_coded(SHARED / "gold" / "consultations.jsonl")
        if r.document.id.startswith(f"{start}-")
    ]
    assert len(gold) == many
    for report in gold:
        ours = imported(corpus)[report.document.id].document.turns
        assert [(t.role, t.text) for t in ours] == [(t.role, t.text) for t in report.document.turns]
