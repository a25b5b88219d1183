"""Intervals: Wilson's against published values, the bootstrap against theory, and what it cannot see."""

import numpy as np
import pytest

from commscore.measure.figure import Exact, Median, Presence, Proportion, Ratio
from commscore.measure.interval import bounds, resamples, wilson

RNG = np.random.default_rng(7)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17: 857-872, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson(hits, trials) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_the_bootstrap_of_a_mean_is_as_wide_as_theory_says() -> None:
    values = RNG.normal(10, 2, 200)
    figure = Ratio(values, np.ones(200))
    draws = figure.draws(resamples(200, RNG), RNG)
    low, high = figure.interval(draws) or (0, 0)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / np.sqrt(200), rel=0.1)


def test_resamples_hold_as_many_turns_and_differ() -> None:
    weights = resamples(40, RNG)
    assert weights.shape == (1000, 40)
    assert (weights.sum(axis=1) == 40).all()
    assert len(np.unique(weights, axis=0)) == 1000


def test_a_long_transcript_stays_within_memory() -> None:
    assert resamples(100_000, RNG).shape == (200, 100_000)


@pytest.mark.parametrize("turns", [3, 50])
def test_never_seen_is_not_never(turns: int) -> None:
    figure = Ratio(np.zeros(turns), np.ones(turns), scale=100, events=True)
    low, high = figure.interval(figure.draws(resamples(turns, RNG), RNG)) or (-1, -1)
    assert low == figure.value == 0
    assert high == pytest.approx(100 * 2.51 / turns, rel=0.15)  # Jeffreys' upper 97.5 % for no events


def test_too_few_turns_have_no_bootstrap() -> None:
    figure = Ratio(np.array([1.0, 2.0]), np.array([3.0, 3.0]))
    assert figure.interval(figure.draws(resamples(2, RNG), RNG)) is None


def test_one_of_one_is_uncertain_in_the_draws() -> None:
    draws = Proportion(np.ones(1), np.ones(1)).draws(resamples(1, RNG), RNG)
    assert np.percentile(draws, 2.5) < 0.5


@pytest.mark.parametrize(
    ("done", "share"),
    [
        (0, 0.293),  # 1 - 2 ** -0.5: Poisson counts at a rate from the gamma with shape a half
        (1, 0.634),  # 1 - (1 - 1 / 40) ** 40
        (2, 0.871),
        (40, 1.0),
    ],
)
def test_done_once_may_not_be_done_again(done: int, share: float) -> None:
    figure = Presence((np.arange(40) < done).astype(float), 40)
    draws = figure.draws(resamples(40, RNG), RNG)
    assert set(draws) <= {0, 1}
    assert draws.mean() == pytest.approx(share, abs=0.05)
    assert figure.interval(draws) == (figure.value, figure.value) == (min(done, 1), min(done, 1))


def test_median() -> None:
    figure = Median(np.array([np.nan, 3.0, 1.0, 2.0, 9.0, 4.0]))
    draws = figure.draws(resamples(6, RNG), RNG)
    assert figure.value == 3
    assert figure.evidence == 5
    assert set(draws[np.isfinite(draws)]) <= {1, 2, 3, 4, 9}
    assert figure.interval(draws) is not None


def test_exact() -> None:
    assert Exact(4, 9).interval(np.array([])) == (4, 4)


@pytest.mark.parametrize("draws", [np.array([]), np.array([np.nan, np.nan, 1.0])])
def test_no_bounds_where_most_resamples_are_undefined(draws: np.ndarray) -> None:
    assert bounds(draws, 1.0) is None
