"""Domain scores: the rubric's points of each measure, weighted, and resampled with the turns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from commscore import codebook
from commscore.codebook.scoring import Cost, DomainRubric, Part
from commscore.measure.figure import divided
from commscore.measure.interval import Floats, bounds
from commscore.measure.session import Session
from commscore.types import Measure, Score

FEELINGS = ("cue", "concern")


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """A measure and the values it takes when turns are resampled, shape (resamples,)."""

    measure: Measure
    draws: Floats


def score(rubric: DomainRubric, session: Session, measured: Mapping[str, Measurement]) -> Score:
    """Return the domain's points, or why there are none.

    Each resample of the turns goes through the rubric as the session itself does; what a resample leaves
    undefined is left out of it, as it is of the session. A cost is taken only where what it is for was heard,
    in the resamples too: it is no guess at what might have been said.
    """
    there = [part for part in rubric.part if measured[part.measure].measure.value is not None]
    names = tuple(part.measure for part in there)
    why = next(_short(rubric, session, there), None)
    if why:
        return Score(rubric.domain, None, measures=names, why=why)
    costs = [cost for cost in rubric.cost if measured[cost.measure].measure.value]
    values = [np.array([measured[part.measure].measure.value], dtype=float) for part in (*there, *costs)]
    draws = [measured[part.measure].draws for part in (*there, *costs)]
    value = float(_points(there, costs, values)[0])
    interval = bounds(_points(there, costs, draws), value)
    names += tuple(cost.measure for cost in costs)
    low, high = interval or (None, None)
    return Score(rubric.domain, value, low, high, names)


def _points(parts: list[Part], costs: list[Cost], values: list[Floats]) -> Floats:
    """Return the domain's points, `values` being those of the parts and then of the costs."""
    earned = weighed(parts, np.stack(values[: len(parts)]))
    for cost, row in zip(costs, values[len(parts) :], strict=True):
        earned = earned * (1 - np.nan_to_num(points(cost, row)) / 100)
    return earned


def _short(rubric: DomainRubric, session: Session, there: list[Part]) -> Iterator[str]:
    """Yield what falls short of the evidence the rubric asks for, the plainest first."""
    least = rubric.minimum
    moments = sum(moment.code in FEELINGS for moment in session.moments)
    told = int(session.having("explanation", "plan", "safety_net").sum())
    found = (
        (int(session.clinician.sum()), least.clinician_turns, "clinician turns"),
        (int(session.words[session.clinician].sum()), least.clinician_words, "clinician words"),
        (moments, least.moments, "cues and concerns of the patient"),
        (told, least.told, "turns that explain, plan or warn"),
    )
    for number, needed, what in found:
        if number < needed:
            yield f"{what}: {number}, and at least {needed} needed"
    weight = sum(part.weight for part in there)
    without = [codebook.measures()[part.measure].title for part in rubric.part if part not in there]
    if len(there) < least.measures or weight < least.weight - 1e-9:
        yield (
            f"measures with a value: {len(there)} of {len(rubric.part)} ({weight * 100:.0f} % of weight), "
            f"and at least {least.measures} ({least.weight * 100:.0f} %) needed; "
            f"without one: {', '.join(without)}"
        )


def weighed(parts: list[Part], values: Floats) -> Floats:
    """Return the weighted mean of the points, shape (columns,); `values` has a row a part, NaN left out."""
    rows = [points(part, row) * part.weight for part, row in zip(parts, values, strict=True)]
    weights = np.array([[part.weight] for part in parts]) * np.isfinite(values)
    total = weights.sum(axis=0)
    return divided(np.nansum(rows, axis=0), total)


def points(part: Part | Cost, values: Floats) -> Floats:
    """Return the points of values: straight lines between the part's knots, flat outside; NaN stays NaN.

    >>> from commscore.codebook.scoring import Part
    >>> points(Part(measure="talk_share", weight=1, knots=((0, 0), (0.5, 100)), why=""), np.array([0.25, 2]))
    array([ 50., 100.])
    """
    at, gives = zip(*part.knots, strict=True)
    given: Floats = np.interp(values, at, gives)
    return given
