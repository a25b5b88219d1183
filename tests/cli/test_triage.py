"""`commscore triage` as its user meets it: the queue, the others, errors and exit statuses."""

import csv
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from commscore.cli import group, triage
from commscore.errors import CommscoreError
from commscore.report.letters import FORMATS
from conftest import ROOT

SAMPLES = ROOT / "data" / "samples" / "letters"
GRAVE = "Dear Sir,\n\nMy husband has had no insulin since Friday and nobody will help. He is in agony now.\n"
MILD = "Dear Sir,\n\nThe car park machine was broken again. Why has it not been mended?\n"


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a-mild.txt").write_text(MILD, encoding="utf-8")
    (folder / "b-grave.txt").write_text(GRAVE, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["triage", *(str(a) for a in arguments)])


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_to_a_file_and_to_a_folder(form: str, letters: Path, tmp_path: Path) -> None:
    target = tmp_path / f"out{FORMATS[form].suffix}"
    done = run(letters, "--format", form, "--output", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.stat().st_size > 100
    assert target.stat().st_mode & 0o077 == 0  # readable by its owner alone
    assert run(letters, "--format", form, "--output", tmp_path).exit_code == 0
    assert (tmp_path / f"queue{FORMATS[form].suffix}").is_file()


def test_the_queue_goes_to_standard_output_and_the_rest_to_standard_error(letters: Path) -> None:
    done = run(letters, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b-grave", "a-mild"]
    assert "2 letters read: 1 urgent, 1 standard" in done.stderr


def test_a_letter_goes_in_as_it_comes_out(letters: Path, tmp_path: Path) -> None:
    once = tmp_path / "once.jsonl"
    run(letters, "--format", "jsonl", "--received", "2026-01-05", "--output", once)
    again = run(once, "--format", "jsonl").stdout
    first, second = ([json.loads(line) for line in text.splitlines()] for text in (once.read_text(), again))
    for before, after in zip(first, second, strict=True):
        assert {k: before[k] for k in ("id", "text", "flags", "priority", "clocks")} == {
            k: after[k] for k in ("id", "text", "flags", "priority", "clocks")
        }


def test_no_text_of_a_letter_goes_to_standard_error(letters: Path) -> None:
    done = run(letters, letters / "absent.txt", "--format", "csv")
    assert "insulin" in done.stdout
    assert "insulin" not in done.stderr
    assert "car park" not in done.stderr


def test_what_cannot_be_read_is_named_and_the_rest_is_done(letters: Path, tmp_path: Path) -> None:
    (letters / "empty.txt").touch()
    done = run(letters, tmp_path / "absent.eml", "--format", "jsonl")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert "empty.txt" in done.stderr
    assert "absent.eml" in done.stderr
    assert "2 inputs could not be read" in done.stderr


def test_the_samples_are_put_in_order() -> None:
    done = run(SAMPLES, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"), newline="")))
    levels = {row["id"]: row["priority"] for row in rows}
    assert done.exit_code == 0
    assert len(rows) == 6
    assert levels["web-form-no-medicine"] == "urgent"
    assert levels["bereaved-daughter"] == "high"
    assert levels["mild-parking"] == "standard"
    places = [["urgent", "high", "standard"].index(row["priority"]) for row in rows]
    assert places == sorted(places)
    mail = next(row for row in rows if row["id"] == "no-reply-ombudsman")
    assert mail["received"] == "2025-11-24"
    assert "Acknowledge" in mail["due"]


@pytest.mark.parametrize(
    ("nation", "due"), [("england", "2026-01-08"), ("scotland", None), ("northern-ireland", None)]
)
def test_clocks_run_from_the_day_given_by_the_nations_rules(
    nation: str, due: str | None, letters: Path
) -> None:
    done = run(letters / "a-mild.txt", "--received", "2026-01-05", "--nation", nation, "--format", "json")
    report = json.loads(done.stdout)
    assert report["received"] == "2026-01-05"
    acknowledge = report["clocks"][0]
    assert (acknowledge["name"], acknowledge["due"]) == ("acknowledge", due)
    assert due or "not known" in acknowledge["why"]


def test_a_table_of_letters_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "letters.csv"
    path.write_text(f'Nummer,Brief\n17,"{GRAVE}"\n18,"{MILD}"\n', encoding="utf-8")
    done = run(path, "--column", "id=Nummer", "--column", "text=Brief", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"), newline="")))
    assert [row["id"] for row in rows] == ["17", "18"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--format", "odt"),
        ("--privacy", "perhaps"),
        ("--nation", "france"),
        ("--received", "yesterday"),
        ("--received", (date.today() + timedelta(days=2)).isoformat()),
        ("--column", "mood=x"),
        ("--column", "text"),
        ("--summary", "--format", "docx"),
        ("--summary", "--reply", "draft.txt"),
        ("--reply", "DRAFT"),  # two letters
        ("--reply", "DRAFT", "--format", "html"),
        ("--format", "parquet"),
        ("--summary", "--format", "parquet"),
        ("--engine", "ray"),
    ],
)
def test_a_wrong_call(arguments: tuple[str, ...], letters: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Dear Mrs Marl,\n\nWe are sorry.\n", encoding="utf-8")
    given = [str(draft) if a == "DRAFT" else a for a in arguments]
    assert run(*([letters] if arguments else []), *given).exit_code == 2


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reply_is_checked_against_its_letter(form: str, letters: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Dear Sir,\n\nWe are sorry if you feel let down.\n", encoding="utf-8")
    done = run(letters / "a-mild.txt", "--reply", draft, "--format", form, "--output", tmp_path)
    assert done.exit_code == 0
    said = (tmp_path / f"reply{FORMATS[form].suffix}").read_text(encoding="utf-8")
    assert "left out" in said
    assert "sorry if you feel" in said


def test_a_draft_that_cannot_be_read_is_an_error(letters: Path, tmp_path: Path) -> None:
    done = run(letters / "a-mild.txt", "--reply", tmp_path / "absent.txt")
    assert isinstance(done.exception, CommscoreError)
    assert "absent.txt" in str(done.exception)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_the_summary_withholds_small_numbers(form: str, letters: Path) -> None:
    done = run(letters, "--summary", "--format", form)
    assert done.exit_code == 0
    assert "fewer than 5" in done.stdout


class Terminal(io.TextIOWrapper):
    """Standard output as a terminal has it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("form", "refused"), [("text", False), ("csv", False), ("html", True), ("docx", True)]
)
def test_what_a_terminal_can_show_is_shown(
    form: str, refused: bool, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    callback = triage.command.callback
    assert callback
    with pytest.raises(click.UsageError if refused else SystemExit):
        callback((letters,), form, None, None, "england", (), None, False, None, "off")
    terminal.flush()
    printed = terminal.buffer.getvalue()
    assert bool(printed) is not refused
    assert (b"\x1b[" in printed) is (form == "text")


def test_where_nothing_can_be_written_is_said_before_anything_is_read(
    letters: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setattr("commscore.batch.gather.gather", lambda *a: pytest.fail("read first"))
    done = run(letters, "--output", tmp_path / "taken" / "x.txt")
    assert isinstance(done.exception, CommscoreError)
    assert "give --output a place" in str(done.exception)
