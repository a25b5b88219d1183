"""What a measure can be: exact, done or not, sums over turns, a proportion, a median, or not to be had.

Each knows its `value`, the `evidence` it rests on, its 95 % `interval`, and the values it takes where the
session's turns are resampled (`draws`, one a row of `weights`, NaN where a resample leaves it undefined).
"""

import math
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from commscore.measure.interval import Floats, bounds, wilson

FEW: Final = 5  # resampling fewer turns or trials than this gives intervals that are far too narrow
HALF: Final = 0.5  # Jeffreys' prior counts half an event


class Figure(Protocol):
    """A figure of a session, and how it varies."""

    @property
    def value(self) -> float:
        """The figure; asked for only where there is evidence."""

    @property
    def evidence(self) -> float:
        """How much of what the measure counts there is; 0 where the figure is undefined."""

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the figure in each resample, shape (resamples,)."""

    def interval(self, draws: Floats) -> tuple[float, float] | None:
        """Return the bounds of the 95 % interval, None where too few turns bear on it."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No figure, and why not."""

    why: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A count or a fact of the transcript, which no resampling changes."""

    value: float
    evidence: float

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the value as often as there are resamples."""
        return np.full(len(weights), self.value)

    def interval(self, draws: Floats) -> tuple[float, float]:
        """Return the value twice."""
        return self.value, self.value


@dataclass(frozen=True, slots=True, eq=False)
class Presence:
    """Whether any turn shows it: 1 or 0; `shown` is of shape (turns,), `chances` how many turns could have.

    That it was done is a fact of the transcript, so the figure's own interval is exact. What rests on it is
    not: done in one turn, it is missing from about 37 % of the resamples. Where it was never done no
    resample has it; the draws are then whether Jeffreys' posterior for its rate foretells one turn or more
    in as long a conversation, which 29 % do (Brown, Cai and DasGupta 2003 for the prior).
    """

    shown: Floats
    chances: float

    @property
    def value(self) -> float:
        """1 where it was done, else 0."""
        return float(self.shown.any())

    @property
    def evidence(self) -> float:
        """Without end where it was done, since once settles it; else the turns in which it was not."""
        return math.inf if self.shown.any() else self.chances

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return 1 for each resample that holds it, else 0."""
        if self.shown.any():
            return (weights @ self.shown > 0).astype(float)
        return (rng.poisson(rng.gamma(HALF, size=len(weights))) > 0).astype(float)

    def interval(self, draws: Floats) -> tuple[float, float]:
        """Return the value twice."""
        return self.value, self.value


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """`scale` times the sum of `over` by the sum of `under`, both of shape (turns,).

    Where `over` counts `events` and there are none, or fewer than FEW turns bear on it, resampling would
    show no spread: the draws then come from Jeffreys' posterior for a rate (Brown, Cai and DasGupta 2003).
    """

    over: Floats
    under: Floats
    scale: float = 1.0
    events: bool = False

    @property
    def value(self) -> float:
        """The ratio, scaled."""
        return float(self.scale * self.over.sum() / self.under.sum())

    @property
    def evidence(self) -> float:
        """The sum of what it is read by."""
        return float(self.under.sum())

    @property
    def few(self) -> bool:
        """Whether too few turns bear on it to resample them."""
        return bool(np.count_nonzero(self.under) < FEW or (self.events and not self.over.any()))

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the ratio of each resample."""
        if self.events and self.few:
            events: Floats = rng.gamma(self.over.sum() + HALF, size=len(weights))
            return events * (self.scale / self.evidence)
        return self.scale * divided(weights @ self.over, weights @ self.under)

    def interval(self, draws: Floats) -> tuple[float, float] | None:
        """Return the percentiles of the draws."""
        return bounds(draws, self.value) if self.events or not self.few else None


@dataclass(frozen=True, slots=True, eq=False)
class Proportion:
    """How many of the trials are hits; both counts of shape (turns,).

    Without both hits and misses, or with fewer than FEW trials, the draws come from Jeffreys' posterior.
    """

    hits: Floats
    trials: Floats

    @property
    def value(self) -> float:
        """The proportion, 0 to 1."""
        return float(self.hits.sum() / self.trials.sum())

    @property
    def evidence(self) -> float:
        """The number of trials."""
        return float(self.trials.sum())

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the proportion in each resample."""
        hits, trials = self.hits.sum(), self.trials.sum()
        if trials < FEW or hits in {0, trials}:
            return rng.beta(hits + HALF, trials - hits + HALF, size=len(weights))
        return divided(weights @ self.hits, weights @ self.trials)

    def interval(self, draws: Floats) -> tuple[float, float]:
        """Return Wilson's interval, which needs no draws."""
        return wilson(float(self.hits.sum()), float(self.trials.sum()))


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A sum of ratios and a constant, as readability formulas are; the first ratio carries the evidence."""

    ratios: tuple[Ratio, ...]
    constant: float

    @property
    def value(self) -> float:
        """The sum."""
        return self.constant + sum(ratio.value for ratio in self.ratios)

    @property
    def evidence(self) -> float:
        """The evidence of the first ratio."""
        return self.ratios[0].evidence

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the sum in each resample."""
        parts = [ratio.draws(weights, rng) for ratio in self.ratios]
        summed: Floats = np.sum(parts, axis=0)
        return self.constant + summed

    def interval(self, draws: Floats) -> tuple[float, float] | None:
        """Return the percentiles of the draws."""
        return None if self.ratios[0].few else bounds(draws, self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Median:
    """The median of one value a turn, shape (turns,), NaN where a turn has none."""

    values: Floats

    @property
    def value(self) -> float:
        """The median of the values there are."""
        return float(np.nanmedian(self.values))

    @property
    def evidence(self) -> float:
        """How many values there are."""
        return float(np.isfinite(self.values).sum())

    def draws(self, weights: Floats, rng: np.random.Generator) -> Floats:
        """Return the lower median of each resample."""
        there = np.flatnonzero(np.isfinite(self.values))
        order = there[np.argsort(self.values[there], kind="stable")]
        reached = np.cumsum(weights[:, order], axis=1)
        middle = np.argmax(reached * 2 >= reached[:, -1:], axis=1)
        return np.where(reached[:, -1] > 0, self.values[order][middle], np.nan)

    def interval(self, draws: Floats) -> tuple[float, float] | None:
        """Return the percentiles of the draws."""
        return None if self.evidence < FEW else bounds(draws, self.value)


def divided(over: Floats, under: Floats) -> Floats:
    """Return the quotients, NaN where the divisor is 0.

    >>> divided(np.array([1.0, 1.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    quotients = np.full_like(over, np.nan)
    np.divide(over, under, out=quotients, where=under > 0)
    return quotients
