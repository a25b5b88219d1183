"""The samples' reports as they stood when somebody last looked at them and found them right.

Those by the rules are whole. Those by the trained model, below `golden/consultation`, keep which codes and
moments it gave, since its figures differ in their last places from one processor to the next.
After a change that is meant to alter them: COMMSCORE_GOLDEN=write pytest tests/test_golden.py, then read the
difference that git shows before committing it.
"""

import json
import os
from pathlib import Path

import pytest

from commscore.pipeline import assess
from commscore.read import read
from commscore.read.schema import dump
from conftest import ROOT

RULES = "rules"
MODEL = ROOT / "models" / "consultation"
SAMPLES = sorted(p for p in (ROOT / "data" / "samples" / "consultations").iterdir() if p.is_file())
GOLDEN = Path(__file__).parent / "golden"


def rounded(value: object) -> object:
    """Return the value with figures to four places, since the last bits differ between machines."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample(path: Path) -> None:
    (document,) = read(path)
    found = json.loads(json.dumps(rounded(dump(assess(document, model=RULES)))))
    del found["provenance"]["codebook"]  # any edit of the codebook changes its hash
    compare(found, GOLDEN / f"{path.stem}.json")


@pytest.mark.skipif(not (MODEL / "manifest.json").exists(), reason="the model is not in this checkout")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_sample_read_by_the_model(path: Path) -> None:
    (document,) = read(path)
    report = assess(document, model=MODEL)
    codes = [
        [c.turn, c.code, report.document.turns[c.turn].text[c.start : c.end], c.certain] for c in report.codes
    ]
    moments = [[m.turn, m.code, m.response, m.response_turn] for m in report.moments]
    compare({"codes": codes, "moments": moments}, GOLDEN / "consultation" / f"{path.stem}.json")


def compare(found: object, golden: Path) -> None:
    """Fail where this is not what stands in the file; with COMMSCORE_GOLDEN=write, write it there."""
    if os.environ.get("COMMSCORE_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_eight() -> None:
    assert len(SAMPLES) == 8
    assert {p.stem for p in GOLDEN.glob("*.json")} == {p.stem for p in SAMPLES}


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("good-chest-pain", "teach_back"),
        ("good-chest-pain", "empathy"),
        ("poor-headaches", "dismissal"),
        ("poor-headaches", "jargon"),
        ("mixed-back-pain", "plan"),
    ],
)
def test_the_samples_show_what_they_were_written_to_show(sample: str, code: str) -> None:
    golden = json.loads((GOLDEN / f"{sample}.json").read_text(encoding="utf-8"))
    assert code in {c["code"] for c in golden["codes"]}


def test_the_good_sample_scores_above_the_poor_one() -> None:
    def scores(sample: str) -> dict[str, float]:
        golden = json.loads((GOLDEN / f"{sample}.json").read_text(encoding="utf-8"))
        return {s["domain"]: s["value"] for s in golden["scores"]}

    good, poor = scores("good-chest-pain"), scores("poor-headaches")
    assert all(good[domain] > poor[domain] for domain in good)
