"""What became of the patient's cues, concerns and questions in the clinician's next turns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.codebook.pattern import speech
from commscore.detect.questions import is_question
from commscore.detect.reflections import content
from commscore.parse import Parsed, sentences
from commscore.replies import replies
from commscore.types import Code, Moment

if TYPE_CHECKING:
    from commscore.models.model import Model

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


def moments(parsed: Parsed, codes: Sequence[Code], model: "Model | None" = None) -> tuple[Moment, ...]:
    """Return one moment for each turn and kind of cue, concern or question that is certain.

    With a model, what became of it is the response that the model holds for the likeliest.
    """
    certain = [c for c in codes if c.certain]
    asked = [c for c in certain if c.code in (*FEELINGS, QUESTION)]
    read = model.moments(parsed.document, asked) if model else {}
    found = []
    for turn, code in sorted({(c.turn, c.code) for c in asked}):
        earned = _earned(parsed, certain, turn, code)
        ruled = _by_rules(parsed, earned, turn, code)
        known = read.get((turn, code))
        found.append(_by_model(parsed, ruled, known, earned) if known else ruled)
    return tuple(found)


def judged(parsed: Parsed, codes: Sequence[Code], turn: int, code: str) -> Moment:
    """Return what became of `code` in `turn` by the rules alone, given the codes that are certain."""
    return _by_rules(parsed, _earned(parsed, codes, turn, code), turn, code)


def _earned(parsed: Parsed, codes: Sequence[Code], turn: int, code: str) -> dict[str, Code]:
    """Return the responses that codes of the reply earn, those that count most first, with the code."""
    rules = codebook.moment_rules()
    following = replies(parsed.document, turn, code)
    earned: dict[str, Code] = {}
    for response, earn in (rules.questions if code == QUESTION else rules.feelings).items():
        for number in following:
            shown = (c for c in codes if c.turn == number and c.code in earn)
            held = next((c for c in shown if _takes_up(parsed, turn, c, number == following[0])), None)
            if held:
                earned.setdefault(response, held)
    return earned


def _by_rules(parsed: Parsed, earned: Mapping[str, Code], turn: int, code: str) -> Moment:
    for response, held in earned.items():
        title = codebook.codes()[held.code].title.lower()
        return Moment(turn, code, response, held.turn, f"the reply holds this: {title}")
    following = replies(parsed.document, turn, code)
    if not following:
        return Moment(turn, code, "missed", None, "the clinician says nothing more after it")
    if code == QUESTION and _states(parsed, following[0]):
        return Moment(turn, code, "answered", following[0], "the next turn states something")
    return Moment(turn, code, "missed", following[0], "nothing was found in the reply that takes it up")


def _by_model(parsed: Parsed, ruled: Moment, read: Mapping[str, float], earned: Mapping[str, Code]) -> Moment:
    """Return the moment with the likeliest response, at the turn that holds what earns it, else the first."""
    response = max(read, key=lambda name: read[name])
    first = replies(parsed.document, ruled.turn, ruled.code)[0]
    turn = earned[response].turn if response in earned else first
    why = f"the trained model reads the reply as: {response} ({read[response] * 100:.0f} %)"
    return replace(ruled, response=response, response_turn=turn, why=why)


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
