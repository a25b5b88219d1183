"""A trained model in use: what it reads, and what it refuses to load."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from commscore import models
from commscore.errors import ModelError
from commscore.models.model import Model
from commscore.settings import settings
from commscore.types import Code, Document, Role
from conftest import consultation

TALK = (
    "P: I'm worried. It is the bloods.",
    "D: That is frightening, sorry.",
    "P: Do I need a scan?",
    "D: We'll get to that later.",
)
LONG = "one two three four five six seven eight nine ten "


@pytest.fixture(scope="module")
def model(tiny: Path) -> Model:
    return models.load(tiny)


def given(model: Model, *lines: str) -> set[tuple[str, int]]:
    (found,) = model.read([consultation(*lines)])
    return {(code, int(n)) for code, p in found.codes.items() for n in np.flatnonzero(p > 0.5)}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (TALK, {("concern", 0), ("empathy", 1), ("patient_question", 2)}),
        (("P: sorry", "D: worried"), set()),  # each code has its speaker
        (("R: sorry, worried, scan",), set()),
        (("D: <sorry/> [sorry] well",), set()),  # a transcriber's tag is no word
        (("D: [laughs]", "P: "), set()),
        (("D: So.", f"P: {LONG * 6} worried."), {("concern", 1)}),  # in the last of several rows
        (("P: I'm worried.", "D: So."), {("concern", 0)}),  # what stands before gives nothing
        ((), set()),
    ],
)
def test_what_is_read(model: Model, lines: tuple[str, ...], expected: set[tuple[str, int]]) -> None:
    assert given(model, *lines) == expected


def test_the_words_that_earn_it_are_whole_words_of_the_turn(model: Model) -> None:
    document = consultation(*TALK, f"P: {LONG * 6} I am tired (sighs) now.")
    (found,) = model.read([document])
    said = {
        (code, turn): [document.turns[turn].text[start:end] for start, end in spans]
        for (code, turn), spans in found.spans.items()
    }
    assert said == {
        ("concern", 0): ["worried"],
        ("empathy", 1): ["sorry"],
        ("patient_question", 2): ["scan"],
        ("cue", 4): ["tired"],
    }


def test_tasks_are_those_of_the_speaker_and_of_the_first_row(model: Model) -> None:
    (found,) = model.read([consultation("P: I'm tired.", "D: how", f"P: {LONG * 6} tired")])
    assert set(found.tasks) == {"annomi.client_talk", "uptake.uptake"}  # the others read moments
    talk, uptake = found.tasks["annomi.client_talk"], found.tasks["uptake.uptake"]
    assert talk[0, 1] > 0.9
    assert talk[1].tolist() == [0, 0]
    assert talk[2].tolist() == [0.5, 0.5]
    assert np.isnan(uptake[0])
    assert uptake[1] == pytest.approx(1.5)


def test_moments_are_read_for_what_is_asked_and_for_what_was_found(model: Model) -> None:
    document = consultation(*TALK)
    (found,) = model.read([document])
    assert set(found.moments) == {(0, "concern"), (2, "patient_question")}
    assert max(found.moments[0, "concern"].items(), key=lambda i: i[1])[0] == "acknowledged"
    assert sum(found.moments[2, "patient_question"].values()) == pytest.approx(1)
    assert model.read([document], moments=False)[0].moments == {}
    codes = [Code("cue", 0, 0, 3), Code("plan", 1, 0, 3), Code("cue", 3, 0, 3)]
    asked = model.moments(document, codes)
    assert set(asked) == {(0, "cue")}  # a plan is no moment, and nobody replies to the last turn


def test_calibrated_anew_it_is_another_model_and_the_first_stays(model: Model) -> None:
    document = consultation(*TALK)
    (before,) = model.read([document])
    heads = [h.model_copy(update={"intercept": -20.0}) for h in model.manifest.codes if h.code == "empathy"]
    heads += [h for h in model.manifest.codes if h.code != "empathy"]
    tasks = [
        h.model_copy(update={"biases": tuple(9.0 * (label == "blocked") for label in h.labels)})
        if h.task == "response"
        else h
        for h in model.manifest.tasks
    ]
    other = model.calibrated({"codes": tuple(heads), "tasks": tuple(tasks)})
    (found,) = other.read([document])
    assert found.codes["empathy"].max() < 1e-3
    assert found.codes["concern"] == pytest.approx(before.codes["concern"])
    assert found.moments[0, "concern"]["blocked"] > before.moments[0, "concern"]["blocked"]
    assert found.moments[2, "patient_question"] == pytest.approx(before.moments[2, "patient_question"])
    assert (other.name, other.sha256, other.folder) == (model.name, model.sha256, model.folder)
    (again,) = model.read([document])
    assert again.codes["empathy"] == pytest.approx(before.codes["empathy"])
    assert again.moments[0, "concern"] == pytest.approx(before.moments[0, "concern"])


def test_documents_read_together_are_read_as_each_alone(model: Model) -> None:
    documents = [consultation(*TALK), consultation(), consultation("D: how", f"P: {LONG * 9}", *TALK)]
    for document, found in zip(documents, model.read(documents), strict=True):
        (alone,) = model.read([document])
        assert found.spans == alone.spans
        for code in alone.codes:
            assert found.codes[code] == pytest.approx(alone.codes[code], abs=1e-5)


def test_nobody_known_nothing_read(model: Model) -> None:
    document = consultation(*TALK)
    unknown = replace(document, turns=tuple(replace(t, role=Role.OTHER) for t in document.turns))
    (found,) = model.read([unknown])
    assert not any(p.any() for p in found.codes.values())
    assert (found.spans, found.moments) == ({}, {})


def edited(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def edit(folder: Path) -> None:
        path = folder / "manifest.json"
        entry = json.loads(path.read_text(encoding="utf-8"))
        change(entry)
        path.write_text(json.dumps(entry), encoding="utf-8")

    return edit


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda f: (f / "encoder.onnx").unlink(), "encoder.onnx: the model's file is missing"),
        (lambda f: (f / "tokenizer.json").write_bytes(b"{}"), "tokenizer.json: its SHA-256 is 44136fa355b3…"),
        (lambda f: (f / "card.md").write_text("Better."), "card.md: its SHA-256 is"),
        (lambda f: (f / "encoder.onnx").open("ab").write(b"\0"), "encoder.onnx: its SHA-256 is"),
        (lambda f: (f / "manifest.json").unlink(), "manifest.json: there is no manifest"),
        (lambda f: (f / "manifest.json").write_bytes(b"\xff{"), "manifest.json: "),
        (lambda f: (f / "manifest.json").write_text("[]"), "manifest.json: version None"),
        (edited(lambda m: m.update(version=2)), "manifest.json: version 2 of the manifest"),
        (edited(lambda m: m.update(more=1)), "Extra inputs are not permitted"),
        (edited(lambda m: m["files"].update({"../x": "0" * 64})), "String should match pattern"),  # type: ignore[attr-defined]
        (edited(lambda m: m["files"].pop("encoder.onnx")), "it promises no encoder.onnx"),  # type: ignore[attr-defined]
        (edited(lambda m: m["codes"][0].update(threshold=0.1)), "`maybe` lies above `threshold`"),  # type: ignore[index]
        (edited(lambda m: m["codes"][0].update(threshold="0.9")), "Input should be a valid number"),  # type: ignore[index]
        (edited(lambda m: m["codes"][0].update(slope=float("nan"))), "manifest.json: "),  # type: ignore[index]
        (edited(lambda m: m["codes"][0].update(code="charm")), "the codebook knows no charm"),  # type: ignore[index]
        (edited(lambda m: m["codes"][0].update(code="cue")), "cue: stands twice"),  # type: ignore[index]
        (edited(lambda m: m["shape"].update(speed=1)), "manifest.json: "),  # type: ignore[attr-defined]
    ],
)
def test_a_model_that_is_not_what_it_says_is_refused(
    harm: Callable[[Path], object], says: str, tiny: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny, tmp_path / "harmed")
    harm(folder)
    with pytest.raises(ModelError) as refused:
        models.load(folder)
    assert says in str(refused.value)
    assert "train the model again" in str(refused.value)


@pytest.fixture
def installed(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COMMSCORE_MODELS", str(tiny.parent))
    settings.cache_clear()
    yield tiny
    monkeypatch.undo()
    settings.cache_clear()


def test_a_model_is_found_by_its_name_and_opened_once(installed: Path) -> None:
    assert models.installed() == {"tiny": installed}
    assert models.load("tiny") is models.load(installed)
    assert models.chosen("rules") is None
    assert models.chosen(None) is None  # the one called `consultation` is not installed
    assert models.chosen("tiny") is models.chosen(models.load("tiny"))


@pytest.mark.parametrize("name", ["consultation", "no/such/folder", "..x"])
def test_no_such_model(name: str, installed: Path) -> None:
    with pytest.raises(ModelError, match=r"no such model; installed: tiny; name one of these"):
        models.load(name)


def test_the_empty_document(model: Model) -> None:
    (found,) = model.read([Document("empty", ())])
    assert all(p.shape == (0,) for p in found.codes.values())
    assert model.read([]) == []


def test_reading_needs_neither_torch_nor_transformers(tiny: Path) -> None:
    program = f"""
import sys
from commscore.models import load
from commscore.types import Document, Role, Turn
turns = Turn("P", "I'm worried.", Role.PATIENT), Turn("D", "So.", Role.CLINICIAN)
load({str(tiny)!r}).read([Document("a", turns)])
print(sorted(set(sys.modules) & {{"torch", "transformers", "onnx", "sklearn", "spacy", "huggingface_hub"}}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
