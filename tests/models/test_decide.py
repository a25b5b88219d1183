"""Certain, perhaps, or not given."""

import numpy as np
import pytest

from commscore.models.decide import decide
from commscore.models.reading import Reading
from conftest import consultation
from tinymodel import manifest

DOCUMENT = consultation("D: I am sorry.", "P: Thank you.")


@pytest.mark.parametrize(
    ("probability", "certain"),
    [(0.29, []), (0.3, [False]), (0.79, [False]), (0.8, [True]), (1.0, [True])],
)
def test_thresholds(probability: float, certain: list[bool]) -> None:
    found = decide(DOCUMENT, reading(np.array([probability, 0.0])), manifest())
    assert [c.certain for c in found] == certain
    assert all(c.found_by == "model:tiny" and c.probability == probability for c in found)


def test_nothing_of_another_speaker_and_nothing_without_words() -> None:
    assert decide(DOCUMENT, reading(np.array([0.0, 1.0])), manifest()) == ()
    without = Reading(reading(np.array([1.0, 0.0])).codes)
    assert decide(DOCUMENT, without, manifest()) == ()


def test_a_code_stands_once_for_each_stretch() -> None:
    both = Reading(reading(np.array([1.0, 0.0])).codes, {("empathy", 0): ((0, 1), (5, 10))})
    assert [(c.start, c.end) for c in decide(DOCUMENT, both, manifest())] == [(0, 1), (5, 10)]


def reading(empathy: np.ndarray) -> Reading:
    codes = {head.code: np.zeros(2) for head in manifest().codes} | {"empathy": empathy}
    return Reading(codes, {("empathy", 0): ((5, 10),), ("empathy", 1): ((0, 5),)})
