"""How far two codings of the same documents agree, code by code.

The unit is the turn: does it carry the code or not. A code is compared on the turns of the role that it
belongs to; a turn where either coding marks the code as disputed is left out for that code, and a code
that its coder was not certain of counts as not given. Intervals come from resampling whole documents,
since turns of one conversation are alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commscore import codebook
from commscore.errors import UnreadableError
from commscore.types import Report

RESAMPLES, SEED = 1000, 20
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


def agreement(first: Iterable[Report], second: Iterable[Report]) -> tuple[Agreement, ...]:
    """Return the agreement on each code that either coding gives, in the codebook's order.

    Documents are matched by id. Raises UnreadableError when none matches or when a pair differs in its turns.
    """
    others = {report.document.id: report for report in second}
    pairs = [(report, others[report.document.id]) for report in first if report.document.id in others]
    if not pairs:
        raise UnreadableError("the two codings share no document; their documents are matched by 'id'")
    for a, b in pairs:
        if [t.text for t in a.document.turns] != [t.text for t in b.document.turns]:
            raise UnreadableError(
                f"{a.document.id}: the two codings differ in their turns; code the same text"
            )
    rows = (_agreement(code, np.array([_counts(a, b, code) for a, b in pairs])) for code in codebook.codes())
    return tuple(row for row in rows if row.given or row.found)


def macro_f1(rows: Sequence[Agreement]) -> float | None:
    """Return the mean F1 over the codes that have one; None without any."""
    known = [row.f1 for row in rows if row.f1 is not None]
    return float(np.mean(known)) if known else None


def _counts(first: Report, second: Report, code: str) -> tuple[int, int, int, int]:
    role = codebook.codes()[code].role
    given, found = (
        {c.turn for c in r.codes if c.code == code and c.certain and not c.disputed} for r in (first, second)
    )
    open_to_dispute = {c.turn for r in (first, second) for c in r.codes if c.code == code and c.disputed}
    turns = {n for n, t in enumerate(first.document.turns) if t.role is role} - (open_to_dispute - given)
    given, found = given & turns, found & turns
    return len(given & found), len(found - given), len(given - found), len(turns - given - found)


def _agreement(code: str, counts: Counts) -> Agreement:
    total = counts.sum(axis=0)
    drawn = np.random.default_rng(SEED).integers(0, len(counts), (RESAMPLES, len(counts)))
    f1s = _f1(counts[drawn].sum(axis=1))
    known = f1s[~np.isnan(f1s)]
    both, only_second, only_first, neither = total
    chance, ac1_chance = _chance(total)
    seen = (both + neither) / total.sum() if total.sum() else None
    return Agreement(
        code=code,
        documents=len(counts),
        turns=int(total.sum()),
        given=int(both + only_first),
        found=int(both + only_second),
        precision=both / (both + only_second) if both + only_second else None,
        recall=both / (both + only_first) if both + only_first else None,
        f1=None if np.isnan(_f1(total)) else float(_f1(total)),
        low=float(np.quantile(known, 0.025)) if len(known) else None,
        high=float(np.quantile(known, 0.975)) if len(known) else None,
        kappa=None if seen is None or chance == 1 else float((seen - chance) / (1 - chance)),
        ac1=None if seen is None or ac1_chance == 1 else float((seen - ac1_chance) / (1 - ac1_chance)),
    )


def _f1(counts: Counts) -> NDArray[np.float64]:
    both, only_second, only_first, _ = np.moveaxis(counts, -1, 0)
    size = 2 * both + only_second + only_first
    f1: NDArray[np.float64] = np.divide(
        2 * both, size, out=np.full_like(size, np.nan, dtype=float), where=size > 0
    )
    return f1


def _chance(total: Counts) -> tuple[float, float]:
    """Return the agreement expected by chance after Cohen (1960) and after Gwet (2008)."""
    if not total.sum():
        return 1.0, 1.0
    first, second = (total[0] + total[2]) / total.sum(), (total[0] + total[1]) / total.sum()
    middle = (first + second) / 2
    return float(first * second + (1 - first) * (1 - second)), float(2 * middle * (1 - middle))
