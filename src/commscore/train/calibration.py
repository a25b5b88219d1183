"""Is what a model is so sure of so often true? The probabilities of all codes together, against the gold."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commscore import codebook
from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.cells import Cells, Pairs, code_cells
from commscore.train.metrics import Floats
from commscore.train.resample import Estimate, Resampling


@dataclass(frozen=True, slots=True)
class Point:
    """A bin of the reliability curve: mean probability, the `share` that is true, and how many cells."""

    mean: float
    share: float
    low: float | None
    high: float | None
    cells: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The expected calibration error over `cells` pairs of a turn and one of the `codes`, and its curve.

    `ece` is of 15 bins of equal width; most cells lie in the first, so `ece_equal_mass`, of as many bins
    with as many cells each as ties allow, stands beside it.
    """

    ece: Estimate
    ece_equal_mass: float | None
    cells: int
    codes: tuple[str, ...]
    points: tuple[Point, ...]


def calibration(pairs: Pairs, drawn: Resampling) -> Calibration | None:
    """Return the calibration of the probabilities that the readings hold; None where there are none."""
    readings = [read.reading for _, read in pairs]
    there = [reading for reading in readings if reading is not None]
    shared = (
        set.intersection(*(set(r.codes) for r in there)) if there and len(there) == len(readings) else set()
    )
    codes = tuple(code for code in codebook.codes() if code in shared)
    if not codes:
        return None
    return together({code: code_cells(pairs, (code,)) for code in codes}, drawn)


def together(cells: Mapping[str, Cells], drawn: Resampling) -> Calibration:
    """Return the calibration of all codes' cells together, none of which is without a probability."""
    found, documents = _joined(list(cells.values())), len(drawn.of)
    sums = found.sums(documents, metrics.bins(found.probability))
    mass = found.sums(documents, metrics.equal_mass(found.probability))
    return Calibration(
        drawn.estimate(sums, metrics.calibration_error),
        metrics.known(metrics.calibration_error(mass.sum(axis=0))),
        len(found.given),
        tuple(cells),
        _points(sums, drawn),
    )


def _joined(cells: list[Cells]) -> Cells:
    return Cells(
        np.concatenate([c.document for c in cells]),
        np.concatenate([c.given for c in cells]),
        np.concatenate([c.found for c in cells]),
        np.concatenate([c.maybe for c in cells]),
        np.concatenate([c.probability for c in cells]),
    )


def _points(sums: Floats, drawn: Resampling) -> tuple[Point, ...]:
    """Return the bins that hold cells, each with the 95 % interval of the share that is true."""
    _, draws = drawn.drawn(sums, lambda each: metrics.ratio(each[..., 2], each[..., 0]))
    points = []
    for number, (cells, surely, true) in enumerate(sums.sum(axis=0)):
        if not cells:
            continue
        known = draws[:, number][~np.isnan(draws[:, number])]
        enough = drawn.conversations >= FEWEST and cells >= FEWEST
        low, high = np.quantile(known, (0.025, 0.975)) if enough else (None, None)
        bounds = [None if bound is None else float(bound) for bound in (low, high)]
        points.append(Point(surely / cells, true / cells, bounds[0], bounds[1], int(cells)))
    return tuple(points)
