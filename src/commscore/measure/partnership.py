"""Whose visit it is: the agenda, ideas and worries asked for, decisions shared, courtesies."""

import math

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Exact, Ratio
from commscore.measure.session import Session


def done(session: Session, entry: MeasureEntry) -> Exact:
    """Return 1 where a turn has one of the entry's codes, else 0.

    Once is enough to say that it was done; to say that it was not needs the entry's minimum of turns.
    """
    if session.having(*entry.codes).any():
        return Exact(1.0, math.inf)
    return Exact(0.0, float(session.clinician.sum()))


def agenda_turn(session: Session, entry: MeasureEntry) -> Exact:
    """Return the number, from 1, of the first turn that asks for the agenda."""
    asked = np.flatnonzero(session.having("agenda"))
    return Exact(float(asked[0] + 1), float(len(asked))) if len(asked) else Exact(0.0, 0.0)


def shared_decisions_per_plan(session: Session, entry: MeasureEntry) -> Ratio:
    """Return the turns that share a decision by the turns with a plan."""
    return Ratio(session.having("shared_decision"), session.having("plan"), events=True)
