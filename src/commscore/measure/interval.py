"""95 % intervals: resampled turns for sums over turns, Wilson's for a plain proportion."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES: Final = 1000  # percentiles of 2.5 and 97.5 then rest on 25 resamples each
FEWEST: Final = 200
CELLS: Final = 20_000_000  # 160 MB; a transcript of over 20,000 turns is resampled less often
SEED: Final = 20_840_101  # any number will do, as long as it stays the same
Z: Final = 1.959964  # the normal distribution's 97.5 % point


def resamples(turns: int, rng: np.random.Generator) -> Floats:
    """Return how often each resample holds each turn, shape (resamples, turns): Efron's bootstrap (1979).

    Each row draws as many turns as there are, with replacement.

    >>> resamples(3, np.random.default_rng(0)).sum(axis=1)[:4]
    array([3., 3., 3., 3.])
    """
    count = min(RESAMPLES, max(FEWEST, CELLS // max(turns, 1)))
    weights = np.empty((count, turns))
    for row in weights:
        row[:] = np.bincount(rng.integers(0, turns, turns), minlength=turns) if turns else 0
    return weights


def bounds(draws: Floats, value: float) -> tuple[float, float] | None:
    """Return the 2.5 and 97.5 percentiles, widened where needed to hold the value.

    Resamples without a value (NaN) are left out; None where fewer than half have one.

    >>> bounds(np.array([1.0, 2.0, 3.0]), 3.5)[1]
    3.5
    """
    finite = draws[np.isfinite(draws)]
    if not draws.size or finite.size * 2 < draws.size:
        return None
    low, high = np.percentile(finite, [2.5, 97.5])
    return min(float(low), value), max(float(high), value)


def wilson(hits: float, trials: float) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a proportion (J Am Stat Assoc 1927; 22: 209-212); `trials` above 0.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    >>> [round(bound, 3) for bound in wilson(0, 3)]
    [0.0, 0.561]
    """
    share, square = hits / trials, Z * Z
    centre = share + square / (2 * trials)
    spread = Z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    whole = 1 + square / trials
    low, high = (centre - spread) / whole, (centre + spread) / whole
    return max(min(low, share), 0.0), min(max(high, share), 1.0)
