"""Whether it could be understood: terms, reading level, checks, safety nets."""

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from commscore.codebook.scoring import MeasureEntry
from commscore.measure.figure import Linear, Proportion, Ratio, Unknown
from commscore.measure.near import Reach, served, told
from commscore.measure.session import Session
from commscore.read.noise import mask, words
from commscore.types import Code

BOUNDARY = re.compile(r"(?<=[.?!])\s+")


def jargon_per_100(session: Session, entry: MeasureEntry) -> Ratio:
    """Return the terms coded as jargon in a hundred of the clinician's words; each use counts."""
    return Ratio(session.spans("jargon"), session.words * session.clinician, scale=100, events=True)


def explanation_readability(session: Session, entry: MeasureEntry) -> Linear | Unknown:
    """Return the school grade of the sentences that hold words coded `explanation`."""
    return school_grade(_explaining(session), len(session.turns), entry)


def school_grade(told: Iterable[tuple[int, str]], parts: int, entry: MeasureEntry) -> Linear | Unknown:
    """Return the school grade of sentences, each with the number of the part, below `parts`, it stands in.

    Coleman and Liau (J Appl Psychol 1975; 60: 283-284): 0.0588 letters per 100 words, less 0.296 sentences
    per 100 words, less 15.8. Of the formulas that count characters it depends least on where a
    transcriber ends a sentence. Made for print: of speech it gives a rough level only.
    """
    letters, spoken, count = (np.zeros(parts) for _ in range(3))
    for part, sentence in told:
        found = words(sentence)
        letters[part] += sum(len(word.strip("'’.-")) for word in found)
        spoken[part] += len(found)
        count[part] += bool(found)
    longest = entry.constant["longest_mean_sentence"].value
    if spoken.sum() > longest * max(count.sum(), 1):
        return Unknown("the transcript does not mark where sentences end")
    scale = {name: 100 * entry.constant[name].value for name in ("letters", "sentences")}
    ratios = (Ratio(letters, spoken, scale["letters"]), Ratio(count, spoken, scale["sentences"]))
    return Linear(ratios, entry.constant["intercept"].value)


def _explaining(session: Session) -> list[tuple[int, str]]:
    """Return the sentences, each once, in which a span coded `explanation` lies, with their turns."""
    spans: dict[int, list[Code]] = {}
    for code in session.codes:
        if code.code == "explanation":
            spans.setdefault(code.turn, []).append(code)
    return [
        (turn, text)
        for turn in sorted(spans)
        for start, text in sentences(session.turns[turn].text)
        if any(code.start < start + len(text) and start < code.end for code in spans[turn])
    ]


def sentences(text: str) -> list[tuple[int, str]]:
    """Return the offset and text of each sentence, by its end mark; the transcriber's tags are blanked.

    >>> sentences("It's 5.5 [coughs] high. Why? We'll see")
    [(0, "It's 5.5          high."), (24, 'Why?'), (29, "We'll see")]
    """
    masked = mask(text)
    edges = [0, *(edge.end() for edge in BOUNDARY.finditer(masked)), len(masked)]
    return [(a, masked[a:b].rstrip()) for a, b in pairwise(edges) if masked[a:b].strip()]


def checks_per_explanation(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of turns that explain with a check of understanding of their own.

    In the same turn, or up to `window` turns later.
    """
    explained = session.having("explanation")
    checks = session.having("check_understanding", "teach_back")
    reach = Reach(0, int(entry.constant["window"].value))
    return Proportion(served(session, explained, checks, reach), explained)


def plans_with_safety_net(session: Session, entry: MeasureEntry) -> Proportion:
    """Return the share of turns with a plan that have a safety net in them or in one of the next few.

    Only the clinician's turns that are not encouragers count towards `window`.
    """
    plans, nets = session.having("plan"), session.having("safety_net")
    order = told(session)
    window = int(entry.constant["window"].value)
    kept = np.zeros(len(session.turns))
    for place, number in enumerate(order):
        kept[number] = plans[number] * nets[order[place : place + window + 1]].any()
    return Proportion(kept, plans * session.clinician)
