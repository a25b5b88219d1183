"""A trained model's reading of letters: from sentences to what the letter as a whole shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from commscore.codebook.letters import categories
from commscore.models.manifest import CodeHead, Severity
from commscore.models.reading import Reading
from commscore.sentences import ParsedLetter
from commscore.types import Span

if TYPE_CHECKING:
    from commscore.models.model import Model

SEVERITY: Final = "severity"
LEVELS: Final = np.array([1.0, 2.0, 3.0])
ALSO: Final = 0.5  # of the likeliest sentence's probability, from which another is quoted too; ours


@dataclass(frozen=True, slots=True, eq=False)
class LetterCode:
    """A code of the whole letter: its probability is that of its likeliest sentence, `spans` are the words.

    `severity` is the expected level of the gravest sentence quoted, from 1 to 3, None for what has none.
    """

    code: str
    probability: float
    certain: bool
    spans: tuple[Span, ...]
    severity: float | None = None


def letter_codes(model: "Model", parsed: Sequence[ParsedLetter]) -> list[dict[str, LetterCode]]:
    """Return by code what the model finds in each letter, at or over `maybe`."""
    readings = model.read([each.document() for each in parsed], moments=False)
    return [_codes(model, each, reading) for each, reading in zip(parsed, readings, strict=True)]


def chances(reading: Reading) -> dict[str, float]:
    """Return by code the probability that the letter has it: that of its likeliest sentence."""
    return {code: float(each.max(initial=0.0)) for code, each in reading.codes.items()}


def severity_of(reading: Reading, turns: Sequence[int]) -> float | None:
    """Return the expected severity of the gravest of these sentences; None where none was read for it."""
    shares = reading.tasks.get(SEVERITY)
    if shares is None:
        return None
    read = shares[list(turns)]
    read = read[read.any(axis=1)]
    return float((read @ LEVELS).max()) if len(read) else None


def level(expected: float, severity: Severity) -> tuple[int, tuple[int, int]]:
    """Return the level of an expected severity, and the levels that it may lie between.

    >>> level(2.45, Severity(cuts=(1.5, 2.5), margin=0.1))
    (2, (2, 3))
    """
    found = 1 + sum(expected > cut for cut in severity.cuts)
    low = 1 + sum(expected - severity.margin > cut for cut in severity.cuts)
    high = 1 + sum(expected + severity.margin > cut for cut in severity.cuts)
    return found, (max(low, found - 1), min(high, found + 1))


def _codes(model: "Model", parsed: ParsedLetter, reading: Reading) -> dict[str, LetterCode]:
    likeliest = chances(reading)
    heads = (head for head in model.manifest.codes if likeliest[head.code] >= head.maybe)
    found = (_code(parsed, reading, head, likeliest) for head in heads)
    return {code.code: code for code in found if code.spans}


def _code(
    parsed: ParsedLetter, reading: Reading, head: CodeHead, likeliest: Mapping[str, float]
) -> LetterCode:
    probability = likeliest[head.code]
    least = max(head.maybe, ALSO * probability)
    turns = [n for n, each in enumerate(reading.codes[head.code].tolist()) if each >= least]
    spans = tuple(span for n in turns for span in _spans(parsed, reading, head.code, n))
    grave = severity_of(reading, turns) if head.code in categories() else None
    return LetterCode(head.code, probability, probability >= head.threshold, spans, grave)


def _spans(parsed: ParsedLetter, reading: Reading, code: str, turn: int) -> list[Span]:
    at = parsed.sentences[turn].start
    return [(at + start, at + end) for start, end in reading.spans.get((code, turn), ())]
