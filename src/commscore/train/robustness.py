"""What a model's codes and scores do when the same consultation is said, heard or written otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any, Final

import numpy as np

from commscore import codebook
from commscore.measure import measure
from commscore.read.noise import words
from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.cells import code_cells
from commscore.train.cut import origins
from commscore.train.evaluation import clinician_codes, rounded
from commscore.train.material import is_coded
from commscore.train.perturb import PERTURBATIONS, Perturbation
from commscore.train.prediction import Prediction
from commscore.types import Document, Report, Role

Reader = Callable[[Sequence[Document]], Sequence[Prediction]]

SEED: Final = 20
EMPATHY: Final = "empathy"
STUFFED: Final = "stuffed"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """How a domain's score moves, in points of 100, over the documents that have it before and after.

    `mean` is signed, `largest` the largest absolute change; `percent` is the mean as a share of the mean
    score before. None without documents.
    """

    documents: int
    mean: float | None
    largest: float | None
    percent: float | None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What one perturbation does: mean F1 of the clinician's codes and its `change`, and `flipped` turns.

    A turn is flipped when the codes given to it for certain are not those given before. `word_error_rate`
    is that of the changed text against the text, by jiwer's alignment; None where turns were cut.
    """

    macro_f1: float | None
    change: float | None
    turns: int
    flipped: int
    word_error_rate: float | None
    scores: Mapping[str, ScoreChange]


@dataclass(frozen=True, slots=True)
class Robustness:
    """The figures of all perturbations, beside `macro_f1` of the text as it is.

    The means go over `codes`, those of the clinician's that the gold gives at least five times.
    """

    documents: int
    turns: int
    seed: int
    codes: tuple[str, ...]
    macro_f1: float | None
    perturbations: Mapping[str, Otherwise] = field(default_factory=dict)


def robustness(
    gold: Iterable[Report], read: Reader, perturbations: Mapping[str, Perturbation] = PERTURBATIONS
) -> Robustness:
    """Return what the perturbations do to the predictions of `read`, over the documents that are coded.

    The gold's codes are carried along to the changed text. The same documents are changed in the same way
    each time.
    """
    coded = [report for report in gold if is_coded(report)]
    before = list(read([report.document for report in coded]))
    scores = [_scores(p) for p in before]
    codes = _often(coded, before)
    plain = _macro(coded, before, codes)
    found = {}
    for name, perturbation in perturbations.items():
        changed = [perturbation(r, _chance(name, r)) for r in coded]
        after = list(read([report.document for report in changed]))
        macro = _macro(changed, after, codes)
        found[name] = Otherwise(
            macro,
            None if macro is None or plain is None else macro - plain,
            sum(len(report.document.turns) for report in coded),
            sum(flipped(*pair) for pair in zip(before, after, strict=True)),
            word_error_rate(coded, changed),
            _changes(scores, [_scores(p) for p in after]),
        )
    turns = sum(len(report.document.turns) for report in coded)
    return Robustness(len(coded), turns, SEED, codes, plain, found)


def _chance(name: str, report: Report) -> Random:
    """Return a source of chance of its own for each document and perturbation, the same each time."""
    return Random(f"{SEED} {name} {report.document.id}")  # noqa: S311 - nothing secret hangs on it


def flipped(before: Prediction, after: Prediction) -> int:
    """Return how many turns are given other codes; the parts of a turn that was cut count together."""
    of = origins(before.document, after.document)
    was = {(c.turn, c.code) for c in before.codes if c.certain}
    now = {(of[c.turn], c.code) for c in after.codes if c.certain}
    return len({turn for turn, _ in was ^ now})


def word_error_rate(before: Sequence[Report], after: Sequence[Report]) -> float | None:
    """Return the share of words that are wrong, left out or put in, by jiwer; None where turns differ.

    Capitals, punctuation and transcribers' tags do not count.
    """
    import jiwer

    said, heard = [], []
    for one, other in zip(before, after, strict=True):
        if len(one.document.turns) != len(other.document.turns):
            return None
        for first, second in zip(one.document.turns, other.document.turns, strict=True):
            said.append(" ".join(words(first.text)).lower())
            heard.append(" ".join(words(second.text)).lower())
    spoken = [number for number, text in enumerate(said) if text]
    if not spoken:
        return None
    return float(jiwer.wer([said[n] for n in spoken], [heard[n] for n in spoken]))


def as_json(found: Robustness) -> dict[str, Any]:
    """Return the figures as JSON's values, to four decimals: the key "robustness" of an evaluation."""
    return dict(rounded(asdict(found)))


def _often(gold: Sequence[Report], read: Sequence[Prediction]) -> tuple[str, ...]:
    pairs = list(zip(gold, read, strict=True))
    return tuple(c for c in clinician_codes() if int(code_cells(pairs, (c,)).given.sum()) >= FEWEST)


def _macro(gold: Sequence[Report], read: Sequence[Prediction], codes: Sequence[str]) -> float | None:
    pairs = list(zip(gold, read, strict=True))
    counts = [code_cells(pairs, (code,)).counts(len(pairs)).sum(axis=0) for code in codes]
    return metrics.known(metrics.mean_known(metrics.f1(np.array(counts)))) if counts else None


def _scores(read: Prediction) -> dict[str, float]:
    if all(turn.role is not Role.CLINICIAN for turn in read.document.turns):
        return {}
    measured = measure(read.document, read.codes, read.moments)
    return {score.domain: score.value for score in measured.scores if score.value is not None}


def _changes(
    before: Sequence[Mapping[str, float]], after: Sequence[Mapping[str, float]]
) -> dict[str, ScoreChange]:
    pairs = list(zip(before, after, strict=True))
    return {
        domain.name: _change(
            [(b[domain.name], a[domain.name]) for b, a in pairs if domain.name in b.keys() & a]
        )
        for domain in codebook.consultation().domain
    }


def _change(pairs: Sequence[tuple[float, float]]) -> ScoreChange:
    if not pairs:
        return ScoreChange(0, None, None, None)
    was, now = np.array(pairs).T
    moved, mean = now - was, float(was.mean())
    percent = 100 * float(moved.mean()) / mean if mean else None
    return ScoreChange(len(pairs), float(moved.mean()), float(np.abs(moved).max()), percent)
