"""A whole run with a small encoder: a recipe in, the folder of a model out."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commscore import models
from commscore.cli import group
from commscore.errors import ModelError
from commscore.models.manifest import Manifest, read_manifest
from commscore.models.model import Model
from commscore.read.letterschema import dump
from commscore.train import consultations
from commscore.train.consultations import EVERY
from commscore.train.crossvalidation import origin
from commscore.types import Document, Letter, LetterReport, Report, Role, Turn
from conftest import consultation
from tinytraining import FIT, entries, report, toml, write_reports

pytest.importorskip("sklearn")
pytest.importorskip("jiwer")

DOCUMENTS = 12
FILES = ("encoder.onnx", "tokenizer.json", "evaluation.json", "card.md", "recipe.toml")
SOURCES = [
    {"corpus": "schema", "path": "gold.jsonl"},
    {"corpus": "schema", "path": "more.jsonl", "measured": False},
]
LETTER = {"kind": "letter", "without": [], "voted": [], "task": []}
LONG = " ".join(f"word{n}" for n in range(31))


def written(folder: Path, encoder: Path, /, **changes: Any) -> Path:
    """Write a recipe and its data into the folder, and return the recipe's path."""
    write_reports(folder / "gold.jsonl", [report(n) for n in range(DOCUMENTS)])
    write_reports(folder / "more.jsonl", [report(n + 50, "rich") for n in range(2)])
    fit = FIT | {"epochs": 6, "augment": 0.1}
    path = folder / "toy.toml"
    path.write_text(toml(entries(encoder, **({"source": SOURCES, "fit": fit} | changes))))
    return path


def run(recipe: Path, output: Path) -> Result:
    return CliRunner().invoke(group, ["train", str(recipe), "--output", str(output)])


@pytest.fixture(scope="module")
def folder(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trained")
    done = run(written(place, encoder), place / "models" / "toy")
    if done.exception:
        raise done.exception
    assert done.exit_code == 0, done.output
    assert "toy: 22 codes, 3 tasks; see its card" in done.stderr
    return place / "models" / "toy"


@pytest.fixture(scope="module")
def evaluation(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "evaluation.json").read_text())
    return found


def test_the_folder_is_whole_and_its_sums_are_right(folder: Path) -> None:
    manifest = models.load(folder).manifest
    assert {f.name for f in folder.iterdir()} == {"manifest.json", *manifest.files}
    assert set(manifest.files) == set(FILES)
    for name, promised in manifest.files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == promised
    assert (folder / "recipe.toml").read_bytes() == (folder.parents[1] / "toy.toml").read_bytes()
    assert "# " in (folder / "card.md").read_text()


def test_the_manifest_says_what_it_was_trained_on(folder: Path, encoder: Path) -> None:
    manifest = read_manifest(folder)
    weights = (encoder / "model.safetensors").read_bytes()
    assert manifest.encoder.sha256 == hashlib.sha256(weights).hexdigest()
    assert (manifest.name, manifest.seed, manifest.training.documents) == ("toy", 3, DOCUMENTS + 2)
    assert manifest.training.turns == 10 * (DOCUMENTS + 2)
    assert hashlib.sha256(b"toy-03").hexdigest()[:16] in manifest.training.groups
    assert [(c.name, c.licence) for c in manifest.training.corpora] == [("others", "your own")]
    assert {"torch", "onnxruntime"} <= manifest.packages.keys()
    assert all(head.maybe <= head.threshold for head in manifest.codes)
    empathy = next(head for head in manifest.codes if head.code == "empathy")
    assert (empathy.slope, empathy.intercept) != (1, 0)
    assert [head.code for head in manifest.codes if head.vote] == ["concern"]


def test_it_has_learnt_what_is_easy(folder: Path) -> None:
    document = consultation("P: I am worried a 90", "D: sorry a 90", "P: so tired b 91", "D: bloods b 91")
    (found,) = Model(folder).read([document])
    heads = {head.code: head for head in read_manifest(folder).codes}
    assert found.codes["concern"][0] >= heads["concern"].threshold
    assert found.codes["empathy"][1] >= heads["empathy"].threshold
    assert found.codes["empathy"][3] < heads["empathy"].threshold
    assert found.codes["cue"][2] >= heads["cue"].threshold
    assert sum(found.moments[0, "concern"].values()) == pytest.approx(1)
    assert found.tasks["annomi.client_talk"][0].sum() == pytest.approx(1)


def test_the_evaluation_has_all_its_parts(evaluation: dict[str, Any]) -> None:
    assert evaluation["model"] == "toy"
    part = evaluation["parts"]["all"]
    assert (part["documents"], part["coded"]) == (DOCUMENTS, DOCUMENTS)  # the rich ones are not measured
    assert set(part["tasks"]) == {"annomi.client_talk", "uptake.uptake"}
    assert part["responses"]["feelings"]["kappa"]["value"] is not None
    assert part["codes"]["empathy"]["f1"]["value"] > 0.9
    assert set(evaluation["baselines"]) == {"rules", "tfidf"}
    assert evaluation["baselines"]["tfidf"]["parts"]["all"]["codes"]["empathy"]["f1"]["value"] > 0.5
    assert set(evaluation["robustness"]["perturbations"]) >= {"word_errors_15", "names_swapped", "stuffed"}
    assert evaluation["robustness"]["documents"] == DOCUMENTS / EVERY


def test_eight_bits_lose_little(folder: Path, evaluation: dict[str, Any]) -> None:
    assert set(evaluation["int8"]) == {"int8", "float"}
    assert abs(evaluation["int8"]["int8"] - evaluation["int8"]["float"]) < 0.02
    (small,) = (p for p in kept(folder).glob("*-fold1"))
    documents = [report(n + 70).document for n in range(3)]
    whole = Model(small.with_name(f"{small.name}-float"))
    sizes = [(each / "encoder.onnx").stat().st_size for each in (small, whole.folder)]
    assert sizes[0] < 0.5 * sizes[1]
    for one, other in zip(Model(small).read(documents), whole.read(documents), strict=True):
        for code, chances in one.codes.items():
            assert chances == pytest.approx(other.codes[code], abs=0.03)


def kept(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.training")


def test_no_fold_was_fitted_to_what_it_is_tested_on(folder: Path) -> None:
    hashes = {hashlib.sha256(f"toy-{n:02}".encode()).hexdigest()[:16] for n in range(DOCUMENTS)}
    folds = [read_manifest(each) for each in sorted(kept(folder).glob("*-fold[12]"))]
    assert len(folds) == 2
    tested = [hashes - set(fold.training.groups) for fold in folds]
    assert [len(each) for each in tested] == [DOCUMENTS / 2] * 2
    assert tested[0] | tested[1] == hashes
    rich = hashlib.sha256(b"rich-50").hexdigest()[:16]
    assert all(rich in fold.training.groups for fold in folds)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_refused(name: str, folder: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(folder, tmp_path / "toy")
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name}: its SHA-256 is .* the file was changed"):
        models.load(copied)


def test_a_run_that_fails_at_the_end_leaves_the_old_model_and_goes_on_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "manifest.json").read_bytes()
    recipe = folder.parents[1] / "toy.toml"

    def fails(*_: object) -> Manifest:
        raise ModelError("no card today")

    with monkeypatch.context() as patched:
        patched.setattr(consultations, "write_card", fails)
        done = run(recipe, folder)
    assert done.exit_code != 0
    assert (folder / "manifest.json").read_bytes() == before
    models.load(folder)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"folds": 15}, "folds = 15, but the data hold 12 conversations"),
        ({"encoder": {"name": "no-such-encoder"}}, "encoder.name: 'no-such-encoder'"),
        ({"source": [{"corpus": "schema", "path": "none.jsonl"}]}, "none.jsonl is not there"),
        ({"held_out": SOURCES[:1]}, "toy-00 is held out and stands in the data too"),
        ({"source": [*SOURCES, {"corpus": "schema", "path": "leak.jsonl"}]}, "hold the same text"),
        ({"task": [{"task": "annomi.client_talk", "labels": ["change"]}]}, "toy-00 has 'neutral' for annomi"),
        ({"task": [{"task": "response", "labels": ["missed"]}]}, "has 'acknowledged' for response; add it"),
        ({"without": ["charm"]}, "the codebook knows no charm"),
        (LETTER | {"source": SOURCES}, "no coded letters that are measured"),
        (
            LETTER | {"source": [{"corpus": "letters", "path": "letters.jsonl"}, *SOURCES]},
            "toy-00 is a consultation, and the recipe is for letters",
        ),
    ],
)
def test_refused_before_anything_is_fitted(
    changes: dict[str, Any], says: str, encoder: Path, tmp_path: Path
) -> None:
    recipe = written(tmp_path, encoder, **changes)
    turns = (Turn("D", LONG, Role.CLINICIAN),)
    leaked = [Report(Document(f"leak-{n}", turns), provenance=report(0).provenance) for n in (1, 2)]
    write_reports(tmp_path / "leak.jsonl", leaked)
    (tmp_path / "letters.jsonl").write_text(json.dumps(dump(LetterReport(Letter("x", "They came late.")))))
    done = run(recipe, tmp_path / "models" / "toy")
    assert done.exit_code != 0
    assert says in " ".join((done.stderr + str(done.exception)).split())
    assert not (tmp_path / "models" / "toy").exists()


@pytest.mark.parametrize(
    ("start", "name", "licence"),
    [
        ("aci", "aci-bench", "CC BY 4.0"),
        ("annomi", "annomi", "none stated"),
        ("written", "written", "Apache-2.0"),
    ],
)
def test_each_source_is_named_with_its_licence(start: str, name: str, licence: str) -> None:
    found = origin(start)
    assert found.name == name
    assert found.licence.startswith(licence)
