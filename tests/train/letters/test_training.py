"""A whole run for letters with a small encoder: folds by author, figures, card, the model in use."""

import json
from pathlib import Path

import pytest

from commscore.errors import RecipeError
from commscore.models.manifest import read_manifest
from commscore.models.model import Model
from commscore.pipeline import assess_letter
from commscore.read.letterschema import dump
from commscore.train.letters.card import letter_card
from commscore.train.recipe import read_recipe
from commscore.train.training import train
from commscore.types import Flag, Kind, Letter, LetterReport, Priority, Problem, Provenance
from tinytraining import FIT, entries, toml

torch = pytest.importorskip("torch")

TEXT = "I was so tired {0}. Nobody was sorry {0}. They came later."
REGISTERS = ("plain", "furious", "legalistic", "terse")


def coded(name: str, number: int) -> LetterReport:
    text = TEXT.format(number)
    start = text.index("Nobody")
    grave = number % 3 == 0
    problems = (Problem("respect", 3 if grave else 2, (2, 3), ((start, start + 15),)),) if number % 2 else ()
    flags = (Flag("death", ((0, 10),)),) if grave else ()
    level = "high" if grave else "standard"
    return LetterReport(
        Letter(name, text),
        problems,
        flags=flags,
        priority=Priority(level),
        provenance=Provenance("", coder="ours"),
    )


def write(path: Path, letters: list[LetterReport]) -> str:
    path.write_text("".join(json.dumps(dump(each)) + "\n" for each in letters), encoding="utf-8")
    return path.name


@pytest.fixture(scope="module")
def recipe(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    gold = [coded(f"{author}{n:02}", n + 20 * i) for i, author in enumerate("ab") for n in range(8)]
    stories = [coded(f"co{n}", 50 + n) for n in range(4)]
    told = [coded(f"r{n}-{register}", 70 + n) for n in range(2) for register in REGISTERS]
    source = {"corpus": "letters", "path": write(folder / "gold.jsonl", [*gold, *stories])}
    changes = {
        "kind": "letter",
        "without": [],
        "voted": [],
        "notes": ["Made for a test."],
        "fit": FIT | {"epochs": 6},
        "source": [
            source | {"only": ["a"], "by_author": True, "licence": "Apache-2.0", "quoted": True},
            source | {"only": ["b"], "by_author": True},
        ],
        "tested": [
            source | {"only": ["co"]},
            {"corpus": "letters", "path": write(folder / "told.jsonl", told)},
        ],
        "task": [{"task": "severity", "labels": ["1", "2", "3"], "role": "patient"}],
    }
    path = folder / "toy.toml"
    path.write_text(toml(entries(encoder, **changes)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(recipe: Path) -> Path:
    output = recipe.parent / "models" / "toy"
    train(read_recipe(recipe), recipe.read_bytes(), output)
    return output


def test_the_folder_is_a_model_of_letters(folder: Path) -> None:
    model = Model(folder)
    assert model.manifest.kind is Kind.LETTER
    assert model.manifest.severity is not None
    assert {"respect", "flag.death", "stage.ward", "praise"} <= model.codes
    assert {"card.md", "evaluation.json", "recipe.toml"} <= model.manifest.files.keys()


def test_figures_of_letters_and_of_what_was_only_tested(folder: Path) -> None:
    found = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    assert {name: part["letters"] for name, part in found["parts"].items()} == {"letters": 16, "tested": 4}
    assert set(found["baselines"]) == {"rules", "tfidf", "yes to all"}
    assert found["registers"]["sets"] == 2
    card = (folder / "card.md").read_text(encoding="utf-8")
    assert "ranked lower" in card
    for said in (
        "Made for a test.",
        "2 invented sets of facts",
        "letters: calibration",
        "urgent or high, ranked as standard",
        "word errors 15",
        "Somebody else's threat",
        "**How it was coded.** ours.",
        "Macro-F1 of the trained network",
        "belong to whoever trained the model",
    ):
        assert said in card
    assert "No person has checked" not in card
    assert "Care Opinion" not in card


def test_what_was_missed_stands_in_the_card_with_its_words(folder: Path) -> None:
    found = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    (name, *_), reason = found["parts"], {"code": "flag.death", "spans": [[0, 10]], "words": ["I was so t"]}
    chance = {"found": "", "probability": 0.01, "threshold": 0.5, "ruled": False}
    missed = {"letter": "a00", "gold": "high", "read": "standard", "reasons": [reason | chance]}
    found["parts"][name]["missed"] = [missed]
    card = " ".join(letter_card(read_manifest(folder), found, lambda _: ()).split())
    assert "a00: high in the gold, ranked standard. `flag.death` (“I was so t”): not found; the model" in card


def test_it_is_measured_otherwise_written_and_at_full_precision(folder: Path) -> None:
    found = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    ways = {each["way"]: each for each in found["robustness"]}
    assert {"word_errors_15", "names_swapped", "unpunctuated"} <= ways.keys()
    assert all(each["letters"] == 6 for each in ways.values())
    assert set(found["int8"]) == {"int8", "float"}


def test_whose_letters_they_were_is_told(folder: Path) -> None:
    corpora = Model(folder).manifest.training.corpora
    assert [(c.name, c.licence) for c in corpora] == [("letters", "Apache-2.0"), ("letters", "your own")]


def test_a_letter_is_read(folder: Path) -> None:
    report = assess_letter(Letter("x", TEXT.format(91)), model=folder)
    assert report.provenance.models == {"toy": Model(folder).sha256}
    assert report.priority.level in {"urgent", "high", "standard"}
    for problem in report.problems:
        assert problem.spans
        assert problem.severity_range[0] <= problem.severity <= problem.severity_range[1]


@pytest.mark.parametrize("told", ["co", "r"])
def test_a_tested_letter_that_is_trained_on_is_refused(told: str, recipe: Path, tmp_path: Path) -> None:
    register = {"path": recipe.parent / "told.jsonl"}
    leaking = read_recipe(recipe)
    only = () if told == "co" else ("a", "b", "r")
    source = leaking.source[0].model_copy(update={"only": only} | ({} if told == "co" else register))
    leaking = leaking.model_copy(update={"source": (source,)})
    with pytest.raises(RecipeError, match="held out"):
        train(leaking, b"", tmp_path / "toy")
