"""From sentences' logits to letters' probabilities, thresholds and severities."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from commscore.codebook.coded import FLAG, PASSAGES
from commscore.codebook.letters import categories, flags, letter
from commscore.detect.letters.together import votes
from commscore.models.gather import logit, sigmoid
from commscore.models.letters import SEVERITY, Votes, counted_in, raised, severity_of, strength
from commscore.models.manifest import CodeHead, Severity
from commscore.models.reading import FloatArray, Reading
from commscore.train.letters.material import Lettered, letter_codes_of
from commscore.train.metrics import Ints
from commscore.train.recipe import Recipe
from commscore.train.thresholds import best_threshold, code_head, stacked
from commscore.types import LetterReport

SAFE: Final = 0.1  # threshold of a flag that makes a letter urgent: one missed costs as nine in vain; ours
CAUTIOUS: Final = 0.15  # of every other flag, and of a question that the reply must answer; ours
RULED: Final = 0.5  # the rules' weight in a severity: as much as the model's; ours
MARGINS: Final = np.linspace(0.0, 0.3, 13)
EVEN: Final = (1.5, 2.5)  # cuts halfway between the levels
PLAIN: Final = 0.75  # how often a severity that is not "between" two levels should be right; ours


@dataclass(frozen=True, eq=False)
class ReadLetter:
    """A coded letter as a model that never saw it read it before any calibration, and what the rules find."""

    letter: Lettered
    reading: Reading
    ruled: LetterReport

    @cached_property
    def votes(self) -> Votes:
        """The codes that the rules find, with their words."""
        return votes(self.ruled)

    def sure(self, head: CodeHead) -> FloatArray:
        """Return the probability of a code in each sentence once its head is calibrated, (sentences,)."""
        read = sigmoid(head.slope * logit(self.reading.codes[head.code]) + head.intercept)
        return raised(read, self.letter.parsed.touched(self.votes.get(head.code, ())), head.vote)


def letter_heads(read: Iterable[ReadLetter], recipe: Recipe) -> tuple[CodeHead, ...]:
    """Return calibrated heads, the rules' votes in them.

    What is quoted sentence by sentence is calibrated by sentence, all else by letter, whose logit is the mean
    of its likeliest sentences'.
    """
    letters = list(read)
    rows = {code: _sentences if code in PASSAGES else _rows for code in recipe.codes}
    return tuple(
        code_head(code, *stacked(of(letters, code)), recipe, threshold_of(code)) for code, of in rows.items()
    )


def threshold_of(code: str) -> Callable[[FloatArray, FloatArray], float]:
    """Return what finds a code's threshold: for flags and questions a safe one, for all else the best F1."""
    urgent = {FLAG + name for name, flag in flags().items() if flag.level == letter().priority.levels[0]}
    if code.startswith(FLAG) or code == "question":
        return lambda *_: SAFE if code in urgent else CAUTIOUS
    return lambda sure, _: best_threshold(sure)


def _rows(read: Iterable[ReadLetter], code: str) -> Iterator[tuple[float, bool, bool]]:
    """Yield logit, vote and truth of each letter in which the code is not disputed."""
    for each in read:
        codes = letter_codes_of(each.letter.gold)
        if not codes.get(code, False):
            yield strength(each.reading.codes[code]), code in each.votes, code in codes


def _sentences(read: Iterable[ReadLetter], code: str) -> Iterator[tuple[float, bool, bool]]:
    """Yield logit, vote and truth of each sentence of the complaint itself."""
    for each in read:
        parsed = each.letter.parsed
        ruled = set(parsed.touched(each.votes.get(code, ())))
        given = set(parsed.touched(each.letter.gold.passages.get(code, ())))
        for number, sentence in enumerate(parsed.sentences):
            if not sentence.aside:
                yield float(logit(each.reading.codes[code][number])), number in ruled, number in given


def severity_head(read: Iterable[ReadLetter], heads: Sequence[CodeHead]) -> Severity | None:
    """Return cuts that make each level as frequent as it is, and the margin outside of which most are right.

    `heads` are calibrated. None where no severity was read; where nothing shows a problem that could
    calibrate it, every level near a cut lies between two.
    """
    letters = list(read)
    rows = list(severities(letters, heads))
    if not rows:
        unread = all(SEVERITY not in each.reading.tasks for each in letters)
        return None if unread else Severity(cuts=EVEN, margin=float(MARGINS[-1]))
    expected = np.array([counted_in(ruled, read_as, RULED) for read_as, ruled, _ in rows])
    level = np.array([given for *_, given in rows])
    cuts = np.quantile(expected, [np.mean(level <= at) for at in (1, 2)]).round(3).tolist()
    off = np.min([np.abs(expected - cut) for cut in cuts], axis=0)
    right = leveled(expected, cuts) == level
    enough = (m for m in MARGINS if (off >= m).any() and right[off >= m].mean() >= PLAIN)
    margin = next(enough, MARGINS[-1])
    return Severity(cuts=(cuts[0], cuts[1]), ruled=RULED, margin=round(float(margin), 3))


def severities(
    read: Iterable[ReadLetter], heads: Sequence[CodeHead]
) -> Iterator[tuple[float, int | None, int]]:
    """Yield the expected severity of each undisputed problem, the rules' and the true one."""
    own = [head for head in heads if head.code in categories()]
    for each in read:
        levels = {p.category: p.severity for p in each.letter.gold.problems if not p.disputed}
        ruled = {p.category: p.severity for p in each.ruled.problems}
        for head in own:
            if head.code in levels:
                expected = severity_of(each.reading, each.sure(head))
                if expected is not None:
                    yield expected, ruled.get(head.code), levels[head.code]


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
