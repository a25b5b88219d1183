"""The smaller commands."""

import json
from pathlib import Path

from click.testing import CliRunner

from commscore.cli import group

TALK = "Doctor: How can I help you today?\nPatient: I'm really worried about this cough.\n" * 6


def test_codebook_shows_each_code_with_its_rule() -> None:
    done = CliRunner().invoke(group, ["codebook"])
    assert done.exit_code == 0
    assert "safety_net" in done.stdout
    assert "Given when" in done.stdout


def test_codebook_as_json_and_one_code() -> None:
    done = CliRunner().invoke(group, ["codebook", "empathy", "--format", "json"])
    assert [entry["name"] for entry in json.loads(done.stdout)] == ["empathy"]
    assert CliRunner().invoke(group, ["codebook", "charm"]).exit_code == 2


def test_agreement_of_a_coding_with_itself(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    coded = tmp_path / "coded.jsonl"
    run = CliRunner().invoke
    run(group, ["score", str(tmp_path / "talk.txt"), "--format", "jsonl", "--output", str(coded)])
    found = json.loads(run(group, ["agreement", str(coded), str(coded), "--format", "json"]).stdout)
    assert {row["code"] for row in found["codes"]} >= {"agenda", "concern"}
    assert {row["f1"] for row in found["codes"]} == {1.0}
    assert all(row["alike"] == row["moments"] for row in found["responses"])
    done = run(group, ["agreement", str(coded), str(coded)])
    assert "Mean F1 over codes: 1.00" in done.stdout
    nothing = run(group, ["agreement", str(coded), str(coded), "--only", "nobody"])
    assert nothing.exit_code == 1
