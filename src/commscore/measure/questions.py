"""What the clinician asks and gives back: open and closed, stacked, reflected, encouraged."""

import re
from itertools import pairwise

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Proportion, Ratio
from commscore.measure.session import Session
from commscore.read.noise import mask, words

OPEN = ("open_question", "agenda", "ice")
CLOSED = ("closed_question",)
ASK = (*OPEN, *CLOSED)
END_MARK = re.compile(r"([.?!])")


def open_share(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of open forms among the forms asked, each counted once a turn."""
    wide, narrow = session.having(*OPEN), session.having(*CLOSED)
    return Proportion(wide, wide + narrow)


def stacked_questions(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of asking turns that ask twice or more.

    By the spans coded, or by the question marks after enough words, whichever are more: a person codes a
    turn once where the machine codes each question.
    """
    asking = session.having(*ASK)
    fewest = entry.constant["question_words"].value
    stacked = np.zeros(len(session.turns))
    for number in np.flatnonzero(asking):
        spans = sum(session.spans(code)[number] for code in ASK)
        stacked[number] = max(spans, _marked(session.turns[number].text, fewest)) > 1
    return Proportion(stacked, asking)


def _marked(text: str, fewest: float) -> int:
    pieces = END_MARK.split(mask(text))
    return sum(mark == "?" and len(words(said)) >= fewest for said, mark in pairwise(pieces))


def reflection_to_question(session: Session, entry: MeasureEntry) -> Ratio:
    """Return the turns with a reflection by the turns that ask."""
    return Ratio(session.having("reflection"), session.having(*ASK), events=True)


def facilitators(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of the clinician's turns that only encourage."""
    return Proportion(session.having("facilitator") * session.clinician, session.clinician.astype(float))
