"""Figures of tasks that choose among classes or place on a scale: other people's labels, and responses."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commscore.errors import UnreadableError
from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.cells import Binary, Cells, Pairs, binary
from commscore.train.metrics import Floats, Ints
from commscore.train.resample import NOTHING, Estimate, Resampling
from commscore.types import Report


@dataclass(frozen=True, slots=True)
class Classes:
    """Agreement on a choice among classes, over `items` turns or moments of so many documents.

    `unjudged` is how many more the model gave nothing for. ECE is of the class it chose (Guo and others
    2017). Of a scale only the correlations are there.
    """

    items: int
    documents: int
    unjudged: int
    classes: Mapping[str, Binary]
    macro_f1: Estimate = NOTHING
    kappa: Estimate = NOTHING
    ac1: Estimate = NOTHING
    ece: Estimate = NOTHING
    spearman: Estimate = NOTHING
    pearson: Estimate = NOTHING


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What was chosen: `document` (items,), the gold's and the model's class by number, its probabilities.

    `probability` has shape (items, labels), each row NaN where the model gives none.
    """

    labels: tuple[str, ...]
    document: Ints
    given: Ints
    found: Ints
    probability: Floats

    def of(self, column: int) -> Cells:
        """Return one class against the rest."""
        nothing = np.zeros(len(self.given), dtype=bool)
        sure = self.probability[:, column]
        return Cells(self.document, self.given == column, self.found == column, nothing, sure)


Chosen = tuple[int, str, str, Mapping[str, float]]  # document, the gold's class, the model's, probabilities


def choices(rows: Sequence[Chosen], labels: Sequence[str]) -> Choices:
    """Return the rows as arrays; a class that only the rows have comes after the labels."""
    names = tuple(dict.fromkeys([*labels, *(row[1] for row in rows), *(row[2] for row in rows)]))
    at = {name: number for number, name in enumerate(names)}
    missing = [0.0 if row[3] else np.nan for row in rows]
    sure = [[row[3].get(name, none) for name in names] for row, none in zip(rows, missing, strict=True)]
    return Choices(
        names,
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([at[row[1]] for row in rows], dtype=np.int64),
        np.array([at[row[2]] for row in rows], dtype=np.int64),
        np.array(sure, dtype=float).reshape(len(rows), len(names)),
    )


def classes(chosen: Choices, drawn: Resampling, unjudged: int = 0) -> Classes:
    """Return all figures of a choice among classes."""
    size, documents = len(chosen.labels), len(drawn.of)
    at = (chosen.document * size + chosen.given) * size + chosen.found
    confusion = (
        np.bincount(at, minlength=documents * size * size).reshape(documents, size, size).astype(float)
    )
    enough = len(chosen.given) >= FEWEST
    return Classes(
        items=len(chosen.given),
        documents=len(np.unique(chosen.document)),
        unjudged=unjudged,
        classes={name: binary(chosen.of(column), drawn) for column, name in enumerate(chosen.labels)},
        macro_f1=drawn.estimate(confusion, metrics.macro_f1, enough),
        kappa=drawn.estimate(confusion, metrics.cohen, enough),
        ac1=drawn.estimate(confusion, metrics.gwet, enough),
        ece=_top_error(chosen, drawn, enough),
    )


def _top_error(chosen: Choices, drawn: Resampling, enough: bool) -> Estimate:
    if not len(chosen.given) or np.isnan(chosen.probability).any():
        return NOTHING
    right = chosen.given == chosen.found
    sure = chosen.probability[np.arange(len(right)), chosen.found]
    top = Cells(chosen.document, right, right, right, sure)
    sums = top.sums(len(drawn.of), metrics.bins(sure))
    return drawn.estimate(sums, metrics.calibration_error, enough)


def labelled(report: Report, task: str) -> dict[int, str | float]:
    """Return the label that most raters gave each turn; a turn on which they are tied has none."""
    shares: dict[int, dict[str | float, float]] = {}
    for label in report.labels:
        if label.task == task and label.turn is not None:
            turn = shares.setdefault(label.turn, {})
            turn[label.value] = max(turn.get(label.value, 0.0), label.share)
    most = {turn: max(values.values()) for turn, values in shares.items()}
    tops = {turn: [v for v, s in values.items() if s == most[turn]] for turn, values in shares.items()}
    return {turn: top[0] for turn, top in tops.items() if len(top) == 1}


def _read(pairs: Pairs, task: str) -> Iterator[tuple[int, str | float, Floats | None]]:
    """Yield each labelled turn: its document, its label, and what the model read, None where nothing.

    A turn that the model left out, for it has no word or another role, holds no probability.
    """
    for number, (gold, read) in enumerate(pairs):
        table = read.reading.tasks.get(task) if read.reading else None
        for turn, value in sorted(labelled(gold, task).items()):
            row = None if table is None else np.atleast_1d(np.asarray(table[turn], dtype=float))
            nothing = row is None or np.isnan(row).any() or (len(row) > 1 and not row.any())
            yield number, value, None if nothing else row


def read_turns(pairs: Pairs, task: str, labels: Sequence[str]) -> tuple[list[Chosen], int]:
    """Return each labelled turn with what the model reads, and how many it does not read."""
    rows: list[Chosen] = []
    unread = 0
    for number, value, row in _read(pairs, task):
        if row is None:
            unread += 1
            continue
        sure = dict(zip(labels, row.tolist(), strict=True))
        rows.append((number, str(value), max(sure, key=lambda name: sure[name]), sure))
    return rows, unread


def scale(pairs: Pairs, task: str, drawn: Resampling) -> Classes:
    """Return the correlations of a scale; UnreadableError where a label is no figure."""
    every = list(_read(pairs, task))
    rows = [(n, _figure(pairs[n][0], task, value), row[0]) for n, value, row in every if row is not None]
    document, given, found = np.array(rows, dtype=float).reshape(len(rows), 3).T
    of = document.astype(np.int64)
    enough = len(rows) >= FEWEST
    return Classes(
        items=len(rows),
        documents=len(np.unique(of)),
        unjudged=len(every) - len(rows),
        classes={},
        spearman=drawn.ranked(of, lambda w: metrics.spearman(given, found, w), enough),
        pearson=drawn.ranked(of, lambda w: metrics.pearson(given, found, w), enough),
    )


def _figure(report: Report, task: str, value: str | float) -> float:
    try:
        figure = float(value)
    except ValueError:
        figure = math.nan
    if not math.isfinite(figure):
        raise UnreadableError(
            f"{report.document.id}: a label of {task} is not a number like -0.25; correct it"
        )
    return figure


def tasks(
    pairs: Pairs, labels: Mapping[str, Sequence[str]], drawn: Resampling
) -> tuple[dict[str, Classes], tuple[str, ...]]:
    """Return the figures of each task that the model reads, and the tasks that it does not."""
    asked = Counter(x.task for gold, _ in pairs for x in gold.labels if x.turn is not None)
    read = {task for _, p in pairs if p.reading for task in p.reading.tasks}
    done: dict[str, Classes] = {}
    for task in sorted(asked.keys() & read & labels.keys()):
        if not labels[task]:
            done[task] = scale(pairs, task, drawn)
            continue
        rows, unread = read_turns(pairs, task, labels[task])
        done[task] = classes(choices(rows, labels[task]), drawn, unread)
    return done, tuple(sorted(asked.keys() - done.keys()))
