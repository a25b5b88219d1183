"""Calibration and thresholds, on simulated figures."""

import numpy as np
import pytest

from commscore import codebook
from commscore.models.gather import logit
from commscore.models.reading import Reading
from commscore.train.thresholds import (
    FEW,
    best_threshold,
    biases,
    code_heads,
    mean_f1,
    platt,
    pooled,
    raw_heads,
    raw_tasks,
    task_heads,
)
from commscore.types import Code, Label, Report
from conftest import consultation
from tinytraining import recipe


def expected_f1(probabilities: np.ndarray, threshold: float) -> float:
    over = probabilities >= threshold
    return float(2 * probabilities[over].sum() / (over.sum() + probabilities.sum()))


@pytest.mark.parametrize(
    ("probabilities", "threshold"),
    [
        ([0.1, 0.2, 0.8, 0.9], 0.8),
        ([0.0, 0.0, 1.0], 0.95),  # never so high that nothing could be certain
        ([0.3, 0.3, 0.3], 0.3),
        ([0.001, 0.002], 0.02),  # never so low that no words were looked for
    ],
)
def test_the_threshold(probabilities: list[float], threshold: float) -> None:
    assert best_threshold(np.array(probabilities)) == threshold


@pytest.mark.parametrize("seed", range(5))
def test_the_threshold_has_the_best_expected_f1_whatever_comes(seed: int) -> None:
    chances = np.random.default_rng(seed).uniform(0.1, 0.9, 30).round(2)
    best = max(expected_f1(chances, step) for step in chances)
    assert expected_f1(chances, best_threshold(chances)) == pytest.approx(best)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (1.7, -0.8), (0.4, 0.5), (3.0, -4.0)])
def test_platt_finds_the_slope_that_was_simulated(slope: float, intercept: float) -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, 20_000)
    given = (rng.random(20_000) < 1 / (1 + np.exp(-slope * logits - intercept))).astype(float)
    (found, vote), at = platt(np.stack([logits, np.zeros(20_000)], 1), given)
    assert found == pytest.approx(slope, rel=0.06)
    assert at == pytest.approx(intercept, abs=0.12)
    assert vote == 0


def test_platt_finds_what_a_vote_is_worth() -> None:
    rng = np.random.default_rng(2)
    rows = np.stack([rng.normal(0, 2, 20_000), rng.random(20_000) < 0.1], 1)
    given = (rng.random(20_000) < 1 / (1 + np.exp(-rows @ [1.2, 2.5] + 1))).astype(float)
    weights, intercept = platt(rows, given)
    assert weights == pytest.approx([1.2, 2.5], rel=0.06)
    assert intercept == pytest.approx(-1, abs=0.12)


def test_neither_weight_turns_the_order_round() -> None:
    rows = np.array([[-1.0, 0.0], [1.0, 1.0]] * 20)
    assert platt(rows, np.array([1.0, 0.0] * 20))[0].tolist() == [0.05, 0]


def simulated(times: int) -> tuple[list[Report], list[Reading]]:
    """Return documents in which empathy is given in so many of 20 turns, and rather sure readings."""
    gold, readings = [], []
    rng = np.random.default_rng(times)
    for number in range(20):
        document = consultation("D: sorry", "P: how", "D: how", "D: how")
        codes = (Code("empathy", 0, 0, 5),) if number < times else ()
        codes = (*codes, Code("empathy", 2, 0, 3, disputed=True))
        chances = np.array([0.8 if number < times else 0.3, 0.0, 0.99, 0.2])
        gold.append(Report(document, codes))
        readings.append(
            Reading(
                {
                    code: np.where(chances, chances + rng.uniform(-0.1, 0.005, 4), 0)
                    if code == "empathy"
                    else np.where([t.role is entry.role for t in document.turns], 0.1, 0.0)
                    for code, entry in codebook.codes().items()
                }
            )
        )
    return gold, readings


def test_only_the_undisputed_turns_of_the_role_are_pooled() -> None:
    rows, given = pooled(*simulated(8), [{("empathy", 0), ("plan", 3)}] * 20, "empathy")
    assert (rows.shape, given.sum()) == ((40, 2), 8)
    assert rows[:, 0].max() < logit(0.9)
    assert rows[:, 1].tolist() == [1, 0] * 20
    both = Report(consultation("D: how"), (Code("empathy", 0, 0, 3), Code("empathy", 0, 1, 2, disputed=True)))
    assert pooled([both], [Reading({"empathy": np.array([0.5])})], [set()], "empathy")[1].tolist() == [1]


@pytest.mark.parametrize(("times", "fitted"), [(0, False), (FEW - 1, False), (FEW, True), (19, True)])
def test_heads(times: int, fitted: bool) -> None:
    gold, readings = simulated(times)
    made = code_heads(gold, readings, [set()] * 20, recipe(maybe=0.4, evidence=0.3))
    heads = {head.code: head for head in made}
    assert list(heads) == list(recipe().codes)
    assert all(head.maybe <= head.threshold for head in heads.values())
    assert {head.span_threshold for head in heads.values()} == {0.3}
    found = heads["empathy"]
    assert ((found.slope, found.intercept, found.threshold) != (1, 0, 0.5)) is fitted
    assert found.maybe == pytest.approx(0.4 * found.threshold, abs=1e-4)
    assert (heads["plan"].slope, heads["plan"].threshold) == (1, 0.5)
    if fitted:
        logits = np.array([float(logit(each.codes["empathy"][0])) for each in readings])
        chances = 1 / (1 + np.exp(-found.slope * logits - found.intercept))
        assert (chances >= found.threshold).tolist() == [True] * times + [False] * (20 - times)


@pytest.mark.parametrize("probability", [0.0, 1e-12, 0.5, 1 - 1e-12, 1.0])
def test_logits_are_finite(probability: float) -> None:
    assert np.isfinite(logit(probability))
    assert logit(0.5) == 0


def test_raw_heads() -> None:
    assert {(h.slope, h.intercept, h.threshold) for h in raw_heads(recipe())} == {(1, 0, 0.5)}
    assert {t.biases for t in raw_tasks(recipe())} == {()}


@pytest.mark.parametrize(
    ("logits", "given", "expected"),
    [
        ([[1, 0], [1, 0], [0, 1]], [0, 0, 1], (0, 0)),  # right as it is
        ([[1.05, 0], [1.05, 0.5], [0, 1], [0, 1]], [0, 1, 1, 1], (0, 0.6)),  # the second is said too seldom
        ([[0, 0.55], [0, 0.55], [0, 2]], [0, 0, 1], (0, -0.6)),
    ],
)
def test_biases(logits: list[list[float]], given: list[int], expected: tuple[float, ...]) -> None:
    table, truth = np.array(logits, dtype=float), np.array(given)
    found = biases(table, truth)
    assert found == pytest.approx(expected)
    assert mean_f1(table + np.array(found), truth) == 1


def test_mean_f1() -> None:
    # label 0: one of two right, one said; label 1: one right of one, two said; label 2 never
    logits = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0]])
    assert mean_f1(logits, np.array([0, 0, 1])) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_heads_of_tasks_are_fitted_to_the_labels() -> None:
    document = consultation("P: tired", "P: how", "D: sorry")
    labels = (Label("annomi.client_talk", 0, "change"), Label("annomi.client_talk", 1, "neutral"))
    labels += (Label("annomi.client_talk", 2, "change"),)  # of another role: not read, so it has no say
    table = np.array([[0.6, 0.4], [0.9, 0.1], [0.0, 0.0]])
    reading = Reading({}, tasks={"annomi.client_talk": table, "uptake.uptake": np.zeros(3)})
    talk, scale, response = task_heads([Report(document, labels=labels)], [reading], recipe())
    assert talk.biases[0] == 0
    assert np.log(1.5) < talk.biases[1] < np.log(9)
    assert (scale.biases, response.biases) == ((), ())
