"""What figures are read against: nothing passes for a human ceiling that is none."""

import statistics

import pytest

from commscore import codebook
from commscore.train.evaluation import SELDOM
from commscore.types import Role


def test_a_second_pass_and_a_published_model_are_no_human_ceilings() -> None:
    for ceiling in codebook.ceilings():
        assert ceiling.human == (ceiling.kind == "people")


def test_the_mean_of_the_second_pass_is_the_mean_of_its_codes() -> None:
    (second,) = (c for c in codebook.ceilings() if c.kind == "second pass")
    figures = second.figures["f1"]
    names = [n for n, e in codebook.codes().items() if e.role is Role.CLINICIAN and n not in SELDOM]
    assert len(names) == 17
    assert statistics.mean(figures[n] for n in names) == pytest.approx(
        figures["macro_f1_clinician"], abs=0.005
    )


def test_every_figure_is_a_share() -> None:
    assert all(0 < v <= 1 for c in codebook.ceilings() for each in c.figures.values() for v in each.values())
