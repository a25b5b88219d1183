"""Letters' probabilities, thresholds and severities."""

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
    safe_threshold,
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


def test_levels() -> None:
    assert leveled(np.array([1.0, 2.0, 2.9]), (1.5, 2.5)).tolist() == [1, 2, 3]


def test_a_flags_threshold_is_never_over_the_best_one_and_misses_next_to_none() -> None:
    sure = np.array([0.05] * 20 + [0.2] + [0.9] * 9)
    said = np.array([0.0] * 20 + [1.0] * 10)
    assert safe_threshold(sure, said) == pytest.approx(0.2)


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
        ((0.9, 0.1, 0.1), (), [(1.0, None, 2)]),  # what is quoted, not the gold's span
        ((0.1, 0.9, 0.1), (), [(2.0, None, 2)]),
        ((0.9, 0.1, 0.1), ((31, 35),), [(3.0, 3, 2)]),  # what the rules quote counts too
        ((0.1, 0.1, 0.1), (), []),
    ],
)
def test_severity_is_learnt_from_what_is_quoted(
    chances: tuple[float, ...],
    votes: tuple[tuple[int, int], ...],
    expected: list[tuple[float, int | None, int]],
) -> None:
    assert list(severities([read(0, chances, votes)], [HEAD])) == expected


def test_a_calibrated_head_says_what_is_quoted() -> None:
    shifted = HEAD.model_copy(update={"intercept": 3.0})
    assert read(0, (0.1, 0.2, 0.01)).quoted(HEAD) == []
    assert read(0, (0.1, 0.2, 0.01)).quoted(shifted) == [0, 1]


def test_severity_that_nothing_calibrates_lies_between() -> None:
    found = severity_head([read(0, (0.1, 0.1, 0.1))], [HEAD])
    assert found is not None
    assert (found.cuts, found.margin) == ((1.5, 2.5), 0.3)
    assert severity_head([], [HEAD]) is None


@pytest.mark.parametrize("ruled", [True, False])
def test_the_rules_weigh_in_a_severity_as_far_as_they_are_right(ruled: bool) -> None:
    """The model reads 1 to 3 at random, the rules are right or silent."""
    problems = [Problem("listening", at, (at, at), ((0, 6),)) for at in (1, 2, 3)]
    letters = [replace(read(n, (0.9, 0.1, 0.1)), letter=_coded(p)) for n, p in enumerate(problems * 5)]
    if ruled:
        letters = [replace(each, ruled=each.letter.gold) for each in letters]
    found = severity_head(letters, [HEAD])
    assert found is not None
    assert (found.ruled > 0) is ruled


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


def test_a_flag_is_calibrated_for_safety_and_a_category_for_f1() -> None:
    sure, said = np.array([0.05] * 20 + [0.2] + [0.9] * 9), np.array([0.0] * 20 + [1.0] * 10)
    assert threshold_of("flag.death")(sure, said) == pytest.approx(0.2)
    assert threshold_of("listening")(sure, said) == pytest.approx(0.9)


def test_the_gravest_sentence_counts() -> None:
    shares = np.array([[1, 0, 0], [0, 0.5, 0.5], [0, 0, 0], [0, 1, 0]], dtype=float)
    reading = Reading({}, tasks={"severity": shares})
    assert severity_of(reading, [0, 1, 2, 3]) == pytest.approx(2.5)
    assert severity_of(reading, [2]) is None
    assert severity_of(Reading({}), [0]) is None
