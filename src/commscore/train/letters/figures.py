"""Letters as read against letters as coded: every figure by letter, questions by sentence.

What is disputed is left out: for its code, for the letter's priority where it bears on that. What is not
certain counts as not given. All letters of one author are resampled together where there are enough authors,
else letter by letter.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from commscore.codebook.coded import ASK, FLAG, STAGE, coded
from commscore.codebook.letters import categories, flags
from commscore.sentences import Sentence, parse_letters
from commscore.train import metrics
from commscore.train.agreement import FEWEST
from commscore.train.calibration import Calibration, together
from commscore.train.cells import Binary, Cells, binary, cells
from commscore.train.letters.chances import Chances
from commscore.train.letters.heads import quadratic
from commscore.train.letters.material import letter_codes_of
from commscore.train.letters.missed import Missed, missed
from commscore.train.recipe import LETTERS
from commscore.train.resample import NOTHING, Estimate, Resampling, resampling
from commscore.types import Document, Kind, LetterReport, Span

OFTEN: Final = 10  # letters that must have a stage or an ask for it to count in their mean
URGENT: Final = "urgent"
HIGH: Final = "high"
STANDARD: Final = "standard"
PASSAGES: Final = ("questions", "harm", "praise")
AUTHORS: Final = "authors"


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity where both have the category: quadratic κ, the share alike, and how many "between" two."""

    problems: int
    kappa: Estimate
    exact: Estimate
    between: int
    between_holds: Estimate


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some letters, and which share of them."""

    letters: int
    of: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Ranking:
    """What the queue may get wrong.

    `low` are urgent or high letters that are ranked as standard, `lowered` urgent ones ranked as high;
    `flagged` are letters that are not urgent and that a flag makes so.
    """

    low: Share
    lowered: Share
    flagged: Share


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The figures of some letters; `means` are mean F1s over what the gold gives.

    `passages` are compared by sentence; the intervals are over authors or over letters, as `resampled` says.
    """

    letters: int
    resampled: str
    codes: Mapping[str, Binary]
    means: Mapping[str, Estimate]
    severity: Severities
    urgent: Binary
    ranking: Ranking
    missed: tuple[Missed, ...]
    passages: Mapping[str, Binary]
    calibration: Calibration | None


Pairs = Sequence[tuple[LetterReport, LetterReport]]


def letter_part(
    gold: Sequence[LetterReport],
    read: Sequence[LetterReport],
    chances: Sequence[Chances] = (),
    quotable: Collection[str] = (),
) -> LetterPart:
    """Return the figures of letters as read, in the order of the gold.

    `chances` are what a model gives each code, if one read them; of the letters whose id is `quotable`, what
    is missed is kept with its words.
    """
    pairs = list(zip(gold, read, strict=True))
    given: Sequence[Chances] = chances or [{}] * len(pairs)
    authors = len({g.letter.group or g.letter.id for g in gold}) >= FEWEST
    drawn = resampling(
        [Document(g.letter.id, (), Kind.LETTER, group=g.letter.group if authors else None) for g in gold]
    )
    every = {code: code_cells(pairs, code, given) for code in coded(Kind.LETTER)}
    found = {code: each for code, each in every.items() if each.given.any() or each.found.any()}
    sure = {code: each for code, each in every.items() if not np.isnan(each.probability).any()}
    return LetterPart(
        letters=len(pairs),
        resampled=AUTHORS if authors else LETTERS,
        codes={code: binary(each, drawn) for code, each in found.items()},
        means=_means(found, drawn),
        severity=_severities(pairs, drawn),
        urgent=binary(_urgent_cells(pairs), drawn),
        ranking=_ranking(pairs, drawn),
        missed=tuple(m for (g, r), c in zip(pairs, given, strict=True) for m in missed(g, r, c, quotable)),
        passages={name: binary(_sentence_cells(pairs, name), drawn) for name in PASSAGES},
        calibration=together(sure, drawn) if chances and sure else None,
    )


def code_cells(pairs: Pairs, code: str, chances: Sequence[Chances]) -> Cells:
    """Return the letters compared on whether they have a code, with what a model gives it, NaN without."""

    def rows() -> Iterator[tuple[int, bool, bool, bool, float]]:
        for number, (gold, read) in enumerate(pairs):
            given = letter_codes_of(gold)
            if not given.get(code, False) and not letter_codes_of(read).get(code, False):
                certain = _certain(read)
                sure = chances[number][code].probability if code in chances[number] else float("nan")
                found = certain.get(code, False)
                yield number, code in given, found, code in certain and not found, sure

    return cells(rows())


def _certain(report: LetterReport) -> dict[str, bool]:
    """Return for each code of a letter as read whether it is certain."""
    found = {p.category: p.certain for p in report.problems}
    found |= {STAGE + s.name: s.certain for s in report.stages}
    found |= {ASK + a.name: a.certain for a in report.asks}
    found |= {FLAG + f.flag: True for f in report.flags}
    return found | dict.fromkeys(report.passages, True)


def _means(found: Mapping[str, Cells], drawn: Resampling) -> dict[str, Estimate]:
    own = {name: entry for name, entry in categories().items() if name in found and found[name].given.any()}
    often = {code for code, each in found.items() if int(each.given.sum()) >= OFTEN}
    wanted = {
        "categories": list(own),
        "relationship": [code for code, entry in own.items() if entry.domain == "relationship"],
        "stages": [code for code in often if code.startswith(STAGE)],
        "asks": [code for code in often if code.startswith(ASK)],
        "flags": [code for code in often if code.startswith(FLAG)],
    }
    return {name: _mean([found[c] for c in codes], drawn) for name, codes in wanted.items()}


def _mean(these: Sequence[Cells], drawn: Resampling) -> Estimate:
    if not these:
        return NOTHING
    counts = np.stack([each.counts(len(drawn.of)) for each in these], axis=1)
    return drawn.estimate(counts, lambda c: metrics.mean_known(metrics.f1(c)))


def _severities(pairs: Pairs, drawn: Resampling) -> Severities:
    rows = []
    for number, (gold, read) in enumerate(pairs):
        levels = {p.category: p for p in gold.problems if not p.disputed}
        for problem in read.problems:
            if problem.category in levels and problem.certain:
                low, high = problem.severity_range
                given = levels[problem.category].severity
                rows.append((number, given, problem.severity, low < high, low <= given <= high))
    if not rows:
        return Severities(0, NOTHING, NOTHING, 0, NOTHING)
    table = np.array(rows)
    number, given, found, between, holds = table.T
    alike = np.stack([given == found, np.ones(len(rows))], axis=1).astype(float)
    held = np.stack([(between == 1) & (holds == 1), between == 1], axis=1).astype(float)
    return Severities(
        problems=len(rows),
        kappa=drawn.ranked(number, lambda w: _quadratic(given, found, w)),
        exact=drawn.estimate(
            _summed(number, alike, len(pairs)), lambda c: metrics.ratio(c[..., 0], c[..., 1])
        ),
        between=int(between.sum()),
        between_holds=drawn.estimate(
            _summed(number, held, len(pairs)), lambda c: metrics.ratio(c[..., 0], c[..., 1])
        ),
    )


def _summed(number: metrics.Ints, rows: metrics.Floats, documents: int) -> metrics.Floats:
    sums = np.zeros((documents, rows.shape[1]))
    np.add.at(sums, number, rows)
    return sums


def _quadratic(given: metrics.Ints, found: metrics.Ints, weights: metrics.Floats | None) -> metrics.Floats:
    if weights is None:
        return np.array([quadratic(given, found)])
    drawn = [np.repeat(np.arange(len(given)), w.astype(int)) for w in weights]
    return np.array([quadratic(given[rows], found[rows]) if len(rows) else np.nan for rows in drawn])


def is_urgent(report: LetterReport) -> bool | None:
    """Return whether a letter has a flag that makes it urgent; None where all that it has are disputed."""
    found = [flag.disputed for flag in report.flags if flags()[flag.flag].level == URGENT]
    return False if not found else None if all(found) else True


def _urgent_cells(pairs: Pairs) -> Cells:
    rows = ((n, is_urgent(g), is_urgent(r)) for n, (g, r) in enumerate(pairs))
    return cells((n, g, r is not False, False, float("nan")) for n, g, r in rows if g is not None)


def _ranking(pairs: Pairs, drawn: Resampling) -> Ranking:
    def share(asked: Callable[[LetterReport], bool], wrong: Callable[[LetterReport], bool]) -> Share:
        counts = np.array([[asked(g) and wrong(r), asked(g)] for g, r in pairs], dtype=float).reshape(-1, 2)
        wrongly, asked_of = counts.sum(axis=0).astype(int).tolist()
        ratio = drawn.estimate(counts, lambda c: metrics.ratio(c[..., 0], c[..., 1]))
        return Share(wrongly, asked_of, ratio)

    def level(*levels: str) -> Callable[[LetterReport], bool]:
        return lambda r: r.priority.level in levels and not r.priority.disputed

    return Ranking(
        low=share(level(URGENT, HIGH), level(STANDARD)),
        lowered=share(level(URGENT), level(HIGH)),
        flagged=share(lambda g: is_urgent(g) is False, lambda r: is_urgent(r) is not False),
    )


def _sentence_cells(pairs: Pairs, name: str) -> Cells:
    """Return the sentences of the complaint compared on whether a passage of this kind touches them."""

    def rows() -> Iterator[tuple[int, bool, bool, bool, float]]:
        for number, ((gold, read), parsed) in enumerate(
            zip(pairs, parse_letters(g.letter for g, _ in pairs), strict=True)
        ):
            for sentence in parsed.told():
                given, found = (_touched(getattr(each, name), sentence) for each in (gold, read))
                yield number, given, found, False, float("nan")

    return cells(rows())


def _touched(spans: Iterable[Span], sentence: Sentence) -> bool:
    """Return whether more than half of a span, or of the sentence, is of the other."""
    for start, end in spans:
        shared = min(end, sentence.end) - max(start, sentence.start)
        if shared > 0.5 * min(end - start, sentence.end - sentence.start):
            return True
    return False
