"""Document to codes. `BUILTIN` is the one table of detectors; each is a function of a parsed document."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points

from commscore import codebook
from commscore.detect.facilitators import facilitators
from commscore.detect.instructions import instructions
from commscore.detect.jargon import jargon
from commscore.detect.patients import patient_questions
from commscore.detect.phrases import phrases
from commscore.detect.questions import questions
from commscore.detect.reflections import reflections
from commscore.detect.settle import settle
from commscore.parse import Parsed
from commscore.types import Code

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


def detect(parsed: Parsed) -> tuple[Code, ...]:
    """Return the codes of a parsed document in the order of the text, settled by the codebook's rules.

    The probability of what a rule found is the rule's measured precision.
    """
    return settle(_with_precision(code) for detector in detectors().values() for code in detector(parsed))


def _with_precision(code: Code) -> Code:
    ruled = code.found_by.startswith("rule:")
    return replace(code, probability=codebook.precision()[code.code]) if ruled else code
