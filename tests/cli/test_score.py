"""The command line as its user meets it: results, errors and exit statuses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from commscore.cli.output import names, write
from commscore.report import FORMATS
from commscore.types import Document, Report

TALK = "Doctor: How can I help you today?\nPatient: I'm really worried about this cough.\n" * 6


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments])


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_to_a_file(form: str, talk: Path, tmp_path: Path) -> None:
    target = tmp_path / f"report{FORMATS[form].suffix}"
    done = run("score", talk, "--format", form, "--output", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.stat().st_size > 100
    assert target.stat().st_mode & 0o077 == 0  # readable by its owner alone
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []  # nothing half-written


def test_results_go_to_standard_output_and_the_rest_to_standard_error(talk: Path) -> None:
    done = run("score", talk, "--format", "jsonl")
    report = json.loads(done.stdout)
    assert report["id"] == "talk"
    assert report["provenance"]["privacy"] == "off"
    assert "1 consultation scored" in done.stderr


def test_what_cannot_be_read_is_named_and_the_rest_is_done(talk: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = run("score", empty, talk, tmp_path / "absent.vtt", "--format", "jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1
    assert "empty.txt" in done.stderr
    assert "absent.vtt" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("--format", "papyrus"), ("--privacy", "replace"), ("--column", "mood=x"), ("--column", "text")],
)
def test_a_wrong_call(arguments: tuple[str, ...], talk: Path) -> None:
    assert run("score", *([talk] if arguments else []), *arguments).exit_code == 2


def test_several_reports_want_a_folder(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TALK, encoding="utf-8")
    assert run("score", talk, other, "--format", "html").exit_code == 2
    done = run("score", talk, other, "--format", "html", "--output", tmp_path / "out")
    assert done.exit_code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["other.html", "talk.html"]


def test_scoring_again_gives_the_same(talk: Path) -> None:
    first, second = (run("score", talk, "--format", "jsonl").stdout for _ in range(2))
    assert first == second


def test_a_report_goes_in_as_it_comes_out(talk: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    run("score", talk, "--format", "jsonl", "--output", once)
    run("score", once, "--format", "jsonl", "--output", twice)
    first, second = (json.loads(path.read_text(encoding="utf-8")) for path in (once, twice))
    for key in ("id", "turns", "codes", "moments", "measures", "scores"):
        assert first[key] == second[key]


def test_clinician_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("A: How can I help you today?\nB: I'm worried about this cough.\n" * 4, encoding="utf-8")
    report = json.loads(run("score", path, "--clinician", "B", "--format", "jsonl").stdout)
    assert {t["speaker"]: t["role"] for t in report["turns"]}["B"] == "clinician"
    assert run("score", path, "--clinician", "Nobody").exit_code == 1


def test_names_of_files_are_safe_and_distinct() -> None:
    reports = [Report(Document(i, ())) for i in ("../../etc/passwd", "a b", "A_b", "", "...")]
    assert names(reports) == ["_.._etc_passwd", "a_b", "A_b-2", "consultation", "consultation-2"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write(tmp_path / "taken", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]
