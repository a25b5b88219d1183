"""What the README says can be done can be done, and nothing can be done that it does not say."""

import re
import runpy
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.access.people import read_people
from commscore.cli import COMMANDS, group
from commscore.models.features import Shape
from commscore.train.corpora import CORPORA
from commscore.train.recipe import Fit, Loss, Recipe, Source, Start, Task, read_recipe
from commscore.ui.serve import LOG_IN
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = "\n".join(re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
SHOWN = re.findall(r"^commscore .+$", BLOCKS, re.MULTILINE)
TOOL = runpy.run_path(str(ROOT / "tools" / "readme_table.py"), run_name="tool")
TABLES = {"consultation": ("model", TOOL["model_table"]), "letter": ("letters", TOOL["letters_table"])}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"commscore {name}" in README


def test_the_two_commands_create_an_environment_each() -> None:
    lines = re.findall(r"^python3 -m venv .+$", README, re.MULTILINE)
    assert len(lines) == 2
    assert "commscore score data/samples/consultations" in lines[0]
    assert "pytest" in lines[1]


def test_the_commands_shown_work_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert len(SHOWN) > 5
    for line in SHOWN:
        words = shlex.split(line)[1:]
        if words[0] in {"app", "serve"}:
            words.append("--help")  # they would serve until they are stopped
        done = CliRunner().invoke(group, words, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"


def tables(section: str) -> list[str]:
    """Return the files in TOML that a section shows."""
    told = README.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```toml\n(.*?)^```", told, re.MULTILINE | re.DOTALL)


def test_the_server_s_files_shown_are_right(tmp_path: Path) -> None:
    people, secrets = tables("On a server")
    (tmp_path / "access.toml").write_text(people, encoding="utf-8")
    found = read_people(tmp_path / "access.toml")
    assert found.visitor({"email": "tess@trust.example"}).team == "Year 3"
    assert found.visitor({"email": "olu@trust.example", "groups": ["complaints-team"]}).team == "PALS"
    assert set(tomllib.loads(secrets)["auth"]) == set(LOG_IN)


def test_the_recipe_shown_is_one(tmp_path: Path) -> None:
    (shown,) = tables("Training your own")
    (tmp_path / "recipe.toml").write_text(shown, encoding="utf-8")
    recipe = read_recipe(tmp_path / "recipe.toml")
    assert {source.corpus for source in recipe.source} <= {"schema", *CORPORA}


def test_every_entry_of_a_recipe_is_explained() -> None:
    entries = {*Recipe.model_fields, *Source.model_fields, *Fit.model_fields, *Loss.model_fields}
    entries |= {*Start.model_fields, *Task.model_fields, *Shape.__dataclass_fields__}
    told = README.partition("## Training your own")[2].partition("\n## ")[0]
    named = {entry for entry in entries if re.search(rf"`\[*{entry}\]*`", told)}
    assert sorted(entries - named) == []


def test_the_agreement_is_what_the_rules_reach_today(shared: Path) -> None:
    table = TOOL["table"](shared / "gold" / "consultations.jsonl")
    assert TOOL["replaced"](README, "agreement", table) == README


@pytest.mark.parametrize("model", TABLES)
def test_the_models_figures_are_those_of_its_evaluation(model: str) -> None:
    evaluation = ROOT / "models" / model / "evaluation.json"
    if not evaluation.exists():
        pytest.skip("the model is not in this checkout")
    name, made = TABLES[model]
    assert TOOL["replaced"](README, name, made(evaluation)) == README


def test_a_block_is_put_between_the_marks_of_its_name() -> None:
    for name in ("agreement", "model", "letters"):
        assert README.count(f"<!-- {name} -->\n") == README.count(f"<!-- end of {name} -->") == 1
    changed = TOOL["replaced"](README, "model", "| a | b |\n")
    assert "<!-- model -->\n| a | b |\n<!-- end of model -->\n" in changed
    assert (
        TOOL["replaced"](changed, "model", README.partition("<!-- model -->\n")[2].partition("<!-- end")[0])
        == README
    )
