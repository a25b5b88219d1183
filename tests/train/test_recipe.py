"""Recipes: what is refused, where, and why."""

from pathlib import Path
from typing import Any

import pytest

from commscore import codebook
from commscore.errors import RecipeError
from commscore.train.recipe import read_recipe
from conftest import ROOT
from tinytraining import entries, toml

OURS = {"corpus": "letters", "path": "letters.jsonl", "by_author": True}
LETTER = {"kind": "letter", "without": [], "voted": [], "source": [OURS]}
TALK = {"task": "annomi.client_talk", "labels": ["neutral", "change"]}


def test_paths_count_from_the_recipe(tmp_path: Path) -> None:
    path = tmp_path / "toy.toml"
    absolute = tmp_path.parent / "elsewhere.jsonl"
    sources = [{"corpus": "schema", "path": "../gold.jsonl"}, {"corpus": "schema", "path": str(absolute)}]
    path.write_text(toml(entries(source=sources, held_out=[{"corpus": "annomi", "path": "annomi"}])))
    found = read_recipe(path)
    assert [s.path.resolve() for s in found.source] == [tmp_path.parent / "gold.jsonl", absolute]
    assert found.held_out[0].path == tmp_path / "annomi"
    assert "jargon" not in found.codes
    assert list(found.codes) == [code for code in codebook.codes() if code != "jargon"]
    assert (found.fit.epochs, found.fit.patience, found.shape.window) == (2, 1, 48)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"without": ["jargon", "charm"]}, "Value error, the codebook knows no charm"),
        ({"voted": ["charm"]}, "Value error, the codebook knows no charm"),
        ({"voted": ["jargon"]}, "jargon: left to the rules, which need no vote"),
        ({"task": [TALK, TALK]}, "the recipe: Value error, a task stands twice"),
        ({"task": [{"task": "annomi.quality", "labels": ["high", "low"]}]}, "is for evaluation"),
        ({"task": [{**TALK, "role": "nurse"}]}, "task.0.role: "),
        ({"folds": 1}, "folds: Input should be greater than or equal to 2"),
        ({"source": []}, "source: "),
        ({"source": [{"corpus": "schema"}]}, "source.0.path: Field required"),
        ({"source": [OURS | {"corpus": "schema"}]}, "source.0: Value error, `by_author` is for the corpus"),
        (
            {"source": [{"corpus": "annomi", "path": "x", "only": ["a"]}]},
            "`only` is for the corpus 'letters'",
        ),
        ({"source": [{"corpus": "annomi", "path": "x", "licence": "MIT"}]}, "`licence` is for the corpus"),
        ({"tested": [OURS]}, "tested: for recipes of the kind 'letter'; leave it out"),
        ({"notes": ["Mind."]}, "notes: for recipes of the kind 'letter'"),
        (LETTER | {"voted": ["listening"]}, "voted: the rules vote on every code of a letter"),
        (LETTER | {"tested": [{"corpus": "nhs", "path": "x"}]}, "tested: only coded letters are tested"),
        ({"encoder": {"name": "x", "sha256": "12"}}, "encoder.sha256: "),
        ({"name": "../away"}, "name: "),
        ({"fit": {"epochs": 0}}, "fit.epochs: "),
        ({"fit": {"speed": 3}}, "fit.speed: Extra inputs are not permitted"),
        ({"shape": {"turn": "long"}}, "shape.turn: "),
        ({"shape": {"turn": 8, "overlap": 8}}, "shape.overlap must be less than shape.turn"),
        ({"shape": {"turn": 255}}, "windows of 520 tokens"),
        ({"shape": {"window": 513}}, "windows of 520 tokens"),
        ({"shape": {"before": 300, "after": 120}}, "windows of 520 tokens"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    ],
)
def test_refused(changes: dict[str, Any], says: str, tmp_path: Path) -> None:
    path = tmp_path / "toy.toml"
    path.write_text(toml(entries(**changes)))
    with pytest.raises(RecipeError) as refused:
        read_recipe(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert says in str(refused.value)
    assert str(refused.value).endswith("; see the README on recipes")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"name = ", "no TOML: Invalid value"), (b'name = "\xff"', "no TOML: 'utf-8'"), (None, "No such file")],
)
def test_no_recipe(content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / "toy.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecipeError) as refused:
        read_recipe(path)
    assert str(refused.value).startswith(f"{path}: {says}")


def test_the_recipes_that_ship_are_recipes() -> None:
    paths = sorted((ROOT / "recipes").glob("*.toml"))
    assert paths
    for path in paths:
        assert read_recipe(path).name == path.stem
