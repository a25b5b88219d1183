"""A trained model's reading of letters: from sentences to what the letter as a whole shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from commscore.codebook.coded import PASSAGES
from commscore.codebook.letters import categories
from commscore.models.gather import logit, sigmoid
from commscore.models.manifest import CodeHead, Severity
from commscore.models.reading import FloatArray, Reading
from commscore.sentences import ParsedLetter, joined
from commscore.types import Span

if TYPE_CHECKING:
    from commscore.models.model import Model

SEVERITY: Final = "severity"
LEVELS: Final = np.array([1.0, 2.0, 3.0])
MIDDLE: Final = 2
ONE_IN: Final = 8  # sentences; ours
MOST: Final = 3
Votes = Mapping[str, tuple[Span, ...]]  # codes that rules find in a letter, with their words
ALSO: Final = 0.5  # of the likeliest sentence's probability, from which another is quoted too; ours


@dataclass(frozen=True, slots=True, eq=False)
class LetterCode:
    """A code of the whole letter, `spans` are the words that earn it.

    Its probability is that of its likeliest sentences, raised by the head's `vote` where the rules find it:
    in the letter, or in that very sentence for what is quoted sentence by sentence. `severity` is the
    expected level, from 1 to 3, of the sentences that show it, None for what has none.
    """

    code: str
    probability: float
    certain: bool
    spans: tuple[Span, ...]
    severity: float | None = None


def letter_codes(
    model: "Model", parsed: Sequence[ParsedLetter], votes: Iterable[Votes]
) -> list[dict[str, LetterCode]]:
    """Return by code what is found in each letter, at or over `maybe`, the rules' `votes` counted in."""
    readings = model.read([each.document() for each in parsed], moments=False)
    return [
        _codes(model, each, reading, vote)
        for each, reading, vote in zip(parsed, readings, votes, strict=True)
    ]


def likelihoods(
    parsed: ParsedLetter, reading: Reading, votes: Votes, heads: Iterable[CodeHead]
) -> dict[str, float]:
    """Return by code the probability that the letter has it, the rules' votes counted in."""
    found = {}
    for head in heads:
        read, ruled = reading.codes[head.code], votes.get(head.code, ())
        if head.code in PASSAGES:
            sure = raised(read, parsed.touched(ruled), head.vote).max(initial=0.0)
        else:
            sure = sigmoid(np.array(strength(read) + head.vote * bool(ruled)))
        found[head.code] = float(sure)
    return found


def strength(read: FloatArray) -> float:
    """Return how strongly a letter shows a code: the mean logit of its likeliest sentences, (sentences,).

    They are one in `ONE_IN`, at least one and at most `MOST`: a single sentence of a long letter may be
    likely by the chance of its wording, and a short letter may say in one what matters.

    >>> round(strength(np.array([0.9, 0.5])), 2)
    2.2
    """
    most = np.sort(read)[-int(np.clip(round(len(read) / ONE_IN), 1, MOST)) :]
    return float(logit(most).mean()) if len(most) else float(logit(0.0))


def raised(read: FloatArray, ruled: Sequence[int], vote: float) -> FloatArray:
    """Return the probability of a code in each sentence, (sentences,), raised where the rules find it."""
    votes = np.zeros(len(read))
    votes[list(ruled)] = vote
    found: FloatArray = sigmoid(logit(read) + votes)
    return found


def quoted(read: FloatArray, head: CodeHead) -> list[int]:
    """Return the numbers of the sentences that are quoted for a code, by its probability in each.

    They are those at or over `maybe` that come near the likeliest one.
    """
    least = max(head.maybe, ALSO * float(read.max(initial=0.0)))
    found: list[int] = np.flatnonzero(read >= least).tolist()
    return found


def severity_of(reading: Reading, sure: FloatArray) -> float | None:
    """Return the expected severity of sentences that show a problem as surely as `sure` says, (sentences,).

    None where none was read for it.
    """
    shares = reading.tasks.get(SEVERITY)
    if shares is None:
        return None
    weights = sure * shares.any(axis=1)
    return float(weights @ (shares @ LEVELS) / weights.sum()) if weights.any() else None


def counted_in(ruled: int | None, expected: float, weight: float) -> float:
    """Return the expected severity with the rules' level in it; the middle one where they give none.

    >>> counted_in(3, 2.0, 0.5), counted_in(None, 3.0, 0.5)
    (2.5, 2.5)
    """
    return (1 - weight) * expected + weight * (MIDDLE if ruled is None else ruled)


def level(expected: float, severity: Severity) -> tuple[int, tuple[int, int]]:
    """Return the level of an expected severity, and the two that it lies between if a cut is near.

    >>> level(2.45, Severity(cuts=(1.5, 2.5), margin=0.1))
    (2, (2, 3))
    """
    found = 1 + sum(expected > cut for cut in severity.cuts)
    near = min(severity.cuts, key=lambda cut: abs(expected - cut))
    if abs(expected - near) > severity.margin:
        return found, (found, found)
    return found, (found - 1, found) if expected > near else (found, found + 1)


def _codes(model: "Model", parsed: ParsedLetter, reading: Reading, votes: Votes) -> dict[str, LetterCode]:
    sure = likelihoods(parsed, reading, votes, model.manifest.codes)
    found = (
        _code(parsed, reading, head, sure[head.code], votes)
        for head in model.manifest.codes
        if sure[head.code] >= head.maybe
    )
    return {each.code: each for each in found if each.spans}


def _code(
    parsed: ParsedLetter, reading: Reading, head: CodeHead, probability: float, votes: Votes
) -> LetterCode:
    ruled: Sequence[Span] = votes.get(head.code, ())
    sure = raised(reading.codes[head.code], parsed.touched(ruled), head.vote)
    if head.code in PASSAGES:
        turns = np.flatnonzero(sure >= head.threshold).tolist()
        ruled = [span for span in ruled if set(parsed.touched([span])) & set(turns)]
    else:
        turns = quoted(reading.codes[head.code], head)
    spans = joined((*ruled, *(span for n in turns for span in _spans(parsed, reading, head.code, n))))
    grave = severity_of(reading, sure) if head.code in categories() else None
    return LetterCode(head.code, probability, probability >= head.threshold, spans, grave)


def _spans(parsed: ParsedLetter, reading: Reading, code: str, turn: int) -> list[Span]:
    at = parsed.sentences[turn].start
    return [(at + start, at + end) for start, end in reading.spans.get((code, turn), ())]
