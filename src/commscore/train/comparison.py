"""Two models against the same coding: each one's figures, and the difference with its interval.

The difference is the second's figure less the first's. Its interval is of the paired bootstrap: in each
resample of whole conversations both are measured on the same ones (Efron and Tibshirani 1993, chapter 16), so
that what makes a conversation hard for both does not widen it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from commscore import codebook
from commscore.errors import UnreadableError
from commscore.train import metrics
from commscore.train.against import evaluated, predictions
from commscore.train.agreement import FEWEST
from commscore.train.cells import Binary, Pairs, binary, code_cells
from commscore.train.material import is_coded
from commscore.train.metrics import Floats
from commscore.train.resample import Estimate, Resampling, interval, resampling
from commscore.types import Report
from commscore.work import Coding

if TYPE_CHECKING:
    from commscore.models.model import Model

EVERY: Final = "all codes"


@dataclass(frozen=True, slots=True)
class Beside:
    """A code's figures by both models, and what the second's F1 and κ are above the first's."""

    code: str
    given: int
    first: Binary
    second: Binary
    f1: Estimate
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models by code, the difference of their mean F1, and each one's evaluation as JSON's values.

    The mean is over the codes that the gold gives at least FEWEST times; `conversations` were resampled.
    `warnings` are of the coding itself; those of a model are in its evaluation.
    """

    conversations: int
    codes: tuple[Beside, ...]
    means: tuple[float | None, float | None]
    mean: Estimate
    first: dict[str, Any]
    second: dict[str, Any]
    warnings: tuple[str, ...] = ()


def comparison(gold: Sequence[Report], first: "Model | None", second: "Model | None") -> Comparison:
    """Return two models, None for the rules, beside each other on coded consultations, their roles known.

    Raises UnreadableError where none is coded.
    """
    coded = [report for report in gold if is_coded(report)]
    if not coded:
        raise UnreadableError("none of these documents is coded by the codebook; choose a coded set")
    read = [list(predictions(model, coded)) for model in (first, second)]
    pairs = [list(zip(coded, each, strict=True)) for each in read]
    drawn = resampling([report.document for report in coded])
    rows = [row for code in codebook.codes() if (row := _beside(code, pairs[0], pairs[1], drawn))]
    often = [row.code for row in rows if row.given >= FEWEST]
    values, mean = _mean(often, pairs, drawn)
    found = [evaluated(model, coded, each) for model, each in zip((first, second), read, strict=True)]
    return Comparison(drawn.conversations, tuple(rows), values, mean, found[0], found[1], _warnings(coded))


def _warnings(coded: Sequence[Report]) -> tuple[str, ...]:
    """Return what must be known of a coding that machines had a part in."""
    started = [report for report in coded if report.provenance.coding is Coding.PRE_ANNOTATED]
    if not started:
        return ()
    models = sorted({name for report in started for name in report.provenance.models}) or ["the rules"]
    return (
        f"{len(started)} of {len(coded)} documents were coded starting from what {', '.join(models)} found: "
        "that flatters whatever finds the same. Codings made blind do not.",
    )


def _beside(code: str, first: Pairs, second: Pairs, drawn: Resampling) -> Beside | None:
    """Return a code's figures; None where neither the gold nor a model gives it."""
    one, other = (code_cells(pairs, (code,)) for pairs in (first, second))
    if not (one.given.any() or one.found.any() or other.found.any()):
        return None
    counts = np.stack([cells.counts(len(drawn.of)) for cells in (one, other)], axis=1)
    enough = int(one.given.sum()) >= FEWEST
    return Beside(
        code,
        int(one.given.sum()),
        binary(one, drawn),
        binary(other, drawn),
        _difference(counts, metrics.f1, drawn, enough),
        _difference(counts, metrics.kappa, drawn, enough),
    )


def _difference(
    counts: Floats, formula: Callable[[Floats], Floats], drawn: Resampling, enough: bool
) -> Estimate:
    """Return the second's figure less the first's; counts have shape (documents, 2, 4)."""

    def apart(sums: Floats) -> Floats:
        return np.asarray(formula(sums[..., 1, :]) - formula(sums[..., 0, :]))

    return drawn.estimate(counts, apart, enough)


def _mean(
    codes: Sequence[str], pairs: Sequence[Pairs], drawn: Resampling
) -> tuple[tuple[float | None, float | None], Estimate]:
    """Return both mean F1s over the codes, and their difference; nothing without codes."""
    if not codes:
        return (None, None), Estimate(None)
    counts = np.stack(
        [[code_cells(each, (code,)).counts(len(drawn.of)) for code in codes] for each in pairs]
    )  # (2, codes, documents, 4)
    counts = np.moveaxis(counts, 2, 0)

    def means(sums: Floats) -> Floats:
        return np.asarray(np.nan_to_num(metrics.f1(sums)).mean(axis=-1))

    value, draws = drawn.drawn(counts, means)
    enough = drawn.conversations >= FEWEST
    apart = interval(value[1] - value[0], draws[:, 1] - draws[:, 0], enough)
    return (float(value[0]), float(value[1])), apart
