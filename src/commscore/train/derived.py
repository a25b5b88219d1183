"""What AnnoMI's labels are asked for: questions and their kind, reflections, and the ratio of the two."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.cells import Binary, Cells, Pairs, binary, cells
from commscore.train.metrics import Floats
from commscore.train.resample import Estimate, Resampling
from commscore.train.taskfigures import read_turns

NONE = "none"
HALF = 0.5
PRESENT = {"question_present": "annomi.question", "reflection_present": "annomi.reflection"}
KIND = {
    "open_given_question": ("annomi.question", "open", "closed"),
    "complex_given_reflection": ("annomi.reflection", "complex", "simple"),
}


@dataclass(frozen=True, slots=True)
class Correlation:
    """How a session's figure correlates with the gold's, over so many documents; None where undefined."""

    documents: int
    pearson: Estimate
    spearman: Estimate


def derived(pairs: Pairs, labels: dict[str, tuple[str, ...]], drawn: Resampling) -> dict[str, Binary]:
    """Return presence of a question and of a reflection, and of which kind where the gold has one."""
    found = {name: present_cells(pairs, task, labels) for name, task in PRESENT.items() if task in labels}
    for name, (task, yes, no) in KIND.items():
        if task in labels:
            found[name] = cells(_kinds(pairs, task, labels[task], yes, no))
    return {name: binary(each, drawn) for name, each in found.items() if len(each.given)}


def present_cells(pairs: Pairs, task: str, labels: dict[str, tuple[str, ...]]) -> Cells:
    """Return whether each labelled turn has anything but "none"; so the model says from a half upwards."""
    rows, _ = read_turns(pairs, task, labels[task])
    return cells((at, given != NONE, p[NONE] <= HALF, False, 1 - p[NONE]) for at, given, _, p in rows)


def _kinds(
    pairs: Pairs, task: str, labels: tuple[str, ...], yes: str, no: str
) -> Iterable[tuple[int, bool, bool, bool, float]]:
    rows, _ = read_turns(pairs, task, labels)
    for at, given, _, sure in rows:
        if given in (yes, no):
            both = sure[yes] + sure[no]
            share = sure[yes] / both if both else HALF
            yield at, given == yes, share > HALF, False, share


def reflection_to_question(
    pairs: Pairs, labels: dict[str, tuple[str, ...]], drawn: Resampling
) -> Correlation | None:
    """Return how the sessions' log reflection-to-question ratios correlate; None without both tasks.

    A session's ratio is ln((r + ½) / (q + ½)), r and q its turns with a reflection and with a question; the
    model's are expected counts, sums of its probabilities, where it gives any.
    """
    if not set(PRESENT.values()) <= labels.keys():
        return None
    asked, reflected = (present_cells(pairs, task, labels) for task in PRESENT.values())
    there = np.intersect1d(asked.document, reflected.document)
    if not len(there):
        return None

    def ratio(r: Floats, q: Floats) -> Floats:
        counted = (
            np.bincount(c.document, weights=each, minlength=len(pairs)) + HALF
            for c, each in ((reflected, r), (asked, q))
        )
        logs: Floats = np.log(next(counted) / next(counted))[there]
        return logs

    gold = ratio(reflected.given.astype(float), asked.given.astype(float))
    return correlation(gold, ratio(_expected(reflected), _expected(asked)), there, drawn)


def _expected(found: Cells) -> Floats:
    """Return the model's probability of each cell, or what it found where it gives none."""
    return np.where(np.isnan(found.probability), found.found, found.probability)


def correlation(first: Floats, second: Floats, documents: metrics.Ints, drawn: Resampling) -> Correlation:
    """Return the correlations of a figure that each of these documents has once."""
    enough = len(documents) >= FEWEST
    return Correlation(
        len(documents),
        drawn.ranked(documents, lambda w: metrics.pearson(first, second, w), enough),
        drawn.ranked(documents, lambda w: metrics.spearman(first, second, w), enough),
    )
