"""The formulas, against scikit-learn's and scipy's and against figures worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commscore.train import metrics

sklearn = pytest.importorskip("sklearn.metrics")
stats = pytest.importorskip("scipy.stats")

SEEDS = range(4)


def answers(seed: int, classes: int = 2, size: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, classes, size)
    return first, np.where(rng.random(size) < 0.6, first, rng.integers(0, classes, size))


def counted(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    yes, said = first == 1, second == 1
    return np.array([(yes & said).sum(), (~yes & said).sum(), (yes & ~said).sum(), (~yes & ~said).sum()])


@pytest.mark.parametrize("seed", SEEDS)
def test_yes_or_no_is_scikit_learns(seed: int) -> None:
    first, second = answers(seed)
    counts = counted(first, second)
    assert metrics.precision(counts) == pytest.approx(sklearn.precision_score(first, second))
    assert metrics.recall(counts) == pytest.approx(sklearn.recall_score(first, second))
    assert metrics.f1(counts) == pytest.approx(sklearn.f1_score(first, second))
    assert metrics.kappa(counts) == pytest.approx(sklearn.cohen_kappa_score(first, second))


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_are_scikit_learns(seed: int) -> None:
    first, second = answers(seed, classes=4)
    confusion = sklearn.confusion_matrix(first, second).astype(float)
    assert metrics.macro_f1(confusion) == pytest.approx(sklearn.f1_score(first, second, average="macro"))
    assert metrics.cohen(confusion) == pytest.approx(sklearn.cohen_kappa_score(first, second))


@pytest.mark.parametrize("decimals", [6, 1])  # with one decimal many turns are tied
@pytest.mark.parametrize("seed", SEEDS)
def test_average_precision_is_scikit_learns_weighted_or_not(seed: int, decimals: int) -> None:
    first, _ = answers(seed)
    rng = np.random.default_rng(seed)
    sure = np.round(rng.random(60), decimals)
    weights = rng.integers(0, 3, (5, 60)).astype(float)
    plain = metrics.average_precision(sure, first == 1)
    assert plain == pytest.approx([sklearn.average_precision_score(first, sure)])
    drawn = metrics.average_precision(sure, first == 1, weights)
    assert drawn == pytest.approx(
        [sklearn.average_precision_score(first, sure, sample_weight=each) for each in weights]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_correlations_are_scipys_weighted_by_repeating(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 8, 40).astype(float)  # with ties
    second = first + rng.normal(0, 3, 40)
    weights = rng.integers(0, 3, (3, 40))
    assert metrics.pearson(first, second) == pytest.approx([stats.pearsonr(first, second)[0]])
    assert metrics.spearman(first, second) == pytest.approx([stats.spearmanr(first, second)[0]])
    repeated = [(np.repeat(first, each), np.repeat(second, each)) for each in weights]
    drawn = weights.astype(float)
    assert metrics.pearson(first, second, drawn) == pytest.approx([stats.pearsonr(*p)[0] for p in repeated])
    assert metrics.spearman(first, second, drawn) == pytest.approx([stats.spearmanr(*p)[0] for p in repeated])


@pytest.mark.parametrize("seed", SEEDS)
def test_auc_is_scikit_learns_weighted_by_repeating(seed: int) -> None:
    rng = np.random.default_rng(seed)
    high, score = rng.random(40) < 0.5, rng.integers(0, 9, 40).astype(float)
    weights = rng.integers(0, 3, (3, 40))
    assert metrics.auc(score, high) == pytest.approx([sklearn.roc_auc_score(high, score)])
    repeated = [sklearn.roc_auc_score(np.repeat(high, each), np.repeat(score, each)) for each in weights]
    assert metrics.auc(score, high, weights.astype(float)) == pytest.approx(repeated)


def test_ac1_by_hand() -> None:
    # 8 of 10 alike, each says yes 3 times: e = 2 · .3 · .7
    assert metrics.ac1(np.array([2, 1, 1, 6])) == pytest.approx((0.8 - 0.42) / (1 - 0.42))


def test_gwets_ac1_of_three_classes_by_hand() -> None:
    confusion = np.array([[4.0, 1, 0], [0, 3, 0], [0, 0, 2]])
    shares = np.array([9, 7, 4]) / 20
    chance = (shares * (1 - shares)).sum() / 2
    assert metrics.gwet(confusion) == pytest.approx((0.9 - chance) / (1 - chance))


@pytest.mark.parametrize(
    ("counts", "kappa", "f1"),
    [
        ((5, 0, 0, 5), 1.0, 1.0),
        ((5, 5, 0, 0), 0.0, 2 / 3),  # a model that always says yes
        ((0, 0, 5, 5), 0.0, 0.0),  # one that never does
        ((0, 0, 0, 10), None, None),  # nothing to find
        ((0, 0, 0, 0), None, None),
    ],
)
def test_perfect_constant_and_empty(counts: tuple[int, ...], kappa: float | None, f1: float | None) -> None:
    assert metrics.known(metrics.kappa(np.array(counts))) == pytest.approx(kappa)
    assert metrics.known(metrics.f1(np.array(counts))) == pytest.approx(f1)


def test_what_is_undefined_is_none() -> None:
    nothing, constant = np.zeros(0), np.ones(4)
    assert metrics.known(metrics.pearson(constant, np.arange(4.0))[0]) is None
    assert metrics.known(metrics.pearson(np.full(4, 0.1), np.arange(4.0))[0]) is None
    assert metrics.known(metrics.spearman(nothing, nothing)[0]) is None
    assert metrics.known(metrics.auc(constant, np.ones(4, dtype=bool))[0]) is None
    assert metrics.known(metrics.average_precision(constant, np.zeros(4, dtype=bool))[0]) is None
    assert metrics.known(metrics.average_precision(nothing, nothing.astype(bool))[0]) is None
    assert metrics.known(metrics.macro_f1(np.zeros((2, 2)))) is None


def test_calibration_by_hand() -> None:
    # two bins: .2, .2 of which one is true, and 1.0 which is true: |1 − .4| / 3 and 0
    sums = np.array([[2, 0.4, 1], [1, 1.0, 1]])
    assert metrics.calibration_error(sums) == pytest.approx(0.6 / 3)
    assert metrics.known(metrics.calibration_error(np.zeros((3, 3)))) is None


probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)


@given(probabilities)
def test_every_probability_has_a_bin_of_its_own_width(sure: np.ndarray) -> None:
    found = metrics.bins(sure)
    assert ((found >= 0) & (found < metrics.BINS)).all()
    assert (np.abs(sure - (found + 0.5) / metrics.BINS) <= 0.5 / metrics.BINS + 1e-12).all()


@given(probabilities)
def test_bins_of_equal_mass_keep_equals_together(sure: np.ndarray) -> None:
    found = metrics.equal_mass(sure)
    assert ((found >= 0) & (found < metrics.BINS)).all()
    assert len({(p, b) for p, b in zip(sure.tolist(), found.tolist(), strict=True)}) == len(
        set(sure.tolist())
    )


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4))
def test_a_figure_of_counts_is_in_its_range(counts: list[int]) -> None:
    table = np.array(counts)
    for formula, least in ((metrics.f1, 0), (metrics.precision, 0), (metrics.kappa, -1), (metrics.ac1, -1)):
        figure = metrics.known(formula(table))
        assert figure is None or least - 1e-9 <= figure <= 1 + 1e-9
