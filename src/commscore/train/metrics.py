"""What is said of a model's figures: formulas on counts and on probabilities, in numpy alone.

Counts have as their last axis: both give it, only the second (the model), only the first (the gold), neither.
Every axis before that is free, so that a thousand resamples are one call. Undefined is NaN inside this module
and the two that call it, and None beyond them (`known`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
BINS = 15  # of equal width, after Guo and others 2017


def known(value: "float | np.floating[Any] | Floats") -> float | None:
    """Return the figure as a plain float, None for NaN."""
    figure = float(value)
    return None if np.isnan(figure) else figure


def ratio(top: Any, bottom: Any) -> Floats:
    """Return top / bottom, NaN where bottom is 0."""
    above, below = np.broadcast_arrays(np.asarray(top, dtype=float), np.asarray(bottom, dtype=float))
    divided: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
    return divided


def precision(counts: Floats) -> Floats:
    """Return the share of what the model gives that the gold gives too.

    >>> float(precision(np.array([3, 1, 2, 4])))
    0.75
    """
    return ratio(counts[..., 0], counts[..., 0] + counts[..., 1])


def recall(counts: Floats) -> Floats:
    """Return the share of what the gold gives that the model gives too."""
    return ratio(counts[..., 0], counts[..., 0] + counts[..., 2])


def f1(counts: Floats) -> Floats:
    """Return the harmonic mean of precision and recall, 2·both / (2·both + only one); van Rijsbergen 1979."""
    return ratio(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])


def kappa(counts: Floats) -> Floats:
    """Return Cohen's κ (1960) of a yes or no."""
    return cohen(square(counts))


def ac1(counts: Floats) -> Floats:
    """Return Gwet's AC1 (2008) of a yes or no."""
    return gwet(square(counts))


def square(counts: Floats) -> Floats:
    """Return counts (…, 4) as a confusion matrix (…, 2, 2), gold in rows, yes first."""
    return np.stack([counts[..., [0, 2]], counts[..., [1, 3]]], axis=-2)


def one_against_rest(confusion: Floats) -> Floats:
    """Return a confusion matrix (…, K, K), gold in rows, as counts of each class, (…, K, 4)."""
    both = np.diagonal(confusion, axis1=-2, axis2=-1)
    second, first = confusion.sum(axis=-2) - both, confusion.sum(axis=-1) - both
    neither = confusion.sum(axis=(-2, -1))[..., None] - both - first - second
    return np.stack([both, second, first, neither], axis=-1)


def macro_f1(confusion: Floats) -> Floats:
    """Return the mean F1 over the classes that either side gives, shape (…)."""
    return mean_known(f1(one_against_rest(confusion)))


def mean_known(figures: Floats) -> Floats:
    """Return the mean over the last axis of what is not NaN; NaN where nothing is.

    >>> mean_known(np.array([[1.0, np.nan], [np.nan, np.nan]])).tolist()
    [1.0, nan]
    """
    there = ~np.isnan(figures)
    return ratio(np.where(there, figures, 0.0).sum(axis=-1), there.sum(axis=-1))


def cohen(confusion: Floats) -> Floats:
    """Return Cohen's κ (1960), (p − e) / (1 − e), e = Σ row share · column share; NaN where e is 1."""
    size = confusion.sum(axis=(-2, -1))
    seen = ratio(np.trace(confusion, axis1=-2, axis2=-1), size)
    rows, columns = (ratio(confusion.sum(axis=axis), size[..., None]) for axis in (-1, -2))
    return _beyond_chance(seen, (rows * columns).sum(axis=-1))


def gwet(confusion: Floats) -> Floats:
    """Return Gwet's AC1 (2008), (p − e) / (1 − e), e = Σ π(1 − π) / (K − 1), π the mean share of a class."""
    size, classes = confusion.sum(axis=(-2, -1)), confusion.shape[-1]
    seen = ratio(np.trace(confusion, axis1=-2, axis2=-1), size)
    shares = ratio(confusion.sum(axis=-1) + confusion.sum(axis=-2), 2 * size[..., None])
    return _beyond_chance(seen, (shares * (1 - shares)).sum(axis=-1) / max(classes - 1, 1))


def _beyond_chance(seen: Floats, chance: Floats) -> Floats:
    room = 1 - chance
    return ratio(seen - chance, np.where(np.abs(room) < 1e-12, 0.0, room))


def average_precision(probability: Floats, given: Flags, weights: Floats | None = None) -> Floats:
    """Return the average precision, Σ (recall step · precision) from the surest turn down, as scikit-learn's.

    `probability` and `given` have shape (turns,), `weights` (draws, turns) say how often each turn is drawn;
    the result has shape (draws,), (1,) without weights. Turns of one probability come in together.
    """
    weights = np.ones((1, len(given))) if weights is None else weights
    order = np.argsort(-probability, kind="stable")
    ranked = probability[order]
    last = np.flatnonzero(np.append(np.diff(ranked) != 0, True)) if len(ranked) else np.zeros(0, dtype=int)
    drawn = weights[:, order]
    hits = np.cumsum(drawn * given[order], axis=1)[:, last]
    right = np.nan_to_num(ratio(hits, np.cumsum(drawn, axis=1)[:, last]))
    steps = np.diff(hits, axis=1, prepend=0)
    return ratio((steps * right).sum(axis=1), hits[:, -1] if len(last) else np.zeros(len(drawn)))


def bins(probability: Floats, count: int = BINS) -> Ints:
    """Return the bin of each probability, all of equal width: (0, 1/15], …; 0 goes into the first.

    >>> bins(np.array([0.0, 0.05, 0.5, 1.0])).tolist()
    [0, 0, 7, 14]
    """
    return np.clip(np.ceil(probability * count).astype(np.int64) - 1, 0, count - 1)


def equal_mass(probability: Floats, count: int = BINS) -> Ints:
    """Return the bin of each probability, of as many turns each as ties allow: equals share a bin."""
    if not len(probability):
        return np.zeros(0, dtype=np.int64)
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, count + 1)[1:-1]))
    return np.searchsorted(edges, probability, side="left").astype(np.int64)


def calibration_error(sums: Floats) -> Floats:
    """Return the expected calibration error, Σ |given − probability| / n over bins (Guo and others 2017).

    `sums` has shape (…, bins, 3): how many fell into a bin, the sum of their probabilities, how many
    of them are true.
    """
    gaps = np.abs(sums[..., 2] - sums[..., 1]).sum(axis=-1)
    return ratio(gaps, sums[..., 0].sum(axis=-1))


def pearson(first: Floats, second: Floats, weights: Floats | None = None) -> Floats:
    """Return Pearson's r, shape (draws,); NaN where either is constant. Shapes as in `average_precision`.

    `first` and `second` may differ from draw to draw, (draws, rows).
    """
    drawn = np.ones((1, first.shape[-1])) if weights is None else weights
    size = drawn.sum(axis=1, keepdims=True)
    x, y = (v - ratio((drawn * v).sum(axis=1, keepdims=True), size) for v in (first, second))
    over_x, over_y = ((drawn * v * v).sum(axis=1) for v in (x, y))
    least = [1e-20 * (drawn * np.square(v)).sum(axis=1) for v in (first, second)]
    varied = (over_x > least[0]) & (over_y > least[1])
    both = (drawn * x * y).sum(axis=1)
    return ratio(both, np.sqrt(np.where(varied, over_x * over_y, 0)))


def ranks(values: Floats, weights: Floats | None = None) -> Floats:
    """Return the ranks from 1, equals sharing the mean of theirs, shape (draws, rows).

    >>> ranks(np.array([0.3, 0.1, 0.3])).tolist()
    [[2.5, 1.0, 2.5]]
    """
    drawn = np.ones((1, len(values))) if weights is None else weights
    order = np.argsort(values, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(values[order]) != 0)) if len(values) else order
    sizes = np.add.reduceat(drawn[:, order], starts, axis=1) if len(values) else drawn
    shared = np.cumsum(sizes, axis=1) - (sizes - 1) / 2
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(values))))
    found: Floats = shared[:, place]
    return found


def spearman(first: Floats, second: Floats, weights: Floats | None = None) -> Floats:
    """Return Spearman's ρ, Pearson's r of the ranks, shape (draws,); NaN where either is constant."""
    return pearson(ranks(first, weights), ranks(second, weights), weights)


def auc(score: Floats, high: Flags, weights: Floats | None = None) -> Floats:
    """Return the chance that a high one scores above a low one, ties by half, shape (draws,).

    Mann and Whitney 1947; NaN without a high or without a low one.
    """
    drawn = np.ones((1, len(score))) if weights is None else weights
    highs, lows = drawn[:, high].sum(axis=1), drawn[:, ~high].sum(axis=1)
    above = (ranks(score, drawn) * drawn)[:, high].sum(axis=1) - highs * (highs + 1) / 2
    return ratio(above, highs * lows)
