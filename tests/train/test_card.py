"""The card of a tiny model: all it must say, and nothing that it cannot know."""

import json
import shutil
from pathlib import Path

import pytest

from commscore import codebook
from commscore.errors import ModelError
from commscore.models.manifest import EVALUATION, read_manifest
from commscore.train.card import card, shown, write_card
from commscore.train.evaluation import as_json, evaluate
from commscore.train.export import add
from commscore.train.lists import Failure, failures
from commscore.train.markdown import WIDEST, table, wrapped
from commscore.train.prediction import Prediction
from commscore.types import Code, Document, Provenance, Report
from conftest import consultation


def evaluation() -> dict[str, object]:
    reports, read = [], []
    for number in range(6):
        document = Document(f"made-{number}", consultation("D: sorry", "P: scan", "D: how", "P: tired").turns)
        codes = (Code("empathy", 0, 0, 5), Code("open_question", 2, 0, 3), Code("cue", 3, 0, 5))
        coder = Provenance("", coder="language model, one pass")
        reports.append(Report(document, codes, provenance=coder))
        read.append(Prediction(document, codes[: 2 + number % 2]))
    return as_json(evaluate(reports, read, {}, {"rules": read}, "tiny"))


@pytest.fixture
def folder(tiny: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "tiny"
    shutil.copytree(tiny, copied)
    (copied / "evaluation.json").write_text(json.dumps(evaluation()), encoding="utf-8")
    return copied


def nothing(document: Document) -> tuple[Code, ...]:
    return ()


def test_the_card_says_what_it_must(folder: Path) -> None:
    text = card(folder, nothing)
    manifest = read_manifest(folder)
    for said in (
        "Never to predict that somebody will be sued",
        "Never to rank",
        "One transcript is no score of a person",
        "Tone of voice",
        "no human ceiling",
        "language-model coders following the codebook",
        "| empathy",
        "Not measured.",
        "not in the evaluation",
        manifest.training.split,
        manifest.files["encoder.onnx"],
        *(corpus.licence for corpus in manifest.training.corpora),
        *(failure.title for failure in failures()),
    ):
        assert " ".join(said.split()) in " ".join(text.split()), said
    assert max(map(len, text.splitlines())) <= WIDEST + 15
    assert max(len(line) for line in text.splitlines() if line.startswith("|")) <= WIDEST
    assert card(folder, nothing) == text


def test_the_card_is_written_into_the_folder_and_its_sum_into_the_manifest(folder: Path) -> None:
    sealed = write_card(folder)
    assert "card.md" in sealed.files
    assert "## Known failures" in (folder / "card.md").read_text(encoding="utf-8")
    assert write_card(folder).files["card.md"] == sealed.files["card.md"]


def test_the_card_names_what_the_rules_vote_on(folder: Path) -> None:
    assert "probability is raised" not in card(folder, nothing)
    codes = read_manifest(folder).codes
    heads = tuple(head.model_copy(update={"vote": 2.0 if head.code == "cue" else 0.0}) for head in codes)
    add(folder, {EVALUATION: (folder / EVALUATION).read_bytes()}, {"codes": heads})
    assert "Where the rules find one of these too, its probability is raised: cue." in card(folder, nothing)


def test_eight_bits_and_robustness_are_reported_where_they_were_measured(folder: Path) -> None:
    found = evaluation()
    found["int8"] = {"float": 0.8012, "int8": 0.8001, "on": "five folds"}
    change = {"documents": 2, "mean": 1.0, "largest": 3.0, "percent": 2.4}
    found["robustness"] = {
        "documents": 2,
        "turns": 9,
        "codes": ["plan"],
        "macro_f1": 0.8,
        "perturbations": {
            "stuffed": {
                "macro_f1": 0.79,
                "change": -0.01,
                "turns": 9,
                "flipped": 1,
                "word_error_rate": 0.1,
                "scores": {"empathy": change},
            }
        },
    }
    (folder / "evaluation.json").write_text(json.dumps(found), encoding="utf-8")
    text = " ".join(card(folder, nothing).split())
    assert "0.0011 are lost (five folds)" in text
    assert "+2.4 % (+1.0 points)" in text
    assert "**is over**" in text
    assert "1 of 9" in text


@pytest.mark.parametrize("int8", [None, {"float": None, "int8": 0.8}, {"float": 0.8, "int8": None}])
def test_eight_bits_that_have_no_figure_are_not_reported(folder: Path, int8: object) -> None:
    (folder / "evaluation.json").write_text(json.dumps(evaluation() | {"int8": int8}), encoding="utf-8")
    assert "are lost" not in card(folder, nothing)


def test_without_an_evaluation_there_is_no_card(folder: Path) -> None:
    (folder / "evaluation.json").unlink()
    with pytest.raises(ModelError, match="evaluate the model first"):
        card(folder, nothing)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ((Code("plan", 1, 0, 2),), True),
        ((Code("plan", 1, 0, 2, certain=False),), False),  # offered is not given
        ((Code("plan", 1, 0, 2), Code("empathy", 1, 0, 2)), False),
        ((Code("plan", 0, 0, 2),), False),  # another turn
        ((), False),
    ],
)
def test_a_failure_is_judged_by_its_last_turn(given: tuple[Code, ...], right: bool) -> None:
    failure = Failure(
        title="t", why="w", turns=(("P", "no"), ("D", "yes")), wanted=("plan",), unwanted=("empathy",)
    )
    assert shown(failure, lambda document: given).right is right


def test_the_failures_name_codes_of_the_speaker_of_the_last_turn() -> None:
    assert len(failures()) >= 8
    for failure in failures():
        role = {"D": "clinician", "P": "patient"}[failure.turns[-1][0]]
        named = (*failure.wanted, *failure.unwanted)
        assert named
        assert {codebook.codes()[code].role for code in named} == {role}


def test_a_table_escapes_and_aligns() -> None:
    assert table(("a", "b"), [("x|y", "1")], figures=1).splitlines() == [
        "| a    | b   |",
        "|------|----:|",
        "| x\\|y | 1   |",
    ]


def test_only_prose_is_wrapped() -> None:
    long = "word " * 40
    text = wrapped(f"{long}\n\n- {long}\n- b\n\n| {long}|\n\n```sh\n{long}\n```")
    prose, entries, row, fenced = text.split("\n\n")
    assert max(map(len, (prose + "\n" + entries).splitlines())) <= WIDEST
    assert entries.splitlines()[1].startswith("  word")
    assert row == f"| {long}|"
    assert long in fenced
