"""The rules' vote beside a trained model."""

from pathlib import Path

import pytest

from commscore.detect import detect, with_model
from commscore.models import load
from commscore.models.model import Model
from commscore.parse import parse
from conftest import consultation

LINES = ("P: I'm scared it's cancer.", "D: I see.", "P: I have a cough.")


def voting(model: Model, vote: float) -> Model:
    heads = (h.model_copy(update={"vote": vote} if h.code == "concern" else {}) for h in model.manifest.codes)
    return model.calibrated({"codes": tuple(heads)})


@pytest.mark.parametrize(("vote", "certain"), [(0.0, None), (7.0, False), (30.0, True)])
def test_a_vote_raises_what_the_model_thinks(tiny: Path, vote: float, certain: bool | None) -> None:
    model, document = voting(load(tiny), vote), consultation(*LINES)
    parsed, (reading,) = parse(document), load(tiny).read([document], moments=False)
    codes, voted = with_model(parsed, model, reading)
    before, after = reading.codes["concern"], voted.codes["concern"]
    assert after[0] > before[0] if vote else after[0] == before[0]
    assert after[1:].tolist() == before[1:].tolist()
    found = [c for c in codes if c.code == "concern"]
    assert [c.certain for c in found] == ([] if certain is None else [certain])
    assert codes == detect(parsed, model, reading)


def test_the_words_are_the_models_or_else_the_rules(tiny: Path) -> None:
    model, document = voting(load(tiny), 30.0), consultation("P: I'm worried.", "P: I'm scared it's cancer.")
    parsed = parse(document)
    (reading,) = model.read([document], moments=False)
    found = [c for c in detect(parsed, model, reading) if c.code == "concern"]
    ruled = [c for c in detect(parsed) if c.code == "concern"]
    assert {c.turn for c in ruled} == {c.turn for c in found} == {0, 1}
    said = [document.turns[c.turn].text[c.start : c.end] for c in found]
    assert "worried" in said[0]
    assert (found[1].start, found[1].end) == (ruled[1].start, ruled[1].end)
    assert {c.found_by for c in found} == {f"model:tiny {c.found_by}" for c in ruled}
