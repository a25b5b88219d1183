"""What became of what the patient said and asked: from the moments, and the codes of empathy."""

import numpy as np

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Proportion, Ratio
from commscore.measure.session import Session


def answered(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of the moments of the entry's code whose response the codebook calls good."""
    code = entry.codes[0]
    good = {r.name for r in codebook.consultation().response if r.good and code in r.to}
    hits, trials = np.zeros(len(session.turns)), np.zeros(len(session.turns))
    for moment in session.moments:
        if moment.code == code:
            trials[moment.turn] += 1
            hits[moment.turn] += moment.response in good
    return Proportion(hits, trials)


def per_100_turns(session: Session, entry: MeasureEntry) -> Ratio:
    """Return how many in a hundred of the clinician's turns have one of the entry's codes."""
    shown = session.having(*entry.codes) * session.clinician
    return Ratio(shown, session.clinician.astype(float), scale=100, events=True)
