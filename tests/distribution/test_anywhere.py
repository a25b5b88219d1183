"""What Windows and macOS do otherwise, made to happen here: names, order, encodings, ends of lines."""

import ast
import hashlib
import io
import json
import os
import subprocess
import sys
from errno import EACCES
from pathlib import Path

import pytest
from sqlalchemy import make_url

from commscore.cli import main
from commscore.cli.output import write
from commscore.english import fingerprint
from commscore.errors import CommscoreError
from conftest import ROOT

TALK = "Doctor: How can I help you today?\nPatient: I'm really worried about this cough.\n" * 6
CODE = [path for place in ("src", "tools") for path in sorted((ROOT / place).rglob("*.py"))]
OLD = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}  # a system whose encoding is not UTF-8


def told(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Return what a command wrote, as bytes, into pipes."""
    command = [sys.executable, "-m", "commscore", *map(str, arguments)]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, check=False)


def test_what_goes_into_a_file_is_utf_8_whatever_the_systems_encoding() -> None:
    usual = told("codebook")
    assert (usual.returncode, usual.stderr) == (0, b"")
    assert "─" in usual.stdout.decode("utf-8")
    assert told("codebook", **OLD).stdout == usual.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_an_encoding_that_was_asked_for_is_kept_and_ends_no_command(encoding: str) -> None:
    done = told("codebook", PYTHONIOENCODING=encoding, **OLD)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Given when" in done.stdout.decode(encoding)


def test_an_old_terminal_shows_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    screen = Terminal(io.BytesIO(), encoding="cp437")
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setattr(sys, "argv", ["commscore", "codebook"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    screen.flush()
    assert "Given when" in screen.buffer.getvalue().decode("cp437")  # type: ignore[attr-defined]


def test_files_are_read_and_written_where_the_systems_encoding_is_another(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK.replace("cough", "café naïve — ½"), encoding="utf-8")
    done = told("score", talk, "--model", "rules", "--format", "html", "--output", tmp_path / "made", **OLD)
    assert done.returncode == 0, done.stderr
    (report,) = (tmp_path / "made").iterdir()
    assert report.name == "talk.html"
    assert "café naïve — ½" in report.read_text(encoding="utf-8")


def test_a_report_that_is_open_elsewhere_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.docx"
    report.write_bytes(b"before")

    def held(*_: object) -> None:
        raise PermissionError(EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", held)  # as Windows does where Word has it open
    with pytest.raises(CommscoreError, match="close the program that has it open, or give --output a place"):
        write(report, b"after")
    assert report.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [report]


def test_no_text_is_read_or_written_in_the_systems_own_encoding() -> None:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                said = len(node.args) + len(node.keywords) - (node.func.attr == "write_text")
                text = node.func.attr in {"read_text", "write_text"}
                assert said or not text, f"{path.name}, line {node.lineno}"


def test_a_models_hash_is_the_same_where_paths_sort_without_regard_to_capitals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("LICENSE", "README.md", "config.cfg", "vocab/strings", "vocab/Key")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    usual = fingerprint(tmp_path)
    monkeypatch.setattr(type(tmp_path), "__lt__", lambda a, b: str(a).lower() < str(b).lower())
    assert sorted([tmp_path / "a", tmp_path / "B"]) == [tmp_path / "a", tmp_path / "B"]  # as on Windows
    assert fingerprint(tmp_path) == usual


def test_git_changes_no_ends_of_lines() -> None:
    """A checkout for Windows would, and the hashes of models, codebook and samples be others."""
    assert "* -text" in (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    manifest = json.loads((ROOT / "models" / "letter" / "manifest.json").read_text(encoding="utf-8"))
    for name, promised in manifest["files"].items():
        assert hashlib.sha256((ROOT / "models" / "letter" / name).read_bytes()).hexdigest() == promised


@pytest.mark.parametrize(
    "path",
    [r"C:\Users\Ann Smith\AppData\Local\commscore\commscore.db", r"C:\Users\ann@nhs.net\a#b\commscore.db"],
)
def test_windows_paths_are_addresses_of_a_database(path: str) -> None:
    assert make_url(f"sqlite:///{path}").database == path
