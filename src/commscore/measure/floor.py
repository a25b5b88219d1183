"""Who has the floor: the clinician's turns that begin inside the patient's talk, and what they do there."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Exact, Proportion, Unknown
from commscore.measure.interval import Floats
from commscore.measure.session import Session
from commscore.replies import is_encourager
from commscore.types import Role

ONE_TRACK = "no two speakers' times overlap, so the transcript does not show who spoke over whom"
OPENING = ("agenda", "open_question", "ice")
REDIRECTS = (
    *("open_question", "closed_question", "agenda", "ice"),
    *("check_understanding", "teach_back", "shared_decision", "permission", "introduction"),
    *("plan", "safety_net", "explanation", "signpost", "dismissal"),
)
Overlap = Literal["backchannel", "floor", "neither"]


@dataclass(frozen=True, slots=True)
class Stretches:
    """The patient's talk, in seconds: stretches without a pause as long as `join`, in order."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def holding(self, time: float) -> int | None:
        """Return the number of the last stretch that started before this time, None before the first."""
        number = bisect_left(self.starts, time) - 1
        return number if number >= 0 else None


def encourages(session: Session, number: int, most: int) -> bool:
    """Tell whether a turn is coded `facilitator`, or is made of at most so many encouraging words."""
    if session.spans("facilitator")[number]:
        return True
    return 0 < session.words[number] <= most and is_encourager(session.turns[number].text)


def overlaps(session: Session, entry: MeasureEntry) -> dict[int, Overlap]:
    """Return what each clinician turn does that began inside the patient's talk.

    Inside is `held` seconds or more after the patient began and `minimum_overlap` or more before the end.
    "backchannel": it only encourages, and the patient goes on, or is the next to speak. "floor": it says
    more, and the patient stops before it does. "neither": the patient talks on past it, or an encourager
    was followed by the clinician's own words.
    """
    talk = stretches(session, entry.constant["join"].value)
    order = in_time(session)
    after = dict(pairwise(order))
    found: dict[int, Overlap] = {}
    for number in order:
        start, end = session.starts[number], session.ends[number]
        held = talk.holding(start) if session.clinician[number] and np.isfinite(end) else None
        if held is None or not _inside(talk, held, start, entry):
            continue
        goes_on = talk.ends[held] > end
        if encourages(session, number, int(entry.constant["backchannel_words"].value)):
            patient_next = number in after and bool(session.patient[after[number]])
            found[number] = "backchannel" if goes_on or patient_next else "neither"
        else:
            found[number] = "neither" if goes_on else "floor"
    return found


def _inside(talk: Stretches, held: int, start: float, entry: MeasureEntry) -> bool:
    before, left = start - talk.starts[held], talk.ends[held] - start
    return before >= entry.constant["held"].value and left >= entry.constant["minimum_overlap"].value


def stretches(session: Session, join: float) -> Stretches:
    """Return the patient's turns in time, those joined that less than `join` seconds part."""
    starts: list[float] = []
    ends: list[float] = []
    for number in in_time(session):
        if not session.patient[number] or np.isnan(session.ends[number]):
            continue
        start, end = float(session.starts[number]), float(session.ends[number])
        if ends and start - ends[-1] < join:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Stretches(tuple(starts), tuple(ends))


def in_time(session: Session) -> list[int]:
    """Return the numbers of the turns with words and a start, by their start."""
    numbers = np.flatnonzero((session.words > 0) & np.isfinite(session.starts))
    return [int(n) for n in numbers[np.argsort(session.starts[numbers], kind="stable")]]


def one_track(session: Session) -> bool:
    """Tell whether no turn starts before one of another role has ended, as in captions of one track."""
    latest: dict[Role, float] = {}
    for number in in_time(session):
        role, end = session.turns[number].role, float(session.ends[number])
        if any(session.starts[number] < until for other, until in latest.items() if other is not role):
            return False
        if np.isfinite(end):
            latest[role] = max(end, latest.get(role, end))
    return True


def unseen(session: Session) -> str | None:
    """Return why overlaps cannot be seen, None where they can."""
    return session.untimed() or (ONE_TRACK if one_track(session) else None)


def floor_taking(session: Session, entry: MeasureEntry) -> Proportion | Unknown:
    """Return the share of the clinician's turns that took the floor from the patient."""
    why = unseen(session)
    if why:
        return Unknown(why)
    return Proportion(_marks(session, entry, "floor"), session.clinician.astype(float))


def backchannels(session: Session, entry: MeasureEntry) -> Proportion | Unknown:
    """Return the share of backchannels among the clinician's turns begun inside the patient's talk."""
    why = unseen(session)
    if why:
        return Unknown(why)
    any_kind = _marks(session, entry, "backchannel", "floor", "neither")
    return Proportion(_marks(session, entry, "backchannel"), any_kind)


def _marks(session: Session, entry: MeasureEntry, *kinds: Overlap) -> Floats:
    marks = np.zeros(len(session.turns))
    marks[[number for number, kind in overlaps(session, entry).items() if kind in kinds]] = 1
    return marks


def first_redirection(session: Session, entry: MeasureEntry) -> Exact | Unknown:
    """Return the seconds from the patient's first statement to the clinician's first taking of the floor.

    The statement is the first one of `statement_words` or more that follows the first turn with one of the
    codes OPENING, else the first closed question. A turn takes the floor where it is coded one of REDIRECTS
    and is neither an encourager nor talked over: sympathy, a reassurance or the patient's words said back
    leave the patient's statement where it was.
    """
    why = session.untimed()
    if why:
        return Unknown(why)
    order = in_time(session)
    asked = _opening(session, order)
    if asked is None:
        return Unknown("no question by the clinician opens the consultation")
    fewest = entry.constant["statement_words"].value
    later = order[order.index(asked) + 1 :]
    told = next((n for n in later if session.patient[n] and session.words[n] >= fewest), None)
    if told is None:
        return Unknown("no statement of the patient follows the first question")
    most = int(entry.constant["backchannel_words"].value)
    kept = {n for n, kind in overlaps(session, entry).items() if kind != "floor"}
    redirects = session.having(*REDIRECTS)
    for number in later[later.index(told) + 1 :]:
        if redirects[number] and number not in kept and not encourages(session, number, most):
            return Exact(float(session.starts[number] - session.starts[told]), 1)
    return Unknown("nothing the clinician said after the patient's first statement redirected it")


def _opening(session: Session, order: list[int]) -> int | None:
    for codes in (OPENING, ("closed_question",)):
        coded = session.having(*codes)
        found = next((n for n in order if coded[n]), None)
        if found is not None:
            return found
    return None
