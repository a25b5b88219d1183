"""Whose visit it is: the agenda, ideas and worries asked for, decisions shared, courtesies."""

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Exact, Presence, Proportion
from commscore.measure.near import Reach, served
from commscore.measure.session import Session


def done(session: Session, entry: MeasureEntry) -> Presence:
    """Return 1 where a turn has one of the entry's codes, else 0.

    Once is enough to say that it was done; to say that it was not needs the entry's minimum of turns.
    """
    return Presence(session.having(*entry.codes), float(session.clinician.sum()))


def agenda_turn(session: Session, entry: MeasureEntry) -> Exact:
    """Return the number, from 1, of the first turn that asks for the agenda."""
    asked = np.flatnonzero(session.having("agenda"))
    return Exact(float(asked[0] + 1), float(len(asked))) if len(asked) else Exact(0.0, 0.0)


def shared_decisions_per_plan(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of turns with a plan that have a shared decision of their own close by.

    In the same turn, or up to `before` turns ahead of the plan or `after` turns behind it.
    """
    plans = session.having("plan")
    reach = Reach(int(entry.constant["before"].value), int(entry.constant["after"].value))
    return Proportion(served(session, plans, session.having("shared_decision"), reach), plans)
