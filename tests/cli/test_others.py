"""The smaller commands."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.cli import group
from commscore.read.letterschema import dump
from commscore.types import Letter, LetterReport, Priority, Problem

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


def test_codebook_shows_the_codes_of_letters() -> None:
    done = CliRunner().invoke(group, ["codebook"])
    assert "Letter codebook" in done.stdout
    one = CliRunner().invoke(group, ["codebook", "flag.legal", "listening"])
    assert "(flag.legal)" in one.stdout
    assert "Priority of the letter: high." in one.stdout
    assert "safety_net" not in one.stdout
    found = json.loads(CliRunner().invoke(group, ["codebook", "ask.apology", "--format", "json"]).stdout)
    assert [(entry["name"], entry["kind"]) for entry in found] == [("ask.apology", "letter")]


def coded_letter(number: int, severity: int, level: str = "standard") -> LetterReport:
    text = f"On day {number} nobody listened to me on the ward."
    problems = (Problem("listening", severity, (severity, severity), ((0, 10),)),)
    return LetterReport(Letter(f"x{number}", text), problems, priority=Priority(level))


def written(path: Path, *letters: LetterReport) -> str:
    path.write_text("".join(json.dumps(dump(each)) + "\n" for each in letters), encoding="utf-8")
    return str(path)


def test_agreement_of_two_codings_of_letters(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", *(coded_letter(n, 1 + n % 3) for n in range(6)))
    second = [coded_letter(n, 1 + n % 3, "high") for n in range(5)]
    other = written(tmp_path / "other.jsonl", *second, replace(coded_letter(5, 3), problems=()))
    run = CliRunner().invoke
    found = json.loads(run(group, ["agreement", one, other, "--format", "json"]).stdout)
    (row,) = found["codes"]
    assert (row["code"], row["given"], row["found"], row["recall"]) == (
        "listening",
        6,
        5,
        pytest.approx(5 / 6),
    )
    assert (found["letters"], found["level"], found["severity"]["kappa"]["value"]) == (6, 1, 1)
    shown = run(group, ["agreement", one, other]).stdout
    assert "6 letters" in shown
    assert "Priority: 1 of 6 alike" in shown
    changed = written(tmp_path / "changed.jsonl", replace(second[0], letter=Letter("x0", "Another text.")))
    assert "differ in their text" in str(run(group, ["agreement", one, changed]).exception)
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    talk = str(tmp_path / "talk.jsonl")
    run(group, ["score", str(tmp_path / "talk.txt"), "--format", "jsonl", "--output", talk])
    assert "both consultations and letters" in str(run(group, ["agreement", one, talk]).exception)
