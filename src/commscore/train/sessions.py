"""Whole sessions: how often a code is given in each, and whether our own scores tell good from poor."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from commscore.measure import measure
from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.cells import Cells, Pairs
from commscore.train.derived import Correlation, correlation
from commscore.train.metrics import Floats
from commscore.train.resample import NOTHING, Estimate, Resampling
from commscore.types import Report, Role

QUALITY, HIGH, LOW = "annomi.quality", "high", "low"


@dataclass(frozen=True, slots=True)
class Separation:
    """How often a score puts a good session above a poor one; the `unscored` have none and are left out."""

    auc: Estimate
    scored: int
    unscored: int


@dataclass(frozen=True, slots=True)
class Quality:
    """Sessions of high and low quality, and how far each domain's score and their mean tell them apart."""

    high: int
    low: int
    domains: Mapping[str, Separation]
    mean: Separation


def rates(found: Cells, drawn: Resampling) -> Correlation:
    """Return how a code's rate per 100 turns of its role correlates over documents, model with gold."""
    documents = len(drawn.of)
    turns = np.bincount(found.document, minlength=documents)
    there = np.flatnonzero(turns)
    given, model = (
        100 * np.bincount(found.document, weights=side, minlength=documents)[there] / turns[there]
        for side in (found.given, found.found)
    )
    if int(found.given.sum()) < FEWEST:
        return Correlation(len(there), NOTHING, NOTHING)
    return correlation(given, model, there, drawn)


def quality(pairs: Pairs, drawn: Resampling) -> Quality | None:
    """Return the separation of high from low by the scores of what the model gave; None without both."""
    called = [_quality(gold) for gold, _ in pairs]
    rated = np.array([n for n, how in enumerate(called) if how], dtype=np.int64)
    high = np.array([called[n] == HIGH for n in rated], dtype=bool)
    if not high.any() or high.all():
        return None
    rows = []
    for number in rated:
        gold, read = pairs[number]
        if any(turn.role is Role.CLINICIAN for turn in gold.document.turns):
            scores = measure(gold.document, read.codes, read.moments).scores
            rows.append({s.domain: np.nan if s.value is None else s.value for s in scores})
        else:
            rows.append({})
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    table = np.array([[row.get(name, np.nan) for name in names] for row in rows]).reshape(
        len(rows), len(names)
    )
    return Quality(
        int(high.sum()),
        int((~high).sum()),
        {name: _separation(table[:, n], high, rated, drawn) for n, name in enumerate(names)},
        _separation(metrics.mean_known(table), high, rated, drawn),
    )


def _quality(report: Report) -> str:
    said = {str(x.value) for x in report.labels if x.task == QUALITY and x.turn is None}
    return said.pop() if len(said) == 1 and said <= {HIGH, LOW} else ""


def _separation(scores: Floats, high: metrics.Flags, of: metrics.Ints, drawn: Resampling) -> Separation:
    there = ~np.isnan(scores)
    score, good, documents = scores[there], high[there], of[there]
    found = drawn.ranked(documents, lambda w: metrics.auc(score, good, w), len(score) >= FEWEST)
    return Separation(found, int(there.sum()), int((~there).sum()))
