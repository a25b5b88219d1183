"""Document to codes. `BUILTIN` is the one table of detectors; each is a function of a parsed document."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.detect.facilitators import facilitators
from commscore.detect.instructions import instructions
from commscore.detect.jargon import jargon
from commscore.detect.patients import patient_questions
from commscore.detect.phrases import phrases
from commscore.detect.questions import questions
from commscore.detect.reflections import reflections
from commscore.detect.settle import settle
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


@cache
def detectors() -> dict[str, Detector]:
    """Return all detectors: our own and those that other packages add under `commscore.detectors`."""
    return BUILTIN | {point.name: point.load() for point in entry_points(group="commscore.detectors")}


def detect(
    parsed: Parsed, model: "Model | None" = None, reading: "Reading | None" = None
) -> tuple[Code, ...]:
    """Return the codes of a parsed document in the order of the text.

    The codes that a model knows are the model's, by its `reading` of the document, and all others those of
    the rules and of other packages' detectors; without one all are. What rules found is settled by the
    codebook's precedence, which a model has learnt; its probability is the rule's measured precision.
    """
    ruled = (_with_precision(code) for detector in detectors().values() for code in detector(parsed))
    if model is None or reading is None:
        return settle(ruled)
    found = decide(parsed.document, reading, model.manifest)
    others = settle(code for code in ruled if code.code not in model.codes)
    return tuple(sorted((*others, *found), key=lambda c: (c.turn, c.start, c.end, c.code)))


def _with_precision(code: Code) -> Code:
    ruled = code.found_by.startswith("rule:")
    return replace(code, probability=codebook.precision()[code.code]) if ruled else code
