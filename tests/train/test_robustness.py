"""Robustness: what is counted when a reader goes by single words."""

import json
from collections.abc import Sequence

import pytest

from commscore.train.edits import Edit, with_edits
from commscore.train.perturb import PERTURBATIONS
from commscore.train.prediction import Prediction
from commscore.train.robustness import as_json, flipped, robustness, word_error_rate
from commscore.train.robusttext import robust
from commscore.types import Code, Document, Report
from conftest import consultation

pytest.importorskip("jiwer")

LINES = [
    "D: Good morning, what can I do for you today?",
    "P: I have had a cough for a week, and it will not go away at all, not even at night.",
    "D: Take two spoons of this every evening please.",
    "P: Thank you.",
] * 6


def read(documents: Sequence[Document]) -> list[Prediction]:
    """Give a plan to each turn that says "Take", and empathy to each that says "sorry"."""
    return [Prediction(d, tuple(c for n in range(len(d.turns)) for c in given(d, n))) for d in documents]


def given(document: Document, turn: int) -> list[Code]:
    text = document.turns[turn].text
    return [
        Code(code, turn, text.index(word), text.index(word) + len(word))
        for word, code in (("Take", "plan"), ("sorry", "empathy"))
        if word in text
    ]


def gold() -> list[Report]:
    document = consultation(*LINES)
    return [Report(document, tuple(c for c in read([document])[0].codes))]


def lost(report: Report, rng: object) -> Report:
    edits = {
        n: [Edit(0, 4, "Have")] for n, t in enumerate(report.document.turns) if t.text.startswith("Take")
    }
    return with_edits(report, edits)


def test_what_a_perturbation_costs() -> None:
    found = robustness(gold(), read, {"same": lambda report, rng: report, "lost": lost})
    assert (found.documents, found.turns, found.codes, found.macro_f1) == (1, 24, ("plan",), 1.0)
    same, gone = found.perturbations["same"], found.perturbations["lost"]
    assert (same.macro_f1, same.change, same.flipped, same.word_error_rate) == (1, 0, 0, 0)
    assert (gone.macro_f1, gone.change, gone.flipped) == (0, -1, 6)
    words = sum(len(line.split()) - 1 for line in LINES)
    assert gone.word_error_rate == pytest.approx(6 / words)


def test_a_turn_that_was_cut_counts_as_one() -> None:
    found = robustness(gold(), read, {"split_turns": PERTURBATIONS["split_turns"]}).perturbations[
        "split_turns"
    ]
    assert (found.macro_f1, found.flipped, found.word_error_rate) == (1, 0, None)


def test_flipped_counts_turns_not_codes() -> None:
    document = consultation("D: a", "D: b")
    before = Prediction(document, (Code("plan", 0, 0, 1), Code("empathy", 0, 0, 1)))
    after = Prediction(document, (Code("plan", 1, 0, 1, certain=False),))
    assert flipped(before, after) == 1


def test_nothing_is_measured_of_nothing() -> None:
    found = robustness([], read)
    assert (found.documents, found.macro_f1, found.codes) == (0, None, ())
    assert word_error_rate([], []) is None


def test_all_of_it_becomes_json_and_text() -> None:
    found = as_json(robustness(gold(), read))
    assert json.loads(json.dumps(found)) == found
    assert found["perturbations"].keys() == PERTURBATIONS.keys()
    said = robust(found)
    assert said is not None
    assert max(map(len, said.changes.splitlines() + said.scores.splitlines())) <= 110
    assert robust(None) is None


@pytest.mark.parametrize(("percent", "says"), [(1.0, "is within"), (2.5, "**is over**"), (-4.0, "is within")])
def test_stuffing_is_judged(percent: float, says: str) -> None:
    found = as_json(robustness(gold(), read, {"stuffed": PERTURBATIONS["stuffed"]}))
    moved = {"documents": 3, "mean": percent / 2, "largest": 9.0, "percent": percent}
    found["perturbations"]["stuffed"]["scores"]["empathy"] = moved
    said = robust(found)
    assert said is not None
    assert says in said.stuffing
