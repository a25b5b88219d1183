"""Intervals by resampling whole conversations, since the turns of one are alike.

What can be summed is summed once for each conversation; a resample is then a sum of sums, and a thousand of
them one product of matrices. The percentile interval is that of Efron (1979), at 95 %.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from commscore.train.agreement import FEWEST, RESAMPLES, SEED
from commscore.train.metrics import Floats, Ints, known
from commscore.types import Document

FEWER = 200  # draws for what must be ranked anew in each


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; None where undefined, or where too little speaks for an interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


NOTHING = Estimate(None)


@dataclass(frozen=True, slots=True, eq=False)
class Resampling:
    """How often each conversation is drawn: `weights` (RESAMPLES, conversations).

    `of` is the number of the conversation that each document belongs to, shape (documents,).
    """

    of: Ints
    weights: Floats

    @property
    def conversations(self) -> int:
        """How many conversations there are."""
        return int(self.weights.shape[1])

    def estimate(self, counts: Floats, formula: Callable[[Floats], Floats], enough: bool = True) -> Estimate:
        """Return `formula` of the summed counts, (documents, …); the formula keeps leading axes."""
        value, draws = self.drawn(counts, formula)
        return interval(value, draws, enough and self.conversations >= FEWEST)

    def drawn(self, counts: Floats, formula: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """Return `formula` of all documents, (…), and of each resample, (RESAMPLES, …)."""
        sums = np.zeros((self.conversations, *counts.shape[1:]))
        np.add.at(sums, self.of, counts)
        return formula(sums.sum(axis=0)), formula(np.tensordot(self.weights, sums, axes=1))

    def of_rows(self, documents: Ints) -> Floats:
        """Return how often rows of these documents are drawn in FEWER resamples, (FEWER, rows)."""
        drawn: Floats = self.weights[:FEWER][:, self.of[documents]]
        return drawn

    def ranked(
        self, documents: Ints, formula: Callable[[Floats | None], Floats], enough: bool = True
    ) -> Estimate:
        """Return what cannot be summed: `formula` of the rows as they are, None, and as they are drawn.

        `documents` (rows,) says which document each row is of; the formula gives a figure a draw.
        """
        value = formula(None)[0]
        if not enough or self.conversations < FEWEST:
            return Estimate(known(value))
        return interval(value, formula(self.of_rows(documents)))


def resampling(documents: Sequence[Document]) -> Resampling:
    """Return the resamples of the documents' conversations; the same documents give the same ones."""
    named = {name: number for number, name in enumerate(dict.fromkeys(d.group or d.id for d in documents))}
    of = np.array([named[d.group or d.id] for d in documents], dtype=np.int64)
    size = len(named)
    if not size:
        return Resampling(of, np.zeros((RESAMPLES, 0)))
    drawn = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    return Resampling(of, drawn.astype(float))


def interval(value: "Floats | float", draws: Floats, enough: bool = True) -> Estimate:
    """Return the value with the middle 95 % of the draws that are defined."""
    there = draws[~np.isnan(draws)]
    figure = known(np.asarray(value))
    if figure is None or not enough or not len(there):
        return Estimate(figure)
    return Estimate(figure, float(np.quantile(there, 0.025)), float(np.quantile(there, 0.975)))
