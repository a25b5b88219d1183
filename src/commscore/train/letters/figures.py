"""Letters as read against letters as coded: every figure by letter, questions by sentence.

What is disputed is left out for its code; what is not certain counts as not given. Whole letters are
resampled, or all of one author's where `group` names them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from commscore.codebook.coded import ASK, FLAG, STAGE, coded
from commscore.codebook.letters import categories, flags
from commscore.sentences import Sentence, parse_letters
from commscore.train import metrics
from commscore.train.cells import Binary, Cells, binary, cells
from commscore.train.letters.heads import quadratic
from commscore.train.letters.material import letter_codes_of
from commscore.train.resample import NOTHING, Estimate, Resampling, resampling
from commscore.types import Document, Kind, LetterReport, Span

OFTEN: Final = 10  # letters that must have a stage or an ask for it to count in their mean
URGENT: Final = "urgent"
STANDARD: Final = "standard"
PASSAGES: Final = ("questions", "harm", "praise")


@dataclass(frozen=True, slots=True)
class Missed:
    """A letter that the gold has urgent or high and the reading lower: by its id and the gold's reasons."""

    letter: str
    gold: str
    read: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Severities:
    """Severity where both have the category: quadratic κ, the share alike, and how many "between" two."""

    problems: int
    kappa: Estimate
    exact: Estimate
    between: int
    between_holds: Estimate


@dataclass(frozen=True, slots=True)
class LetterPart:
    """The figures of some letters; `means` are mean F1s, `passages` are compared by sentence."""

    letters: int
    codes: Mapping[str, Binary]
    means: Mapping[str, Estimate]
    severity: Severities
    urgent: Binary
    standard: Binary
    missed: tuple[Missed, ...]
    passages: Mapping[str, Binary]


Pairs = Sequence[tuple[LetterReport, LetterReport]]


def letter_part(gold: Sequence[LetterReport], read: Sequence[LetterReport]) -> LetterPart:
    """Return the figures of letters as read, in the order of the gold."""
    pairs = list(zip(gold, read, strict=True))
    drawn = resampling([Document(g.letter.id, (), Kind.LETTER) for g in gold])
    found = {code: code_cells(pairs, code) for code in coded(Kind.LETTER)}
    found = {code: each for code, each in found.items() if each.given.any() or each.found.any()}
    return LetterPart(
        letters=len(pairs),
        codes={code: binary(each, drawn) for code, each in found.items()},
        means=_means(found, drawn),
        severity=_severities(pairs, drawn),
        urgent=binary(_level_cells(pairs, lambda r: bool(urgent_flags(r))), drawn),
        standard=binary(_level_cells(pairs, lambda r: r.priority.level == STANDARD), drawn),
        missed=tuple(_missed(pairs)),
        passages={name: binary(_sentence_cells(pairs, name), drawn) for name in PASSAGES},
    )


def urgent_flags(report: LetterReport) -> list[str]:
    """Return the flags that make a letter urgent, disputed ones left out."""
    return [f.flag for f in report.flags if flags()[f.flag].level == URGENT and not f.disputed]


def probabilities(report: LetterReport) -> dict[str, tuple[bool, float]]:
    """Return for each code of a letter as read whether it is certain, and its probability."""
    found = {p.category: (p.certain, p.probability) for p in report.problems}
    found |= {STAGE + s.name: (s.certain, s.probability) for s in report.stages}
    found |= {ASK + a.name: (a.certain, a.probability) for a in report.asks}
    found |= {FLAG + f.flag: (True, f.probability) for f in report.flags}
    spans = {"harm": report.harm, "question": report.questions, "praise": report.praise}
    return found | {code: (True, 1.0) for code, each in spans.items() if each}


def code_cells(pairs: Pairs, code: str) -> Cells:
    """Return the letters compared on whether they have a code; what is absent has no probability."""

    def rows() -> Iterator[tuple[int, bool, bool, bool, float]]:
        for number, (gold, read) in enumerate(pairs):
            given = letter_codes_of(gold)
            if not given.get(code, False):
                certain, _ = probabilities(read).get(code, (False, 0.0))
                offered = code in probabilities(read) and not certain
                yield number, code in given, certain, offered, float("nan")

    return cells(rows())


def _means(found: Mapping[str, Cells], drawn: Resampling) -> dict[str, Estimate]:
    own = categories()
    often = {code for code, each in found.items() if int(each.given.sum()) >= OFTEN}
    wanted = {
        "categories": list(own),
        "relationship": [code for code, entry in own.items() if entry.domain == "relationship"],
        "stages": [code for code in often if code.startswith(STAGE)],
        "asks": [code for code in often if code.startswith(ASK)],
        "flags": [code for code in often if code.startswith(FLAG)],
    }
    return {name: _mean([found[c] for c in codes if c in found], drawn) for name, codes in wanted.items()}


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


def _level_cells(pairs: Pairs, asked: Callable[[LetterReport], bool]) -> Cells:
    rows = ((n, asked(g), asked(r), False, float("nan")) for n, (g, r) in enumerate(pairs))
    return cells(rows)


def _missed(pairs: Pairs) -> Iterator[Missed]:
    order = ("urgent", "high", "standard")
    for gold, read in pairs:
        level, found = gold.priority.level, read.priority.level
        if order.index(found) > order.index(level):
            reasons = [f.flag for f in gold.flags if flags()[f.flag].level == level]
            grave = [f"{p.category} 3" for p in gold.problems if p.severity == 3 and level == "high"]
            yield Missed(gold.letter.id, level, found, (*reasons, *grave))


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
