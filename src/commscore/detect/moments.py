"""What became of the patient's cues, concerns and questions in the clinician's next turns."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from commscore import codebook
from commscore.codebook.pattern import speech
from commscore.detect.facilitators import is_encourager
from commscore.detect.questions import is_question
from commscore.detect.reflections import content
from commscore.parse import Parsed, sentences
from commscore.read.noise import words
from commscore.types import Code, Moment, Role

FEELINGS = ("cue", "concern")
QUESTION = "patient_question"
ASKS = frozenset({"open_question", "closed_question"})
KIND = frozenset({"empathy", "reassurance", "reflection"})


@cache
def answering() -> re.Pattern[str]:
    """Return how a reply opens that answers a question."""
    return speech(codebook.moment_rules().states.opens)


@cache
def feeling() -> re.Pattern[str]:
    """Return the words that make a question explore a feeling."""
    return speech(codebook.moment_rules().explores.match)


def moments(parsed: Parsed, codes: Sequence[Code]) -> tuple[Moment, ...]:
    """Return one moment for each turn and kind of cue, concern or question that is certain."""
    certain = [c for c in codes if c.certain]
    asked = sorted({(c.turn, c.code) for c in certain if c.code in (*FEELINGS, QUESTION)})
    return tuple(_moment(parsed, certain, turn, code) for turn, code in asked)


def _moment(parsed: Parsed, codes: Sequence[Code], turn: int, code: str) -> Moment:
    rules = codebook.moment_rules()
    window = next(r.window for r in codebook.consultation().response if code in r.to)
    following = list(_next_turns(parsed, turn, window))
    for response, earn in (rules.questions if code == QUESTION else rules.feelings).items():
        for number in following:
            for shown in codes:
                if shown.turn != number or shown.code not in earn:
                    continue
                if _takes_up(parsed, turn, shown, at_once=number == following[0]):
                    title = codebook.codes()[shown.code].title.lower()
                    return Moment(turn, code, response, number, f"the reply holds this: {title}")
    if not following:
        return Moment(turn, code, "missed", None, "the clinician says nothing more after it")
    if code == QUESTION and _states(parsed, following[0]):
        return Moment(turn, code, "answered", following[0], "the next turn states something")
    return Moment(turn, code, "missed", following[0], "nothing was found in the reply that takes it up")


def _states(parsed: Parsed, number: int) -> bool:
    """Return whether a turn says something rather than only asking; most replies to a question answer it."""
    doc, least = parsed.docs[number], codebook.moment_rules().states.least
    said = [s for s in sentences(doc) if not is_question(s)]
    return bool(said and answering().match(doc.text)) or any(len(content(s)) >= least for s in said)


def _takes_up(parsed: Parsed, turn: int, shown: Code, at_once: bool) -> bool:
    """Return whether what the clinician said has to do with the patient's turn, where that is not plain.

    A kind word does so in the very next turn; later it must have words in common with the patient's turn.
    """
    doc = parsed.docs[shown.turn]
    if shown.code in ASKS:
        return bool(feeling().search(doc.text, shown.start, shown.end))
    if shown.code not in KIND or (at_once and shown.code != "reflection"):
        return True
    said = doc.char_span(shown.start, shown.end, alignment_mode="expand")
    return said is not None and bool(set(content(said)) & set(content(parsed.docs[turn])))


def _next_turns(parsed: Parsed, turn: int, most: int) -> Iterator[int]:
    """Yield the clinician's next turns that count: heard, and more than a backchannel."""
    counted = (
        number
        for number in range(turn + 1, len(parsed.document.turns))
        if parsed.document.turns[number].role is Role.CLINICIAN
        and words(parsed.document.turns[number].text)
        and not is_encourager(parsed.document.turns[number].text)
    )
    for _, number in zip(range(most), counted, strict=False):
        yield number
