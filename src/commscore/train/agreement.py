"""How far two codings of the same documents agree, code by code.

The unit is the turn: does it carry the code or not. A code is compared on the turns of the role that it
belongs to; a turn where either coding only disputes the code is left out for that code, and a code that its
coder was not certain of counts as not given. Intervals come from resampling whole documents, since turns of
one conversation are alike; where the first coding gives a code less than FEWEST times there is no interval,
and the code has no part in the mean. Responses are compared on the moments that both codings hold.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commscore import codebook
from commscore.errors import UnreadableError
from commscore.train import metrics
from commscore.train.metrics import known
from commscore.types import Report

RESAMPLES, SEED = 1000, 20
FEWEST = 5  # given turns below which an interval would claim more than is known; ours
Counts = NDArray[np.float64]  # last axis: both, only the second, only the first, neither


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one code: `given` and `found` are the turns that carry it in the first and second coding.

    Precision and recall are of the second coding read against the first. None where it is undefined.
    `low` and `high` bound the 95 % bootstrap interval of `f1`.
    """

    code: str
    documents: int
    turns: int
    given: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None
    kappa: float | None
    ac1: float | None


@dataclass(frozen=True, slots=True)
class ResponseAgreement:
    """Agreement on what became of the `to` (feelings, or questions) that both codings hold.

    `moments` is how many there are, `alike` how many got the same response; `kappa` is Cohen's, None where
    it is undefined.
    """

    to: str
    moments: int
    alike: int
    kappa: float | None


def agreement(first: Sequence[Report], second: Sequence[Report]) -> tuple[Agreement, ...]:
    """Return the agreement on each code that either coding gives, in the codebook's order.

    Documents are matched by id. Raises UnreadableError when none matches or when a pair differs in its turns.
    """
    pairs = matched(first, second)
    rows = (_agreement(code, np.array([_counts(a, b, code) for a, b in pairs])) for code in codebook.codes())
    return tuple(row for row in rows if row.given or row.found)


def responses(first: Sequence[Report], second: Sequence[Report]) -> tuple[ResponseAgreement, ...]:
    """Return the agreement on responses, to cues and concerns and to the patient's questions."""
    pairs = matched(first, second)
    kinds = {"cues and concerns": {"cue", "concern"}, "patient's questions": {"patient_question"}}
    return tuple(_responses(to, pairs, codes) for to, codes in kinds.items())


def matched(first: Iterable[Report], second: Iterable[Report]) -> list[tuple[Report, Report]]:
    """Return the reports of the same documents; UnreadableError without any or where turns differ."""
    others = {report.document.id: report for report in second}
    pairs = [(report, others[report.document.id]) for report in first if report.document.id in others]
    if not pairs:
        raise UnreadableError("the two codings share no document; their documents are matched by 'id'")
    for a, b in pairs:
        if [t.text for t in a.document.turns] != [t.text for t in b.document.turns]:
            raise UnreadableError(
                f"{a.document.id}: the two codings differ in their turns; code the same text"
            )
    return pairs


def macro_f1(rows: Sequence[Agreement]) -> float | None:
    """Return the mean F1 over the codes that the first coding gives often enough; None without any."""
    known = [row.f1 for row in rows if row.f1 is not None and row.given >= FEWEST]
    return float(np.mean(known)) if known else None


def _responses(to: str, pairs: list[tuple[Report, Report]], codes: set[str]) -> ResponseAgreement:
    both: list[tuple[str, str]] = []
    for a, b in pairs:
        given, found = (
            {(m.turn, m.code): m.response for m in r.moments if m.code in codes and not m.disputed}
            for r in (a, b)
        )
        both += [(given[at], found[at]) for at in given.keys() & found.keys()]
    alike = sum(x == y for x, y in both)
    first, second = (Counter(pair[side] for pair in both) for side in (0, 1))
    chance = sum(first[r] * second[r] for r in first) / len(both) ** 2 if both else 1.0
    return ResponseAgreement(
        to, len(both), alike, None if chance == 1 else (alike / len(both) - chance) / (1 - chance)
    )


def compared(first: Report, second: Report, codes: Collection[str]) -> tuple[set[int], set[int], set[int]]:
    """Return the turns that carry one of the codes in the first and the second coding, and all compared.

    The codes are of one role; compared are that role's turns but those where a coding only disputes them.
    """
    role = codebook.codes()[next(iter(codes))].role
    coded = [[c for c in r.codes if c.code in codes] for r in (first, second)]
    given, found = ({c.turn for c in each if c.certain and not c.disputed} for each in coded)
    only_disputed = ({c.turn for c in coded[0] if c.disputed} - given) | (
        {c.turn for c in coded[1] if c.disputed} - found
    )
    turns = {n for n, t in enumerate(first.document.turns) if t.role is role} - only_disputed
    return given & turns, found & turns, turns


def _counts(first: Report, second: Report, code: str) -> tuple[int, int, int, int]:
    given, found, turns = compared(first, second, {code})
    return len(given & found), len(found - given), len(given - found), len(turns - given - found)


def _agreement(code: str, counts: Counts) -> Agreement:
    total = counts.sum(axis=0)
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (RESAMPLES, len(counts)))
    f1s = metrics.f1(counts[drawn].sum(axis=1))
    there = f1s[~np.isnan(f1s)]
    both, only_second, only_first, _ = total
    enough = len(there) > 0 and both + only_first >= FEWEST
    return Agreement(
        code=code,
        documents=len(counts),
        turns=int(total.sum()),
        given=int(both + only_first),
        found=int(both + only_second),
        precision=known(metrics.precision(total)),
        recall=known(metrics.recall(total)),
        f1=known(metrics.f1(total)),
        low=float(np.quantile(there, 0.025)) if enough else None,
        high=float(np.quantile(there, 0.975)) if enough else None,
        kappa=known(metrics.kappa(total)),
        ac1=known(metrics.ac1(total)),
    )
