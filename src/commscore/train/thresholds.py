"""From logits of documents that the network had not seen to calibrated probabilities and thresholds."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from commscore.codebook.coded import coded
from commscore.models.gather import logit, sigmoid
from commscore.models.manifest import CodeHead, TaskHead
from commscore.models.reading import FloatArray, Reading
from commscore.train.recipe import Recipe
from commscore.types import Report

Ruled = Set[tuple[str, int]]  # codes that rules find in a document, each with its turn

FEW = 5  # given turns below which neither slope nor threshold can be told from chance; ours
SURE = 0.5
BOUNDS = (0.02, 0.95)  # of a threshold: below, evidence was not looked for; ours
GRID = np.linspace(-1, 1, 21)


def raw_heads(recipe: Recipe) -> tuple[CodeHead, ...]:
    """Return heads of plain logits, which find words for all codes but the hopeless."""
    return tuple(
        CodeHead(code=code, threshold=SURE, maybe=SURE, slope=1, intercept=0, span_threshold=recipe.evidence)
        for code in recipe.codes
    )


def raw_tasks(recipe: Recipe) -> tuple[TaskHead, ...]:
    """Return the recipe's tasks as heads without biases."""
    return tuple(TaskHead(task=t.task, labels=t.labels, role=t.role) for t in recipe.task)


def task_heads(gold: Sequence[Report], readings: Sequence[Reading], recipe: Recipe) -> tuple[TaskHead, ...]:
    """Return heads with biases from raw readings of labelled documents that the network was not fitted to."""
    heads = []
    for head in raw_tasks(recipe):
        rows = [
            (reading.tasks[head.task][label.turn], head.labels.index(str(label.value)))
            for report, reading in zip(gold, readings, strict=True)
            for label in report.labels
            if label.task == head.task
            and label.turn is not None
            and head.labels
            and reading.tasks[head.task][label.turn].any()
        ]
        if rows:
            logits = np.log(np.maximum(np.stack([row for row, _ in rows]), 1e-9))
            found = biases(logits, np.array([given for _, given in rows]))
            heads.append(head.model_copy(update={"biases": found}))
        else:
            heads.append(head)
    return tuple(heads)


def biases(logits: FloatArray, given: NDArray[np.int64]) -> tuple[float, ...]:
    """Return what to add to each label's logit for the best mean F1 over the labels, the first's being 0.

    They are found one label at a time, over a grid, until nothing changes; ties stay near 0.
    """
    found = np.zeros(logits.shape[1])
    best = mean_f1(logits + found, given)
    for _ in range(4):
        before = found.copy()
        for label in range(1, logits.shape[1]):
            for bias in sorted(GRID, key=abs):
                tried = found.copy()
                tried[label] = bias
                reached = mean_f1(logits + tried, given)
                if reached > best + 1e-6:
                    best, found = reached, tried
        if (found == before).all():
            break
    return tuple(np.round(found, 3).tolist())


def mean_f1(logits: FloatArray, given: NDArray[np.int64]) -> float:
    """Return the mean F1 over the labels when the highest logit is taken."""
    labels = logits.shape[1]
    table = np.bincount(given * labels + logits.argmax(axis=1), minlength=labels**2).reshape(labels, labels)
    f1 = 2 * np.diag(table) / np.maximum(1, table.sum(axis=0) + table.sum(axis=1))
    return float(f1.mean())


def code_heads(
    gold: Sequence[Report], readings: Sequence[Reading], ruled: Sequence[Ruled], recipe: Recipe
) -> tuple[CodeHead, ...]:
    """Return calibrated heads, from raw readings of coded documents that the network was not fitted to.

    `ruled` is what the rules find in each, for the codes on which they vote. Slope and intercept are Platt's
    (1999), over all turns of the code's role; the threshold is that of the highest expected F1. A code given
    fewer than FEW times keeps its logit and the threshold of one half.
    """
    return tuple(code_head(code, *pooled(gold, readings, ruled, code), recipe) for code in recipe.codes)


def pooled(
    gold: Sequence[Report], readings: Sequence[Reading], ruled: Sequence[Ruled], code: str
) -> tuple[FloatArray, FloatArray]:
    """Return a row for each turn of the code's role that is not disputed, and whether it is given there.

    The rows are its logit, and 1 where the rules find it.
    """
    return stacked(_turns(gold, readings, ruled, code))


def stacked(rows: Iterable[tuple[float, bool, bool]]) -> tuple[FloatArray, FloatArray]:
    """Return logits with votes, (rows, 2), and what is given, (rows,), of rows (logit, vote, given)."""
    table = np.array(list(rows), dtype=float).reshape(-1, 3)
    return table[:, :2], table[:, 2]


def _turns(
    gold: Sequence[Report], readings: Sequence[Reading], ruled: Sequence[Ruled], code: str
) -> Iterator[tuple[float, bool, bool]]:
    for report, reading, votes in zip(gold, readings, ruled, strict=True):
        role = coded(report.document.kind)[code]
        sure = {c.turn for c in report.codes if c.code == code and c.certain and not c.disputed}
        unsure = {c.turn for c in report.codes if c.code == code and c.disputed} - sure
        for turn, probability in enumerate(reading.codes[code]):
            if report.document.turns[turn].role is role and turn not in unsure:
                yield float(logit(probability)), (code, turn) in votes, turn in sure


def best_threshold(probabilities: FloatArray) -> float:
    """Return the threshold with the highest expected F1, were each probability true.

    The expectation over all turns is steadier than the F1 of the few that carry a rare code: on documents of
    other folds it did better. After Lipton and others 2014, doi:10.1007/978-3-662-44851-9_15.

    >>> best_threshold(np.array([0.1, 0.2, 0.8, 0.9]))
    0.8
    """
    falling = np.sort(probabilities)[::-1]
    expected = 2 * np.cumsum(falling) / (np.arange(1, len(falling) + 1) + falling.sum())
    return float(np.clip(np.round(falling[expected.argmax()], 4), *BOUNDS))


def code_head(
    code: str,
    rows: FloatArray,
    given: FloatArray,
    recipe: Recipe,
    threshold_of: Callable[[FloatArray, FloatArray], float] = lambda sure, _: best_threshold(sure),
) -> CodeHead:
    """Return the head of a code, calibrated on rows of a logit and a vote, (rows, 2), and what is given.

    `threshold_of` gives the threshold from the calibrated probabilities and what is given.
    """
    weights, intercept, threshold = np.array([1.0, 0.0]), 0.0, SURE
    if FEW <= given.sum() < len(given):
        weights, intercept = platt(rows, given)
        threshold = threshold_of(sigmoid(rows @ weights + intercept), given)
    return CodeHead(
        code=code,
        threshold=threshold,
        maybe=round(recipe.maybe * threshold, 4),
        slope=weights[0],
        intercept=intercept,
        vote=weights[1],
        span_threshold=recipe.evidence,
    )


def platt(rows: FloatArray, given: FloatArray) -> tuple[FloatArray, float]:
    """Return weights and intercept of the logistic regression of `given` on rows of a logit and a vote.

    Neither weight turns the order round.
    """
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=100.0).fit(rows, given)
    if fitted.coef_[0, 1] < 0 and rows[:, 1].any():
        return platt(rows * (1.0, 0.0), given)  # rules that are mostly wrong have no vote
    weights: FloatArray = np.maximum(fitted.coef_[0], (0.05, 0.0)).round(6)
    return weights, round(float(fitted.intercept_[0]), 6)
