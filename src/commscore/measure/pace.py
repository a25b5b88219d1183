"""How fast it goes: pauses, speech rate, and how long the recording is."""

from itertools import pairwise

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Exact, Median, Ratio, Unknown
from commscore.measure.floor import encourages, in_time
from commscore.measure.session import NO_ENDS, NO_TIMES, Session

SECONDS_A_MINUTE = 60


def response_latency(session: Session, entry: MeasureEntry) -> Median | Unknown:
    """Return the median seconds from the end of a patient's turn to the start of the clinician's next.

    Backchannels are left out. Times that leave no gap and no overlap anywhere were made by the software,
    not heard, and give no figure.
    """
    why = session.untimed()
    if why:
        return Unknown(why)
    most = int(entry.constant["backchannel_words"].value)
    order = [n for n in in_time(session) if not encourages(session, n, most)]
    pauses = np.full(len(session.turns), np.nan)
    for before, number in pairwise(order):
        if session.patient[before] and session.clinician[number]:
            pauses[number] = session.starts[number] - session.ends[before]
    if np.isfinite(pauses).any() and not np.nan_to_num(pauses).any():
        return Unknown("each turn starts where the one before it ends, so pauses were not recorded")
    return Median(pauses)


def speech_rate(session: Session, entry: MeasureEntry) -> Ratio | Unknown:
    """Return the clinician's words by the seconds of the clinician's turns, times 60."""
    why = session.untimed()
    if why:
        return Unknown(why)
    timed = session.clinician & np.isfinite(session.ends)
    seconds = np.where(timed, session.ends - session.starts, 0.0)
    return Ratio(session.words * timed, seconds, scale=SECONDS_A_MINUTE)


def consultation_minutes(session: Session, entry: MeasureEntry) -> Exact | Unknown:
    """Return the minutes from the first start to the last end."""
    if not np.isfinite(session.starts).any():
        return Unknown(NO_TIMES)
    if not np.isfinite(session.ends).any():
        return Unknown(NO_ENDS)
    seconds = float(np.nanmax(session.ends) - np.nanmin(session.starts))
    return Exact(seconds / SECONDS_A_MINUTE, seconds)
