"""What a model must beat besides the rules: counts of words and letters with logistic regression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from commscore.codebook.coded import coded
from commscore.models.reading import FloatArray, Reading
from commscore.train import metrics
from commscore.train.counts import Counters, counters, said, table
from commscore.train.material import group, is_coded
from commscore.train.prediction import Prediction
from commscore.train.taskfigures import labelled
from commscore.types import Code, Document, Report

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Liblinear's C, chosen on one split by what was best for these baselines: 1, 4, 10 and 30 were tried, and for
# tasks also labels weighted by their rarity, which helped there and not with the codes' thresholds.
COST: Final = 10.0
TASK_COST: Final = 4.0
HELD: Final = 5  # every fifth conversation chooses the thresholds
FEWEST: Final = 5  # turns with a code below which it is not learnt
RIDGE: Final = 3.0  # the penalty of a scale's regression
GRID: Final = np.linspace(0.05, 0.95, 37)
FOUND_BY: Final = "model:tfidf"

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Tfidf:
    """Regressions on word 1–2-grams and letter 2–5-grams of a turn and of what it replies to.

    `codes` maps a code to its regression and threshold, `tasks` a task to its labels (none for a scale) and
    its regression.
    """

    counters: Counters
    codes: Mapping[str, tuple[Any, float]]
    tasks: Mapping[str, tuple[tuple[str, ...], Any]]

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Return the probabilities of each document's turns, like a model's; there are no spans."""
        return [self._reading(document) for document in documents]

    def predict(self, documents: Sequence[Document]) -> list[Prediction]:
        """Return the codes at or over their thresholds, each with its whole turn as evidence; no moments."""
        readings = self.read(documents)
        return [
            Prediction(document, self._given(document, reading), reading=reading)
            for document, reading in zip(documents, readings, strict=True)
        ]

    def _reading(self, document: Document) -> Reading:
        turns = said(document)
        if not turns:
            return Reading({code: np.zeros(0) for code in self.codes})
        rows = table(self.counters, turns)
        codes = {}
        for code, (model, _) in self.codes.items():
            own = np.array([turn.role is coded(document.kind)[code] for turn in turns])
            codes[code] = np.where(own, model.predict_proba(rows)[:, 1], 0.0)
        tasks = {name: _chances(rows, labels, model) for name, (labels, model) in self.tasks.items()}
        return Reading(codes, tasks=tasks)

    def _given(self, document: Document, reading: Reading) -> tuple[Code, ...]:
        found = [
            Code(code, turn, 0, len(document.turns[turn].text), float(chances[turn]), FOUND_BY)
            for code, chances in reading.codes.items()
            for turn in np.flatnonzero(chances >= self.codes[code][1]).tolist()
        ]
        return tuple(sorted((c for c in found if c.end), key=lambda c: (c.turn, c.code)))


def fit_tfidf(train: Sequence[Report], codes: Sequence[str], tasks: Mapping[str, Sequence[str]]) -> Tfidf:
    """Return regressions fitted to the training documents; `tasks` maps a task to its labels, () for a scale.

    A code is learnt from the coded documents, on the turns of its role, without those where it is disputed,
    and only where it is given at least FEWEST times. Its threshold has the best F1 on every fifth
    conversation, read by a regression that has not seen them; the one that is returned has.
    """
    turns = [turn for report in train for turn in said(report.document)]
    counted = counters(turns)
    rows = table(counted, turns)
    held = _held(train)
    learnt = {code: _code(rows, _given(train, code), held) for code in codes}
    answered = {task: _task(rows, _labels(train, task), tuple(names)) for task, names in tasks.items()}
    return Tfidf(
        counted,
        {code: found for code, found in learnt.items() if found},
        {task: (tuple(tasks[task]), model) for task, model in answered.items() if model is not None},
    )


def _held(train: Sequence[Report]) -> NDArray[np.bool_]:
    """Return for each turn whether its conversation is one of those that choose the thresholds."""
    named = {name: n for n, name in enumerate(sorted({group(r) for r in train if is_coded(r)}))}
    each = [named.get(group(report), 1) % HELD == 0 for report in train]
    return np.repeat(np.array(each, dtype=bool), [len(report.document.turns) for report in train])


def _given(train: Sequence[Report], code: str) -> Ints:
    """Return for each turn 1 where it is given the code, 0 where not, and −1 where that is not known."""
    found = []
    for report in train:
        own = coded(report.document.kind)[code]
        known = is_coded(report)
        values = [0 if known and turn.role is own else -1 for turn in report.document.turns]
        carried = [c for c in report.codes if c.code == code and c.certain and values[c.turn] >= 0]
        for one in sorted(carried, key=lambda c: not c.disputed):  # what is given beyond dispute comes last
            values[one.turn] = -1 if one.disputed else 1
        found += values
    return np.array(found, dtype=np.int64)


def _labels(train: Sequence[Report], task: str) -> list[str | float | None]:
    """Return for each turn the label of most raters, None where there is none."""
    found: list[str | float | None] = []
    for report in train:
        values = labelled(report, task)
        found += [values.get(turn) for turn in range(len(report.document.turns))]
    return found


def _regression(cost: float, **settings: Any) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=cost, solver="liblinear", dual=True, tol=0.01, max_iter=1000, random_state=0, **settings
    )


def _code(rows: "csr_matrix", given: Ints, held: NDArray[np.bool_]) -> tuple[Any, float] | None:
    known = given >= 0
    inner, outer = known & ~held, known & held
    if (given == 1).sum() < FEWEST or len(set(given[known].tolist())) < 2:
        return None
    threshold = 0.5
    if (given[inner] == 1).any() and (given[outer] == 1).any():
        model = _regression(COST).fit(rows[inner], given[inner])
        threshold = _best(model.predict_proba(rows[outer])[:, 1], given[outer] == 1)
    return _regression(COST).fit(rows[known], given[known]), threshold


def _best(chances: FloatArray, given: NDArray[np.bool_]) -> float:
    """Return the threshold of the best F1, of those alike the middle one."""
    over = chances[None, :] >= GRID[:, None]
    both, found = (over & given).sum(axis=1), over.sum(axis=1)
    counts = np.stack([both, found - both, given.sum() - both, np.zeros(len(GRID))], axis=-1)
    f1 = metrics.f1(counts)
    best = np.flatnonzero(f1 == np.nanmax(f1))
    return float(GRID[best[len(best) // 2]])


def _task(rows: "csr_matrix", labels: list[str | float | None], names: tuple[str, ...]) -> Any:
    from sklearn.linear_model import Ridge
    from sklearn.multiclass import OneVsRestClassifier

    if not names:
        there = np.array([isinstance(label, float | int) for label in labels])
        figures = np.array([label for label in labels if isinstance(label, float | int)])
        return Ridge(RIDGE).fit(rows[there], figures) if len(figures) else None
    there = np.array([label in names for label in labels])
    given = np.array([str(label) for label in labels if label in names])
    if len(set(given)) < 2:
        return None
    return OneVsRestClassifier(_regression(TASK_COST, class_weight="balanced")).fit(rows[there], given)


def _chances(rows: "csr_matrix", labels: tuple[str, ...], model: Any) -> FloatArray:
    """Return the probability of each label, (turns, labels), or a scale's figure, (turns,)."""
    if not labels:
        figures: FloatArray = model.predict(rows)
        return figures
    found = np.zeros((rows.shape[0], len(labels)))
    found[:, [labels.index(name) for name in model.classes_]] = model.predict_proba(rows)
    return found
