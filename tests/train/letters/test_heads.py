"""Letters' probabilities, thresholds and severities."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from commscore.models.gather import sigmoid
from commscore.models.letters import level, severity_of
from commscore.models.manifest import CodeHead, Severity
from commscore.models.reading import Reading
from commscore.train.letters.heads import (
    ReadLetter,
    letter_heads,
    leveled,
    quadratic,
    severities,
    severity_head,
    threshold_of,
)
from commscore.train.letters.material import Lettered, lettered
from commscore.types import Letter, LetterReport, Problem


@pytest.mark.parametrize(
    ("given", "found", "kappa"),
    [
        ([1, 2, 3], [1, 2, 3], 1.0),
        ([1, 3], [3, 1], -1.0),
        ([2, 2], [2, 2], 0.0),
        ([1, 1, 3, 3], [1, 3, 1, 3], 0.0),
    ],
)
def test_quadratic_kappa(given: list[int], found: list[int], kappa: float) -> None:
    assert quadratic(np.array(given), np.array(found)) == pytest.approx(kappa)


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (1.0, (1, (1, 1))),
        (1.45, (1, (1, 2))),
        (1.55, (2, (1, 2))),
        (2.0, (2, (2, 2))),
        (2.45, (2, (2, 3))),
        (3.0, (3, (3, 3))),
    ],
)
def test_a_severity_near_a_cut_lies_between(expected: float, said: tuple[int, tuple[int, int]]) -> None:
    assert level(expected, Severity(cuts=(1.5, 2.5), margin=0.1)) == said


def test_a_severity_near_both_cuts_lies_between_the_two_levels_of_the_nearer() -> None:
    close = Severity(cuts=(1.9, 2.3), margin=0.3)
    assert [level(at, close)[1] for at in (1.8, 2.0, 2.2, 2.4)] == [(1, 2), (1, 2), (2, 3), (2, 3)]


def test_levels() -> None:
    assert leveled(np.array([1.0, 2.0, 2.9]), (1.5, 2.5)).tolist() == [1, 2, 3]


TEXT = "Nobody listened. They laughed. I was cold."


def read(number: int, chances: tuple[float, ...], votes: tuple[tuple[int, int], ...] = ()) -> ReadLetter:
    """Return a letter whose third sentence is severe, coded listening by its first."""
    letter = Letter(f"x{number}", TEXT)
    (coded,) = lettered([LetterReport(letter, (Problem("listening", 2, (2, 2), ((0, 6),)),))])
    severity = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    reading = Reading({"listening": np.array(chances)}, tasks={"severity": severity})
    ruled = (Problem("listening", 3, (3, 3), votes),) if votes else ()
    return ReadLetter(coded, reading, LetterReport(letter, ruled))


HEAD = CodeHead(code="listening", threshold=0.6, maybe=0.3, slope=1, intercept=0, span_threshold=0.4)


@pytest.mark.parametrize(
    ("chances", "votes", "expected"),
    [
        ((0.9, 0.0, 0.0), (), 1.0),
        ((0.5, 0.5, 0.0), (), 1.5),
        ((0.0, 0.3, 0.1), (), 2.25),
        ((0.5, 0.0, 0.5), ((31, 35),), 2.5),  # three to one for what the rules find
    ],
)
def test_a_sentence_weighs_as_surely_as_it_shows_the_problem(
    chances: tuple[float, ...], votes: tuple[tuple[int, int], ...], expected: float
) -> None:
    voted = HEAD.model_copy(update={"vote": math.log(3)})
    ((found, ruled, given),) = severities([read(0, chances, votes)], [voted])
    told = {0.5: (1 * 0.5 + 3 * 0.75) / 1.25}[chances[0]] if votes else expected
    assert (found, ruled, given) == (pytest.approx(told, abs=1e-6), 3 if votes else None, 2)


def test_severity_that_nothing_calibrates_lies_between() -> None:
    found = severity_head([read(0, (0.0, 0.0, 0.0))], [])
    assert found is not None
    assert (found.cuts, found.margin) == ((1.5, 2.5), 0.3)
    assert severity_head([], [HEAD]) is None


def test_levels_become_as_frequent_as_they_are() -> None:
    """Expected severities rise with the level: nothing lies on the wrong side of a cut."""
    levels = [1] * 2 + [2] * 5 + [3] * 3
    chances = {1: (0.9, 0.0, 0.0), 2: (0.0, 0.9, 0.0), 3: (0.0, 0.0, 0.9)}
    letters = [
        replace(read(n, chances[at]), letter=_coded(Problem("listening", at, (at, at), ((0, 6),))))
        for n, at in enumerate(levels)
    ]
    found = severity_head(letters, [HEAD])
    assert found is not None
    expected = np.array([1.5] * 2 + [2.0] * 5 + [2.5] * 3)  # half of it the middle: the rules name no level
    assert leveled(expected, found.cuts).tolist() == levels


def _coded(problem: Problem) -> Lettered:
    return lettered([LetterReport(Letter("x", TEXT), (problem,))])[0]


@pytest.mark.parametrize(("ruled", "trusted"), [((0, 6), True), ((17, 22), False)])
def test_a_passage_is_calibrated_by_sentence(ruled: tuple[int, int], trusted: bool) -> None:
    gold = replace(read(0, (0.9, 0.1, 0.1)).letter.gold, problems=(), harm=((0, 6),))
    (coded,) = lettered([gold])
    reading = Reading({"harm": np.array([0.5, 0.5, 0.5])})
    letters = [ReadLetter(coded, reading, replace(gold, harm=(ruled,)))] * 5
    recipe = SimpleNamespace(codes=("harm",), maybe=0.5, evidence=0.4)
    (found,) = letter_heads(letters, recipe)  # type: ignore[arg-type]
    assert (found.vote > 0) is trusted
    if not trusted:
        assert sigmoid(found.intercept) == pytest.approx(1 / 3, abs=0.01)  # of three sentences one


@pytest.mark.parametrize(
    ("code", "threshold"), [("flag.ongoing_risk", 0.1), ("flag.death", 0.15), ("question", 0.15)]
)
def test_a_miss_costs_more_than_a_false_alarm(code: str, threshold: float) -> None:
    assert threshold_of(code)(np.array([0.5]), np.array([1.0])) == threshold


def test_a_category_is_calibrated_for_its_f1() -> None:
    sure, said = np.array([0.05] * 20 + [0.2] + [0.9] * 9), np.array([0.0] * 20 + [1.0] * 10)
    assert threshold_of("listening")(sure, said) == pytest.approx(0.9)


def test_severity_is_of_sentences_that_were_read_for_it() -> None:
    shares = np.array([[1, 0, 0], [0, 0.5, 0.5], [0, 0, 0], [0, 1, 0]], dtype=float)
    reading = Reading({}, tasks={"severity": shares})
    assert severity_of(reading, np.array([0.0, 1.0, 1.0, 0.0])) == pytest.approx(2.5)
    assert severity_of(reading, np.array([0.0, 0.0, 1.0, 0.0])) is None
    assert severity_of(Reading({}), np.array([1.0])) is None
