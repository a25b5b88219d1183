"""What is personal leaves no trace in what a command writes, says, logs, keeps for later or calls a file."""

import io
import logging
import os
import socket
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.cli import group
from seeded import LETTER, TALK, traces

SCORED = ["text", "json", "jsonl", "csv", "html", "docx", "pdf"]
RUNS = [
    *(("score", form) for form in SCORED),
    *(("triage", form) for form in ("text", "jsonl", "csv", "xlsx", "html", "docx", "pdf")),
    *(("deidentify", form) for form in ("text", "jsonl", "findings")),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine of its own: home, temporary files and caches below one folder, and no network."""

    def refused(*_: object) -> None:
        raise AssertionError("the network was asked")

    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "TMPDIR"))
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    return tmp_path


def told(folder: Path) -> list[str]:
    """Return the names and the contents of all files below a folder, those in zips and PDFs as text."""
    import pypdfium2 as pdfium

    found = []
    for path in (each for each in folder.rglob("*") if each.is_file()):
        content = path.read_bytes()
        found.append(path.name)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(content)) as held:
                found += [held.read(name).decode("utf-8", "replace") for name in held.namelist()]
        elif path.suffix == ".pdf":  # packed, its bytes spell any three letters by chance
            found += [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content)]
        else:
            found += [content.decode("utf-8", "replace"), content.decode("utf-16", "replace")]
    return found


@pytest.mark.parametrize(("command", "form"), RUNS)
def test_nothing_personal_is_left_anywhere_after_a_run(
    command: str, form: str, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given, out = home / "in", home / "out"
    given.mkdir()
    out.mkdir()
    text = LETTER if command == "triage" else TALK
    (given / "siobhan.txt").write_text(text, encoding="utf-8")
    (given / "broken.pdf").write_bytes(b"%PDF-1.4 Siobhan Oldroyd 07911 123456")
    with caplog.at_level(logging.DEBUG):
        arguments = [command, str(given), "--format", form, "--output", str(out)]
        done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 1, done.output  # the broken one
    written = [path for path in out.rglob("*") if path.is_file()]
    assert written
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    (given / "siobhan.txt").unlink()
    (given / "broken.pdf").unlink()
    assert traces(done.stdout, done.stderr, caplog.text, *told(home)) == []


@pytest.mark.parametrize("where", ["commscore.pipeline.find_roles", "commscore.pipeline.measure"])
def test_what_goes_wrong_unawares_tells_nothing_either(
    where: str, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a mistake of ours")

    (home / "siobhan.txt").write_text(TALK, encoding="utf-8")
    monkeypatch.setattr(where, broken)
    with caplog.at_level(logging.DEBUG):
        done = CliRunner().invoke(group, ["score", str(home / "siobhan.txt"), "--output", str(home / "out")])
    assert isinstance(done.exception, ZeroDivisionError)
    assert done.exc_info
    (home / "siobhan.txt").unlink()
    trace = "".join(traceback.format_exception(*done.exc_info))
    assert traces(done.output, caplog.text, trace, *told(home)) == []


def test_a_run_with_a_model_leaves_nothing_in_the_users_folders(tiny: Path, tmp_path: Path) -> None:
    """The encoder's own library keeps and sends statistics unless it is told not to."""
    own = tmp_path / "home"
    own.mkdir()
    (tmp_path / "a.txt").write_text(TALK, encoding="utf-8")
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    command = [sys.executable, "-m", "commscore", "score", str(tmp_path / "a.txt"), "--model", str(tiny)]
    done = subprocess.run(command, env={**keep, "HOME": str(own)}, capture_output=True, text=True, check=True)
    assert traces(done.stdout, done.stderr) == []
    assert list(own.rglob("*")) == []
