"""Who talks how much: words, seconds, turns, and the longest stretch."""

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Exact, Ratio, Unknown
from commscore.measure.floor import encourages
from commscore.measure.questions import ASK
from commscore.measure.session import Session

REPLIED_TO = (*ASK, "check_understanding", "teach_back", "shared_decision", "permission", "introduction")


def talk_share(session: Session, entry: MeasureEntry) -> Ratio:
    """Return the clinician's words by the words of all speakers, relatives and interpreters included."""
    return Ratio(session.words * session.clinician, session.words)


def talk_share_seconds(session: Session, entry: MeasureEntry) -> Ratio | Unknown:
    """Return the clinician's seconds of speech by those of all speakers; where two overlap, both count."""
    why = session.untimed()
    if why:
        return Unknown(why)
    seconds = np.where(session.words > 0, np.nan_to_num(session.ends - session.starts), 0.0)
    return Ratio(seconds * session.clinician, seconds)


def clinician_turns(session: Session, entry: MeasureEntry) -> Exact:
    """Return how many turns with words the clinician had."""
    count = float(session.clinician.sum())
    return Exact(count, count)


def clinician_turn_words(session: Session, entry: MeasureEntry) -> Ratio:
    """Return the clinician's words by the clinician's turns."""
    return Ratio(session.words * session.clinician, session.clinician.astype(float))


def longest_monologue(session: Session, entry: MeasureEntry) -> Exact:
    """Return the words of the clinician's longest stretch without a reply.

    Another speaker's encourager does not end a stretch, unless the clinician had just asked something.
    """
    most = int(entry.constant["backchannel_words"].value)
    asked = session.having(*REPLIED_TO) > 0
    longest = running = 0.0
    open_to_reply = False
    for number in np.flatnonzero(session.words > 0):
        if session.clinician[number]:
            running += session.words[number]
            longest = max(longest, running)
            open_to_reply = bool(asked[number]) or session.turns[number].text.rstrip().endswith("?")
        elif open_to_reply or not encourages(session, int(number), most):
            running = 0.0
    return Exact(longest, float(session.clinician.sum()))
