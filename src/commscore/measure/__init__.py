"""Codes become measures, and measures become domain scores: each with an interval, or a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry
from commscore.measure.answers import answered, per_100_turns
from commscore.measure.clarity import (
    checks_per_explanation,
    explanation_readability,
    jargon_per_100,
    plans_with_safety_net,
)
from commscore.measure.figure import Figure, Unknown
from commscore.measure.floor import backchannels, first_redirection, floor_taking
from commscore.measure.interval import SEED, Floats, resamples
from commscore.measure.pace import consultation_minutes, response_latency, speech_rate
from commscore.measure.partnership import agenda_turn, done, shared_decisions_per_plan
from commscore.measure.questions import facilitators, open_share, reflection_to_question, stacked_questions
from commscore.measure.scores import Measurement, score
from commscore.measure.session import Session, session
from commscore.measure.talk import (
    clinician_turn_words,
    clinician_turns,
    longest_monologue,
    talk_share,
    talk_share_seconds,
)
from commscore.types import Code, Document, Measure, Moment, Score

Measuring = Callable[[Session, MeasureEntry], Figure | Unknown]

BUILTIN: Final[Mapping[str, Measuring]] = MappingProxyType(
    {
        "talk_share": talk_share,
        "talk_share_seconds": talk_share_seconds,
        "clinician_turns": clinician_turns,
        "clinician_turn_words": clinician_turn_words,
        "longest_monologue": longest_monologue,
        "floor_taking": floor_taking,
        "backchannels": backchannels,
        "first_redirection": first_redirection,
        "response_latency": response_latency,
        "speech_rate": speech_rate,
        "consultation_minutes": consultation_minutes,
        "open_share": open_share,
        "stacked_questions": stacked_questions,
        "reflection_to_question": reflection_to_question,
        "facilitators": facilitators,
        "cues_answered": answered,
        "concerns_answered": answered,
        "questions_answered": answered,
        "empathy_per_100_turns": per_100_turns,
        "dismissals": per_100_turns,
        "jargon_per_100": jargon_per_100,
        "explanation_readability": explanation_readability,
        "checks_per_explanation": checks_per_explanation,
        "plans_with_safety_net": plans_with_safety_net,
        "signposts": per_100_turns,
        "agenda_asked": done,
        "agenda_turn": agenda_turn,
        "ice_asked": done,
        "shared_decisions_per_plan": shared_decisions_per_plan,
        "permission_asked": done,
        "introduction_made": done,
    }
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a document: `measures` in the codebook's order, a score for each domain."""

    measures: tuple[Measure, ...]
    scores: tuple[Score, ...]


def measure(document: Document, codes: Sequence[Code], moments: Sequence[Moment]) -> Measured:
    """Return the measures of measures.toml and the scores of rubric.toml, for a document with roles.

    The same input gives the same intervals: the resampling's seed is fixed.
    """
    heard = session(document, codes, moments)
    rng = np.random.default_rng(SEED)
    weights = resamples(len(heard.turns), rng)
    measured = {
        name: _measurement(entry, BUILTIN[name](heard, entry), weights, rng)
        for name, entry in codebook.measures().items()
    }
    scores = tuple(score(rubric, heard, measured) for rubric in codebook.rubric().rubric)
    return Measured(tuple(found.measure for found in measured.values()), scores)


def _measurement(
    entry: MeasureEntry, figure: Figure | Unknown, weights: Floats, rng: np.random.Generator
) -> Measurement:
    why = figure.why if isinstance(figure, Unknown) else _too_little(entry, figure.evidence)
    if isinstance(figure, Unknown) or why:
        missing = Measure(entry.name, None, entry.unit, reference=entry.reference, why=why)
        return Measurement(missing, np.full(len(weights), np.nan))
    draws = figure.draws(weights, rng)
    interval = figure.interval(draws)
    low, high = interval or (None, None)
    note = None if interval else "no interval: too few turns bear on it"
    found = Measure(entry.name, figure.value, entry.unit, low, high, entry.reference, note)
    return Measurement(found, draws)


def _too_little(entry: MeasureEntry, evidence: float) -> str | None:
    """Return what is missing where there is less evidence than the entry asks for."""
    if not evidence:
        return f"no {entry.counts}"
    if evidence < entry.minimum:
        return f"too few {entry.counts}: {evidence:.0f}, and at least {entry.minimum:g} needed"
    return None
