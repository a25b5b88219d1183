"""What the README says can be done can be done, and nothing can be done that it does not say."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.cli import COMMANDS, group
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = "\n".join(re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
SHOWN = re.findall(r"^commscore .+$", BLOCKS, re.MULTILINE)


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
        if words[0] == "app":
            words.append("--help")  # it would serve until it is stopped
        done = CliRunner().invoke(group, words, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"


def test_the_agreement_is_what_the_rules_reach_today(shared: Path) -> None:
    done = runpy.run_path(str(ROOT / "tools" / "readme_table.py"), run_name="tool")
    assert done["replaced"](README, done["table"](shared / "gold" / "consultations.jsonl")) == README
