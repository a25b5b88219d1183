"""The model that ships, where it lies in the checkout: whole, small, sound, and free to be given away."""

import hashlib
import json
import subprocess
import sys

import pytest

from commscore import codebook, models
from commscore.detect import detect
from commscore.detect.moments import moments
from commscore.models.model import Model
from commscore.parse import parse
from conftest import ROOT, consultation

FOLDER = ROOT / "models" / "consultation"
SAMPLE = ROOT / "data" / "samples" / "consultations" / "good-chest-pain.vtt"
LARGEST = 30_000_000
HEAVY = ("torch", "transformers", "onnx", "sklearn")
SAID = (
    ("D: Good morning, I'm Dr Amberley, one of the GPs here.", {"introduction"}),
    ("D: What's brought you in today?", {"open_question", "agenda"}),
    ("P: It's this cough. I'm really scared it might be cancer.", {"concern"}),
    ("D: That must be very frightening for you. I'm so sorry you've been living with that.", {"empathy"}),
    ("P: Will I need an operation?", {"patient_question"}),
    ("D: Does it hurt when you breathe in?", {"closed_question"}),
    ("P: No, it doesn't.", set()),
    ("D: I'll book you in for a chest x-ray this week and ring you with the result.", {"plan"}),
    ("D: If you cough up any blood or get more breathless, go straight to A&E.", {"safety_net"}),
)


@pytest.fixture(scope="module")
def model() -> Model:
    if not (FOLDER / "manifest.json").is_file():
        pytest.skip("the consultation model is not in this checkout")
    return models.load(FOLDER)


def test_it_is_whole_and_small(model: Model) -> None:
    assert model.name == FOLDER.name
    assert {f.name for f in FOLDER.iterdir()} == {"manifest.json", *model.manifest.files}
    for name, promised in model.manifest.files.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == promised, name
    assert sum(f.stat().st_size for f in FOLDER.iterdir()) < LARGEST
    assert {"card.md", "evaluation.json", "recipe.toml"} <= model.manifest.files.keys()


def test_every_code_is_the_models_or_the_rules(model: Model) -> None:
    left = set(codebook.codes()) - model.codes
    assert left <= {*codebook.precision(), "jargon"}
    if "jargon" in left:
        said = consultation("D: Any haemoptysis?", "P: What's that?")
        found = detect(parse(said), model, model.read([said], moments=False)[0])
        assert [c.found_by for c in found if c.code == "jargon"] == ["lexicon:jargon"]


def test_the_obvious_is_found(model: Model) -> None:
    document = consultation(*(line for line, _ in SAID))
    parsed = parse(document)
    (reading,) = model.read([document], moments=False)
    codes = detect(parsed, model, reading)
    for number, (line, expected) in enumerate(SAID):
        certain = {c.code for c in codes if c.turn == number and c.certain}
        # one of several is enough: a first question may be read as either
        assert certain & expected or not expected, (line, certain)
    for code in codes:
        assert 0 <= code.start < code.end <= len(document.turns[code.turn].text)
    became = {m.turn: m.response for m in moments(parsed, codes, model)}
    assert became[2] in {"acknowledged", "explored"}


def test_eight_bits_cost_next_to_nothing(model: Model) -> None:
    found = json.loads((FOLDER / "evaluation.json").read_text(encoding="utf-8"))
    assert found["model"] == model.name
    assert found["int8"]["float"] - found["int8"]["int8"] <= 0.005
    assert {"rules", "tfidf"} <= found["baselines"].keys()
    assert found["robustness"]["perturbations"]


def test_it_was_trained_on_nothing_that_may_not_ship(model: Model) -> None:
    from commscore.train.corpora import CORPORA
    from commscore.train.crossvalidation import OURS

    for corpus in model.manifest.training.corpora:
        public = CORPORA.get(corpus.name)
        assert corpus.name in OURS if public is None else public.ships, corpus.name
        assert corpus.licence == (OURS[corpus.name] if public is None else public.licence)


def test_reading_loads_no_framework(model: Model) -> None:
    program = f"""
import sys
from pathlib import Path
from commscore.models import load
from commscore.read import read
from commscore.roles import find_roles
(document,) = read(Path({str(SAMPLE)!r}))
(reading,) = load({str(FOLDER)!r}).read([find_roles(document).document])
print(bool(reading.spans), sorted(set(sys.modules) & set({HEAVY!r})))
"""
    assert ran(program) == "True []"


def test_a_sample_is_scored_where_no_framework_is_installed(model: Model) -> None:
    # spaCy looks for torch by itself, so here it is not there to be found
    program = f"""
import sys
sys.modules.update(dict.fromkeys({HEAVY!r}))
from pathlib import Path
from commscore.pipeline import assess
from commscore.read import read
(document,) = read(Path({str(SAMPLE)!r}))
report = assess(document, model={str(FOLDER)!r})
print(list(report.provenance.models), any(score.value is not None for score in report.scores))
"""
    assert ran(program) == "['consultation'] True"


def ran(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
