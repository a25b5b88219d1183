"""The baselines on invented talk: what words tell plainly, they learn."""

import numpy as np
import pytest

from commscore.train.counts import said
from commscore.types import Code, Document, Label, Report
from conftest import consultation

pytest.importorskip("sklearn")
from commscore.train.baselines import fit_tfidf
from commscore.train.prediction import by_rules

LEVELS = ("0", "1")
LINES = (
    "D: How is the pain?",
    "P: I am worried sick about it.",
    "D: I am so sorry to hear that.",
    "P: It is in my leg.",
    "D: Take two tablets a day.",
    "P: Right then.",
)


def report(number: int, disputed: bool = False) -> Report:
    document = Document(f"made-{number}", consultation(*LINES).turns)
    codes = (Code("concern", 1, 0, 5), Code("empathy", 2, 0, 5, disputed=disputed), Code("plan", 4, 0, 4))
    labels = (
        *(Label("epitome.explorations", turn, LEVELS[turn == 0]) for turn in (0, 2, 4)),
        *(Label("uptake.uptake", turn, float(turn)) for turn in (0, 2, 4)),
    )
    return Report(document, codes, labels=labels)


TRAIN = [report(number) for number in range(10)]
TASKS = {"epitome.explorations": ("0", "1", "2"), "uptake.uptake": (), "annomi.input": ("none", "advice")}


def test_it_learns_what_words_tell() -> None:
    fitted = fit_tfidf(TRAIN, ("concern", "empathy", "plan", "apology"), TASKS)
    (prediction,) = fitted.predict([consultation(*LINES)])
    assert [(c.turn, c.code) for c in prediction.codes] == [(1, "concern"), (2, "empathy"), (4, "plan")]
    assert all(c.certain and c.end == len(LINES[c.turn]) - 3 for c in prediction.codes)
    reading = prediction.reading
    assert reading is not None
    assert reading.codes.keys() == {"concern", "empathy", "plan"}  # nobody gave an apology
    assert reading.codes["concern"][[0, 2, 4]].tolist() == [0, 0, 0]  # a clinician's turn has no concern
    assert reading.tasks.keys() == {"epitome.explorations", "uptake.uptake"}
    levels = reading.tasks["epitome.explorations"]
    assert levels.shape == (6, 3)
    assert levels.sum(axis=1) == pytest.approx(np.ones(6))
    assert levels[[0, 2, 4]].argmax(axis=1).tolist() == [1, 0, 0]
    scale = reading.tasks["uptake.uptake"]
    assert scale.shape == (6,)
    assert scale[0] < scale[2] < scale[4]


def test_the_same_twice_and_nothing_for_nothing() -> None:
    one, two = (fit_tfidf(TRAIN, ("plan",), {}) for _ in range(2))
    document = consultation(*LINES)
    assert one.read([document])[0].codes["plan"].tolist() == two.read([document])[0].codes["plan"].tolist()
    (nothing,) = one.predict([Document("empty", ())])
    assert nothing.codes == ()


def test_a_code_that_is_only_disputed_is_not_learnt() -> None:
    fitted = fit_tfidf([report(n, disputed=True) for n in range(10)], ("empathy", "plan"), {})
    assert fitted.codes.keys() == {"plan"}


def test_a_turn_replies_to_the_last_one_of_another_role() -> None:
    turns = said(consultation("D: a", "P: b", "D: c", "D: d <UNIN/>", "R: e", "P: f", "P: g"))
    assert [t.before for t in turns] == ["", "a", "b", "b", "d        ", "e", "e"]


def test_the_rules_are_a_baseline() -> None:
    prediction = by_rules(consultation("P: I'm really scared.", "D: I'm sorry to hear that."))
    assert "concern" in {c.code for c in prediction.codes}
    assert prediction.reading is None
