"""Reports kept, listed, written out and purged, as their user meets it."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from commscore.errors import CommscoreError, StoreError, UnreadableError

TALK = "Doctor: How can I help you today?\nPatient: I'm really worried about this zebrafish.\n" * 6
LETTER = "Dear Sir,\n\nThe quokka machine was broken again. Why has it not been mended?\n"
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

pytestmark = pytest.mark.usefixtures("database")


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], input=typed)


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """Return a consultation and a letter that were scored and kept, each with its JSON lines beside it."""
    talk, letter = tmp_path / "talk.txt", tmp_path / "letter.txt"
    talk.write_text(TALK, encoding="utf-8")
    letter.write_text(LETTER, encoding="utf-8")
    for command, path in (("score", talk), ("triage", letter)):
        done = run(command, path, "--keep", "--format", "jsonl", "--output", path.with_suffix(".jsonl"))
        assert (done.exit_code, done.stdout) == (0, "")
        assert re.search(r"1 report kept until \d{4}-\d\d-\d\d: commscore kept", done.stderr)
    return talk, letter


def kept() -> dict[str, str]:
    """Return the ids of what is kept, by kind."""
    lines = (line.split() for line in run("kept").stdout.splitlines() if ID.search(line))
    return {line[1]: line[0] for line in lines}


def test_without_keep_nothing_is_kept(tmp_path: Path, database: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    run("score", tmp_path / "talk.txt")
    assert not database.exists()
    done = run("kept")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "--keep" in done.stderr


def test_what_is_kept_is_listed_and_written_out_as_it_was(both: tuple[Path, Path], tmp_path: Path) -> None:
    talk, letter = both
    ids = kept()
    assert set(ids) == {"consultation", "letter"}
    done = run("kept", ids["letter"], ids["consultation"], "--output", tmp_path / "out.jsonl")
    assert (done.exit_code, done.stdout) == (0, "")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    scored = json.loads(talk.with_suffix(".jsonl").read_text())
    assert scored.pop("suggestions")  # the words to try are worked out, and no part of what is kept
    first, second = written.splitlines(keepends=True)
    assert first == letter.with_suffix(".jsonl").read_text()
    assert json.loads(second) == scored
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o077 == 0
    assert json.loads(run("kept", ids["letter"]).stdout)["kind"] == "letter"


@pytest.mark.parametrize("how", ["id", "older", "asked", "yes"])
def test_purge_leaves_no_trace(how: str, both: tuple[Path, Path], database: Path) -> None:
    ids = kept()
    calls = {
        "id": (tuple(ids.values()), ""),
        "older": (("--older-than", 0), ""),
        "asked": (("--all",), "y\n"),
        "yes": (("--all", "--yes"), ""),
    }
    arguments, typed = calls[how]
    done = run("purge", *arguments, typed=typed)
    assert done.exit_code == 0
    assert "2 documents removed" in done.stderr
    left = b"".join(file.read_bytes() for file in database.parent.iterdir())
    assert [word for word in (b"zebrafish", b"quokka", b"talk", b"Doctor") if word in left] == []
    assert kept() == {}
    assert run("audit").stdout.count("removed") == 2


@pytest.mark.parametrize(
    "arguments", [(), ("--older-than", 3, "--all"), ("--older-than", -1), ("not-an-id",)]
)
def test_a_wrong_call(arguments: tuple[object, ...]) -> None:
    assert run("purge", *arguments).exit_code == 2


def test_all_is_asked_about_and_an_unknown_id_is_named(both: tuple[Path, Path]) -> None:
    ids = kept()
    assert run("purge", "--all", typed="n\n").exit_code == 1
    run("purge", ids["letter"])
    for command in ("purge", "kept"):
        done = run(command, ids["consultation"], ids["letter"])
        assert isinstance(done.exception, StoreError)
        assert ids["letter"] in str(done.exception)
    assert set(kept()) == {"consultation"}


def test_the_audit_tells_acts_and_no_names(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "=cmd|' /C calc'!A0")
    run("kept", *kept().values(), "--output", tmp_path / "out.jsonl")
    shown = run("audit")
    assert re.findall(r"added|exported", shown.stdout) == ["exported"] * 2 + ["added"] * 2
    rows = list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").stdout.lstrip("\ufeff"))))
    assert [row["action"] for row in rows] == ["exported"] * 2 + ["added"] * 2
    assert rows[0]["who"].startswith("'=cmd")
    assert "talk" not in shown.stdout + str(rows)


@pytest.mark.parametrize("command", ["score", "triage"])
def test_where_nothing_can_be_kept_is_said_before_anything_is_read(
    command: str, tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.parent.touch()
    monkeypatch.setattr("commscore.batch.gather.gather", lambda *a: pytest.fail("read first"))
    done = run(command, tmp_path, "--keep")
    assert isinstance(done.exception, CommscoreError)
    assert "COMMSCORE_DATABASE" in str(done.exception)


def test_the_whole_store_goes_to_a_file_and_back(both: tuple[Path, Path], tmp_path: Path) -> None:
    before, file = run("kept").stdout, tmp_path / "out" / "all.jsonl"
    assert re.search(r"letter +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +new +letter", before)
    done = run("store", "export", file)
    assert (done.exit_code, done.stdout) == (0, "")
    assert file.stat().st_mode & 0o077 == 0
    assert "zebrafish" in file.read_text(encoding="ascii")
    run("purge", "--all", "--yes")
    done = run("store", "import", file)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "2 documents added to the store\n")
    assert run("kept").stdout == before
    assert isinstance(run("store", "import", file).exception, StoreError)
    done = run("store", "import", both[0])
    assert isinstance(done.exception, UnreadableError)
    assert str(done.exception).startswith("talk.txt: line 1")
    assert run("store", "import", tmp_path / "none").exit_code == 2
