"""Letters' probabilities, thresholds and severities."""

import numpy as np
import pytest

from commscore.models.letters import level, severity_of
from commscore.models.manifest import Severity
from commscore.models.reading import Reading
from commscore.train.letters.heads import leveled, quadratic, safe_threshold


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


def test_the_gravest_sentence_counts() -> None:
    shares = np.array([[1, 0, 0], [0, 0.5, 0.5], [0, 0, 0], [0, 1, 0]], dtype=float)
    reading = Reading({}, tasks={"severity": shares})
    assert severity_of(reading, [0, 1, 2, 3]) == pytest.approx(2.5)
    assert severity_of(reading, [2]) is None
    assert severity_of(Reading({}), [0]) is None
