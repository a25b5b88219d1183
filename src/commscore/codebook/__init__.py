"""The codebook: what commscore codes, on what words and on what evidence. Data, not code.

Each function reads its file once and checks it; `digest` identifies the whole.
"""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from commscore.codebook.ceiling import Ceiling, Ceilings
from commscore.codebook.rules import (
    Facilitators,
    Instructions,
    MomentRules,
    PhraseFile,
    Precedence,
    Precision,
    Questions,
    Reflections,
)
from commscore.codebook.schema import (
    CodeEntry,
    Consultation,
    Evidence,
    EvidenceCard,
    Jargon,
    Roles,
    Suggestion,
    Suggestions,
)
from commscore.codebook.scoring import Highlights, MeasureEntry, Measures, Rubric
from commscore.errors import CodebookError

FOLDER = files("commscore.codebook")
Model = TypeVar("Model", bound=BaseModel)


def load(model: type[Model], *path: str) -> Model:
    """Return a TOML file of the codebook as `model`; CodebookError names the file and the entry."""
    return _parse(model, FOLDER.joinpath(*path))


def _parse(model: type[Model], file: Traversable) -> Model:
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as problem:
        raise CodebookError(f"codebook/{file.name}: {problem}") from problem


@cache
def consultation() -> Consultation:
    """Return the consultation codebook."""
    return load(Consultation, "consultation.toml")


@cache
def codes() -> dict[str, CodeEntry]:
    """Return the consultation codes by name, in the codebook's order."""
    return {entry.name: entry for entry in consultation().code}


@cache
def phrase_files() -> tuple[PhraseFile, ...]:
    """Return the files of phrases; CodebookError where one gives a code that does not exist."""
    tomls = (f for f in FOLDER.joinpath("phrases").iterdir() if f.name.endswith(".toml"))
    found = sorted(tomls, key=lambda f: f.name)
    loaded = tuple(_parse(PhraseFile, f) for f in found)
    _refuse({p.code for file in loaded for p in file.phrase} - codes().keys(), "phrases", "code")
    return loaded


@cache
def roles() -> Roles:
    """Return the words that tell who is the clinician and who the patient."""
    return load(Roles, "roles.toml")


@cache
def evidence() -> dict[str, EvidenceCard]:
    """Return the evidence cards by id; CodebookError where one names a code that does not exist."""
    cards = {card.id: card for card in load(Evidence, "evidence.toml").card}
    _refuse({c for card in cards.values() for c in card.codes} - codes().keys(), "evidence.toml", "code")
    return cards


@cache
def suggestions() -> dict[str, Suggestion]:
    """Return the suggestions by the kind of moment; CodebookError where one names no evidence card."""
    found = {entry.kind: entry for entry in load(Suggestions, "suggestions.toml").suggestion}
    _refuse({s.evidence for s in found.values()} - {""} - evidence().keys(), "suggestions.toml", "card")
    return found


@cache
def went_well() -> dict[str, str]:
    """Return, by code, why a behaviour is worth keeping; CodebookError where a code does not exist."""
    keep = load(Suggestions, "suggestions.toml").keep
    _refuse(keep.keys() - codes().keys(), "suggestions.toml", "code")
    return keep


def _refuse(unknown: set[str], file: str, what: str) -> None:
    if unknown:
        raise CodebookError(f"codebook/{file}: {', '.join(sorted(unknown))}: no such {what}")


@cache
def jargon() -> Jargon:
    """Return the jargon detector's settings and the terms added by hand; `codebook.terms` has all terms."""
    return load(Jargon, "jargon.toml")


@cache
def questions() -> Questions:
    """Return the patterns that tell questions apart."""
    return load(Questions, "questions.toml")


@cache
def instructions() -> Instructions:
    """Return the verbs of advice and the words that tie an order to this room."""
    return load(Instructions, "instructions.toml")


@cache
def reflections() -> Reflections:
    """Return when a sentence says the patient's words back."""
    return load(Reflections, "reflections.toml")


@cache
def highlights() -> Highlights:
    """Return what a report picks out; CodebookError where it names a code that does not exist."""
    loaded = load(Highlights, "highlights.toml")
    named = {*loaded.telling, *loaded.slight, *loaded.spoils, *loaded.answers_to}
    named |= {c for a in loaded.absence for c in (*a.unless, *a.given)}
    _refuse(named - codes().keys(), "highlights.toml", "code")
    return loaded


@cache
def precedence() -> Precedence:
    """Return which codes give way to which; CodebookError where one does not exist."""
    loaded = load(Precedence, "precedence.toml")
    named = {*loaded.gives_way, *(other for others in loaded.gives_way.values() for other in others)}
    _refuse(named - codes().keys(), "precedence.toml", "code")
    return loaded


@cache
def precision() -> dict[str, float]:
    """Return how often what the rules find is confirmed, by code, 0 to 1; in-sample, see the file."""
    return load(Precision, "precision.toml").precision


@cache
def moment_rules() -> MomentRules:
    """Return which codes earn which response."""
    return load(MomentRules, "moments.toml")


@cache
def facilitators() -> Facilitators:
    """Return the words that alone make a turn a facilitator."""
    return load(Facilitators, "facilitators.toml")


@cache
def measures() -> dict[str, MeasureEntry]:
    """Return the measures by name, as shown; CodebookError for an unknown code, card or domain."""
    entries = {entry.name: entry for entry in load(Measures, "measures.toml").measure}
    _refuse({c for entry in entries.values() for c in entry.codes} - codes().keys(), "measures.toml", "code")
    _refuse({c for e in entries.values() for c in e.cards} - evidence().keys(), "measures.toml", "card")
    _refuse({e.domain for e in entries.values()} - _domains() - {""}, "measures.toml", "domain")
    return entries


@cache
def rubric() -> Rubric:
    """Return the rubric of the domain scores; CodebookError where it names an unknown measure or domain."""
    loaded = load(Rubric, "rubric.toml")
    named = {curve.measure for r in loaded.rubric for curve in (*r.part, *r.cost)}
    _refuse(named - measures().keys(), "rubric.toml", "measure")
    _refuse({r.domain for r in loaded.rubric} - _domains(), "rubric.toml", "domain")
    return loaded


@cache
def ceilings() -> tuple[Ceiling, ...]:
    """Return how far people, or one coder twice, agree; CodebookError where a code does not exist."""
    found = load(Ceilings, "ceiling.toml").ceiling
    _refuse(
        {t for c in found if c.kind == "second pass" for t in c.figures["kappa"]} - codes().keys(),
        "ceiling.toml",
        "code",
    )
    return found


def _domains() -> set[str]:
    return {domain.name for domain in consultation().domain}


@cache
def digest() -> str:
    """Return the SHA-256 over the names and bytes of all the codebook's data files."""
    sums = hashlib.sha256()
    for folder in (FOLDER, FOLDER.joinpath("phrases"), FOLDER.joinpath("letters")):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith((".toml", ".tsv")):
                sums.update(file.name.encode() + b"\0" + file.read_bytes())
    return sums.hexdigest()
