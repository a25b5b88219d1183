"""Document to codes. `BUILTIN` is the one table of detectors; each is a function of a parsed document."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from commscore import codebook
from commscore.detect.facilitators import facilitators
from commscore.detect.instructions import instructions
from commscore.detect.jargon import jargon
from commscore.detect.patients import patient_questions
from commscore.detect.phrases import followed, phrases
from commscore.detect.questions import questions
from commscore.detect.reflections import reflections
from commscore.detect.settle import settle
from commscore.detect.votes import vote
from commscore.models.decide import decide
from commscore.parse import Parsed
from commscore.types import Code

if TYPE_CHECKING:
    from commscore.models.model import Model
    from commscore.models.reading import Reading

Detector = Callable[[Parsed], Iterable[Code]]

BUILTIN: dict[str, Detector] = {
    "phrases": phrases,
    "questions": questions,
    "reflections": reflections,
    "facilitators": facilitators,
    "instructions": instructions,
    "jargon": jargon,
    "patient_questions": patient_questions,
}
GIVES: Final = {  # what the built-in detectors find; the phrases say it themselves
    "questions": {"open_question", "closed_question"},
    "reflections": {"reflection"},
    "facilitators": {"facilitator"},
    "instructions": {"plan"},
    "jargon": {"jargon"},
    "patient_questions": {"patient_question"},
}


@cache
def detectors(wanted: frozenset[str] | None = None) -> dict[str, Detector]:
    """Return our own detectors and those that other packages add under `commscore.detectors`.

    With `wanted`, of our own only those that can find one of these codes; what they find may be another.
    """
    ours = dict(BUILTIN)
    if wanted is not None:
        ours = {name: detector for name, detector in BUILTIN.items() if wanted & GIVES.get(name, wanted)}
        ours["phrases"] = partial(phrases, wanted=wanted)
    return ours | {point.name: point.load() for point in entry_points(group="commscore.detectors")}


def detect(
    parsed: Parsed, model: "Model | None" = None, reading: "Reading | None" = None
) -> tuple[Code, ...]:
    """Return the codes of a parsed document in the order of the text.

    Without a model they are those of the rules and of other packages' detectors, settled by the codebook's
    precedence; the probability of what a rule found is its measured precision. With a model and its `reading`
    of the document they are as `with_model` says.
    """
    if model is None or reading is None:
        return settle(_ruled(parsed))
    return with_model(parsed, model, reading)[0]


def with_model(parsed: Parsed, model: "Model", reading: "Reading") -> "tuple[tuple[Code, ...], Reading]":
    """Return the codes in the order of the text, and the reading with the rules' votes in it.

    The codes that the model knows are the model's, which has learnt the codebook's precedence; on some the
    rules have a vote, and `found_by` then names both. All others are those of the rules and of other
    packages' detectors.
    """
    spared = model.codes - set(model.manifest.voted)
    ruled = list(_ruled(parsed, _needed(spared)))
    votes = [code for code in settle(ruled) if code.code in model.manifest.voted]
    voted = vote(reading, votes, model.manifest)
    by = {(code.code, code.turn): code.found_by for code in votes}
    found = [
        replace(code, found_by=f"{code.found_by} {by.get((code.code, code.turn), '')}".rstrip())
        for code in decide(parsed.document, voted, model.manifest)
    ]
    others = settle(code for code in ruled if code.code not in model.codes)
    return tuple(sorted((*others, *found), key=lambda c: (c.turn, c.start, c.end, c.code))), voted


def _ruled(parsed: Parsed, wanted: frozenset[str] | None = None) -> Iterator[Code]:
    return (_with_precision(code) for detector in detectors(wanted).values() for code in detector(parsed))


@cache
def _needed(spared: frozenset[str]) -> frozenset[str]:
    """Return the codes that are looked for by rules when nobody asks for those that are `spared`.

    They are all others, and those that another gives way to or follows.
    """
    found = set(codebook.codes()) - spared
    while more := {c for code in found for c in (*_before(code), *followed(code))} - found:
        found |= more
    return frozenset(found)


def _before(code: str) -> frozenset[str]:
    return codebook.precedence().gives_way.get(code, frozenset())


def _with_precision(code: Code) -> Code:
    ruled = code.found_by.startswith("rule:")
    return replace(code, probability=codebook.precision()[code.code]) if ruled else code
