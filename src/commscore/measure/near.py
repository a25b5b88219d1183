"""What belongs to what in the clinician's talk: a check to an explanation, a shared decision to a plan."""

from dataclasses import dataclass

import numpy as np

from commscore.measure.interval import Floats
from commscore.measure.session import Session


@dataclass(frozen=True, slots=True)
class Reach:
    """How many clinician turns ahead of what it belongs to, and behind it, something may stand."""

    before: int
    after: int


def told(session: Session) -> list[int]:
    """Return the numbers of the clinician's turns that are no encouragers."""
    return [int(n) for n in np.flatnonzero(session.clinician & (session.having("facilitator") == 0))]


def served(session: Session, wanting: Floats, serving: Floats, reach: Reach) -> Floats:
    """Return 1 for each `wanting` turn with a `serving` turn within reach, all of shape (turns,).

    One turn serves one: the nearest that is not served yet, of two as near the earlier. Saying a thing once
    thus never stands for a whole visit, nor saying it often where there was nothing to say it of. Only the
    clinician's turns that are no encouragers count towards the reach.
    """
    order = told(session)
    kept = np.zeros(len(session.turns))
    for place, number in enumerate(order):
        if not serving[number]:
            continue
        near = range(max(place - reach.after, 0), min(place + reach.before + 1, len(order)))
        open_still = [p for p in near if wanting[order[p]] and not kept[order[p]]]
        if open_still:
            kept[order[min(open_still, key=lambda p: (abs(p - place), p))]] = 1
    return kept
