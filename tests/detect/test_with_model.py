"""What the model knows comes from the model, and all else from the rules."""

from pathlib import Path

import pytest

from commscore.detect import detect
from commscore.detect.moments import moments
from commscore.models import load
from commscore.models.model import Model
from commscore.models.reading import Reading
from commscore.parse import parse
from commscore.types import Document
from conftest import consultation

WORRY = "P: I'm worried."


@pytest.fixture(scope="module")
def model(tiny: Path) -> Model:
    return load(tiny)


def read(model: Model, document: Document) -> Reading:
    (found,) = model.read([document], moments=False)
    return found


def test_which_found_what(model: Model) -> None:
    document = consultation("D: How are you? Any haemoptysis?", "P: I'm really scared. Do I need a scan?")
    parsed = parse(document)
    found = {c.code: c.found_by for c in detect(parsed, model, read(model, document))}
    assert found["open_question"] == "model:tiny"  # a greeting to the rules
    assert found["closed_question"].startswith("rule:")
    assert found["jargon"] == "lexicon:jargon"
    assert found["patient_question"] == "model:tiny"
    assert "concern" not in found  # the model knows the code, and does not give it
    assert {c.found_by.partition(":")[0] for c in detect(parsed)} == {"rule", "lexicon"}


def test_perhaps(model: Model) -> None:
    document = consultation("D: perhaps.")
    (code,) = detect(parse(document), model, read(model, document))
    assert (code.code, code.certain) == ("empathy", False)
    assert 0.3 <= code.probability < 0.8


@pytest.mark.parametrize(
    ("lines", "response", "turn", "why"),
    [
        ((WORRY, "D: That is frightening."), "acknowledged", 1, "reads the reply as: acknowledged ("),
        ((WORRY, "D: Frightening.", "P: Yes.", "D: I am sorry, worried?"), "acknowledged", 1, "%"),
        ((WORRY, "D: Right.", "P: Yes.", "D: frightening"), "acknowledged", 3, "trained model"),
        ((WORRY,), "missed", None, "the clinician says nothing more after it"),
        (("P: A scan?", "D: Any fever?", "P: No.", "D: Later."), "deferred", 1, "trained model"),
        (("P: A scan?", "D: So.", "P: No.", "D: I'll come to that later."), "deferred", 3, "trained model"),
    ],
)
def test_what_became_of_it(
    lines: tuple[str, ...], response: str, turn: int | None, why: str, model: Model
) -> None:
    document = consultation(*lines)
    parsed, reading = parse(document), read(model, document)
    codes = detect(parsed, model, reading)
    (found,) = (m for m in moments(parsed, codes, model) if m.turn == 0)
    assert (found.response, found.response_turn) == (response, turn)
    assert why in found.why
