"""The turns that a yes or no is compared on, and the words that earned it, as arrays.

What is compared follows `train.agreement`: the turns of the code's role but those where it is only disputed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from commscore.train import metrics
from commscore.train.agreement import FEWEST, compared
from commscore.train.metrics import Flags, Floats, Ints
from commscore.train.prediction import Prediction
from commscore.train.resample import NOTHING, Estimate, Resampling
from commscore.types import Report

Pairs = Sequence[tuple[Report, Prediction]]


@dataclass(frozen=True, slots=True)
class Binary:
    """Agreement on a yes or no: `given` by the gold, `found` by the model, `maybe` only offered by it.

    `maybe_right` are those of the offered that the gold gives. Average precision and calibration error (ECE)
    are None without probabilities.
    """

    turns: int
    given: int
    found: int
    maybe: int
    maybe_right: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    kappa: Estimate
    ac1: Estimate
    average_precision: Estimate
    ece: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What is compared, each array of shape (cells,): the document's number, gold, model, its probability.

    `probability` is NaN where the model gives none.
    """

    document: Ints
    given: Flags
    found: Flags
    maybe: Flags
    probability: Floats

    def counts(self, documents: int) -> Floats:
        """Return both, only the model, only the gold, neither, a row a document: (documents, 4)."""
        kind = np.select([self.given & self.found, self.found, self.given], [0, 1, 2], 3)
        counted = np.bincount(self.document * 4 + kind, minlength=documents * 4)
        return counted.reshape(documents, 4).astype(float)

    def sums(self, documents: int, bins: Ints, count: int = metrics.BINS) -> Floats:
        """Return how many, the probabilities' sum and how many true, (documents, bins, 3)."""
        at, size = self.document * count + bins, documents * count
        weights = (None, self.probability, self.given.astype(float))
        columns = [np.bincount(at, weights=w, minlength=size) for w in weights]
        return np.stack(columns, axis=-1).reshape(documents, count, 3).astype(float)


def cells(rows: Iterable[tuple[int, bool, bool, bool, float]]) -> Cells:
    """Return the rows (document, given, found, maybe, probability) as arrays."""
    columns = tuple(zip(*rows, strict=True)) or ((),) * 5
    kinds = (np.int64, np.bool_, np.bool_, np.bool_, np.float64)
    return Cells(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds, strict=True)))


def code_cells(pairs: Pairs, codes: Collection[str]) -> Cells:
    """Return the turns compared on whether they carry one of the codes, with the surest's probability."""

    def rows() -> Iterable[tuple[int, bool, bool, bool, float]]:
        for number, (gold, read) in enumerate(pairs):
            given, found, turns = compared(gold, read.report(), codes)
            offered = {c.turn for c in read.codes if c.code in codes and not c.certain} - found
            codes_read = read.reading.codes if read.reading else {}
            known = [codes_read[code] for code in codes if code in codes_read]
            sure = np.max(known, axis=0) if known else np.full(len(gold.document.turns), np.nan)
            for turn in sorted(turns):
                yield number, turn in given, turn in found, turn in offered, float(sure[turn])

    return cells(rows())


def binary(found: Cells, drawn: Resampling) -> Binary:
    """Return all figures of a yes or no; without intervals where the gold says yes less than FEWEST times."""
    documents = len(drawn.of)
    counts = found.counts(documents)
    enough = int(found.given.sum()) >= FEWEST
    average, error = _of_probabilities(found, drawn, enough)
    return Binary(
        turns=len(found.given),
        given=int(found.given.sum()),
        found=int(found.found.sum()),
        maybe=int(found.maybe.sum()),
        maybe_right=int((found.maybe & found.given).sum()),
        precision=drawn.estimate(counts, metrics.precision, enough),
        recall=drawn.estimate(counts, metrics.recall, enough),
        f1=drawn.estimate(counts, metrics.f1, enough),
        kappa=drawn.estimate(counts, metrics.kappa, enough),
        ac1=drawn.estimate(counts, metrics.ac1, enough),
        average_precision=average,
        ece=error,
    )


def _of_probabilities(found: Cells, drawn: Resampling, enough: bool) -> tuple[Estimate, Estimate]:
    if not len(found.given) or np.isnan(found.probability).any():
        return NOTHING, NOTHING
    sure, given = found.probability, found.given
    average = drawn.ranked(found.document, lambda w: metrics.average_precision(sure, given, w), enough)
    sums = found.sums(len(drawn.of), metrics.bins(sure))
    return average, drawn.estimate(sums, metrics.calibration_error, enough)
