"""From sentences' logits to letters' probabilities, thresholds and severities."""

from collections.abc import Iterable, Sequence
from itertools import combinations_with_replacement
from typing import Final

import numpy as np

from commscore.codebook.coded import FLAG
from commscore.detect.letters.together import by_rules, votes
from commscore.models.gather import logit, sigmoid
from commscore.models.letters import Votes, severity_of
from commscore.models.manifest import CodeHead, Severity
from commscore.models.reading import FloatArray, Reading
from commscore.train.letters.material import Lettered, given, letter_codes_of
from commscore.train.metrics import Ints
from commscore.train.recipe import Recipe
from commscore.train.thresholds import BOUNDS, FEW, SURE, best_threshold, platt

MISSED: Final = 0.03  # share of a flag's letters that its threshold may leave to the rules alone; ours
GRID: Final = np.linspace(1.2, 2.9, 35)
MARGINS: Final = np.linspace(0.0, 0.3, 13)
PLAIN: Final = 0.85  # how often a severity that is not "between" two levels should be right; ours


def letter_heads(
    letters: Sequence[Lettered], readings: Sequence[Reading], recipe: Recipe
) -> tuple[CodeHead, ...]:
    """Return heads calibrated by letter: its logit is that of its likeliest sentence, and the rules vote."""
    ruled = [votes(by_rules(each.parsed)) for each in letters]
    return tuple(_head(code, *pooled(letters, readings, ruled, code), recipe) for code in recipe.codes)


def pooled(
    letters: Sequence[Lettered], readings: Sequence[Reading], ruled: Sequence[Votes], code: str
) -> tuple[FloatArray, FloatArray]:
    """Return a row for each letter in which the code is not disputed, and whether it is given there.

    The rows are its logit, and 1 where the rules find it.
    """
    rows, said = [], []
    for letter, reading, vote in zip(letters, readings, ruled, strict=True):
        codes = letter_codes_of(letter.gold)
        if not codes.get(code, False):
            rows.append((float(logit(reading.codes[code].max(initial=0.0))), code in vote))
            said.append(code in codes)
    return np.array(rows).reshape(-1, 2), np.array(said, dtype=float)


def _head(code: str, rows: FloatArray, said: FloatArray, recipe: Recipe) -> CodeHead:
    (slope, vote), intercept, threshold = (1.0, 0.0), 0.0, SURE
    if FEW <= said.sum() < len(said):
        (slope, vote), intercept = platt(rows, said)
        sure = sigmoid(rows @ (slope, vote) + intercept)
        threshold = safe_threshold(sure, said) if code.startswith(FLAG) else best_threshold(sure)
    return CodeHead(
        code=code,
        threshold=threshold,
        maybe=round(recipe.maybe * threshold, 4),
        slope=slope,
        intercept=intercept,
        vote=vote,
        span_threshold=recipe.evidence,
    )


def safe_threshold(sure: FloatArray, said: FloatArray) -> float:
    """Return the threshold of a flag: the lower of the best one and that which misses next to none.

    >>> safe_threshold(np.array([0.1, 0.3, 0.9, 0.95]), np.array([0.0, 1.0, 1.0, 1.0]))
    0.3
    """
    reached = np.quantile(sure[said == 1], MISSED, method="lower")
    return float(np.clip(min(round(float(reached), 4), best_threshold(sure)), *BOUNDS))


def severity_head(letters: Sequence[Lettered], readings: Sequence[Reading]) -> Severity:
    """Return the cuts with the best quadratic κ, and the margin outside of which a level is mostly right."""
    rows = list(severities(letters, readings))
    expected, level = np.array([e for e, _ in rows]), np.array([x for _, x in rows])
    cuts = max(
        combinations_with_replacement(GRID.tolist(), 2), key=lambda c: quadratic(level, leveled(expected, c))
    )
    off = np.min([np.abs(expected - cut) for cut in cuts], axis=0)
    right = leveled(expected, cuts) == level
    enough = (m for m in MARGINS if (off >= m).any() and right[off >= m].mean() >= PLAIN)
    margin = next(enough, MARGINS[-1])
    return Severity(cuts=(round(cuts[0], 3), round(cuts[1], 3)), margin=round(float(margin), 3))


def severities(letters: Iterable[Lettered], readings: Iterable[Reading]) -> Iterable[tuple[float, int]]:
    """Yield for each undisputed problem its level and, before it, the expected severity of its sentences."""
    for letter, reading in zip(letters, readings, strict=True):
        levels = {problem.category: problem.severity for problem in letter.gold.problems}
        for each in given(letter.gold):
            turns = sorted({c.turn for c in letter.report.codes if c.code == each.code and not c.disputed})
            if each.code in levels and not each.disputed and turns:
                expected = severity_of(reading, turns)
                if expected is not None:
                    yield expected, levels[each.code]


def leveled(expected: FloatArray, cuts: Sequence[float]) -> Ints:
    """Return the levels, 1 to 3, of expected severities."""
    found: Ints = 1 + np.sum([expected > cut for cut in cuts], axis=0)
    return found


def quadratic(level: Ints, found: Ints) -> float:
    """Return Cohen's κ (1968) with quadratic weights over the levels 1 to 3; 0 where all are alike.

    >>> quadratic(np.array([1, 2, 3]), np.array([1, 2, 3]))
    1.0
    """
    table = np.zeros((3, 3))
    np.add.at(table, (level - 1, found - 1), 1)
    off = (np.arange(3)[:, None] - np.arange(3)[None, :]) ** 2
    chance = float((off * np.outer(table.sum(1), table.sum(0)) / table.sum()).sum())
    return 1 - float((off * table).sum()) / chance if chance else 0.0
