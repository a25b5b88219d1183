"""The command line as its user meets it: results, errors and exit statuses."""

import io
import json
import re
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from commscore.cli import group, main, score
from commscore.cli.output import write
from commscore.errors import CommscoreError
from commscore.report import FORMATS

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
    assert report["provenance"]["privacy"] == "replace"
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
    [
        (),
        ("--format", "papyrus"),
        ("--privacy", "perhaps"),
        ("--column", "mood=x"),
        ("--column", "text"),
        ("--format", "parquet"),  # where to?
        ("--format", "parquet", "--output", "x", "--keep"),
        ("--engine", "ray"),  # there is nothing to write to
        ("--workers", "0"),
    ],
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


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(CommscoreError, match=r"taken: cannot be written .*give --output a place"):
        write(tmp_path / "taken", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_json_is_an_object_or_a_list_on_standard_output_and_in_a_file(talk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TALK, encoding="utf-8")
    assert json.loads(run("score", talk, "--format", "json").stdout)["id"] == "talk"
    done = run("score", talk, other, "--format", "json")
    assert (done.exit_code, [entry["id"] for entry in json.loads(done.stdout)]) == (0, ["talk", "other"])
    run("score", talk, other, "--format", "json", "--output", tmp_path / "both.json")
    assert len(json.loads((tmp_path / "both.json").read_text(encoding="utf-8"))) == 2


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal has it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("form", "refused"), [("json", False), ("text", False), ("html", True), ("pdf", True)]
)
def test_what_a_terminal_can_show_is_shown(
    form: str, refused: bool, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with pytest.raises(click.UsageError if refused else SystemExit):
        score.command.callback((talk,), form, None, None, (), "off", None)
    terminal.flush()
    printed = terminal.buffer.getvalue()
    assert bool(printed) is not refused
    assert (b"\x1b[" in printed) is (form == "text")


def test_one_file_for_several_pages_is_refused_as_soon_as_there_are_two(talk: Path, tmp_path: Path) -> None:
    others = [tmp_path / f"{name}.txt" for name in ("b", "c")]
    for other in others:
        other.write_text(TALK, encoding="utf-8")
    target = tmp_path / "x.html"
    done = run("score", talk, *others, "--format", "html", "--output", target)
    assert done.exit_code == 2
    assert "--output FOLDER" in done.stderr
    assert not target.exists()


@pytest.mark.parametrize(
    ("form", "output"),
    [("jsonl", "taken/out.jsonl"), ("html", "taken/out"), ("html", "taken"), ("csv", "folder/x/y")],
)
def test_where_nothing_can_be_written_is_said_before_anything_is_scored(
    form: str, output: str, talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").touch()
    if output.startswith("folder"):  # a folder that only its owner may write to, as a file that nobody may
        (tmp_path / "folder").touch()
    for scores in ("gather.gather", "run.archive"):
        monkeypatch.setattr(f"commscore.batch.{scores}", lambda *a, **k: pytest.fail("scored first"))
    done = CliRunner().invoke(
        group, ["score", str(talk), "--format", form, "--output", str(tmp_path / output)]
    )
    assert isinstance(done.exception, CommscoreError)
    assert re.search(rf"{output}: cannot be written \(.+\); give --output a place", str(done.exception))


def test_an_error_of_ours_ends_without_a_traceback(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setattr(sys, "argv", ["commscore", "score", str(talk), "--output", str(tmp_path / "taken/x")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("commscore: ")
