"""What is personal leaves no trace in what a command writes, says or calls a file."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from commscore.privacy.locked import unlocked

PERSONAL = ["Oldroyd", "Siobhan", "07911", "123456", "040 6456", "HX9", "Tenter"]
TALK = (
    "Dr Oldroyd: Hello Siobhan, I'm Dr Oldroyd. How can I help you today?\n"
    "Siobhan: I'm really worried about this cough. I live at 27 Tenter Row, HX9 4LT.\n"
    "Dr Oldroyd: Is 999 040 6456 your NHS number, and 07911 123456 your phone?\nSiobhan: Yes, it is.\n"
) * 3
LETTER = "Dear Mrs Oldroyd,\n\nNobody listened to me, Siobhan. Ring 07911 123456.\n\nYours\nSiobhan Oldroyd\n"


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "siobhan.txt").write_text(TALK, encoding="utf-8")
    return folder / "siobhan.txt"


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], input=typed)


def traces(*texts: str) -> list[str]:
    return [word for word in PERSONAL if any(word.lower() in text.lower() for text in texts)]


@pytest.mark.parametrize("command", [("score",), ("deidentify",)])
def test_nothing_personal_is_written_said_or_called_and_no_network_is_asked(
    command: tuple[str, ...], talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    out = tmp_path / "out"
    out.mkdir()
    done = run(*command, talk, "--format", "jsonl", "--output", out)
    assert done.exit_code == 0, done.output
    written = [path for path in out.rglob("*") if path.is_file()]
    assert written
    assert traces(done.output, *(path.name + path.read_text(encoding="utf-8") for path in written)) == []
    assert all(path.stat().st_mode & 0o077 == 0 for path in written)
    assert json.loads(written[0].read_text(encoding="utf-8"))["provenance"]["privacy"].startswith("replace: ")


def test_what_is_kept_holds_nothing_personal(talk: Path, database: Path) -> None:
    assert run("score", talk, "--keep").exit_code == 0
    shown = [run(command).output for command in ("kept", "audit")]
    kept = database.read_bytes().decode("utf-8", "replace")
    assert "worried about this cough" in kept
    assert traces(kept, *shown) == []


def test_the_clinician_is_named_by_the_label_of_the_file(talk: Path) -> None:
    done = run("score", talk, "--clinician", "Dr Oldroyd", "--format", "jsonl")
    roles = {turn["role"]: turn["speaker"] for turn in json.loads(done.stdout)["turns"]}
    assert roles["clinician"].startswith("Dr ")
    assert traces(done.stdout) == []


@pytest.mark.parametrize("command", ["score", "triage", "deidentify"])
def test_a_text_to_check_is_refused_without_its_words(command: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LETTER if command == "triage" else TALK, encoding="utf-8")
    done = run(command, path, "--privacy", "check")
    assert done.exit_code == 1
    assert "names, " in done.stderr
    assert traces(done.stdout, done.stderr) == []


def test_off_leaves_every_letter(talk: Path) -> None:
    report = json.loads(run("score", talk, "--privacy", "off", "--format", "jsonl").stdout)
    assert report["provenance"]["privacy"] == "off"
    assert report["turns"][0]["text"] == TALK.splitlines()[0].partition(": ")[2]


def test_letters_with_marked_names_and_their_map(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{LETTER}\nPS Quill saw it.", encoding="utf-8")
    keys, typed = tmp_path / "keys", "twelve letters\n" * 2
    options = (path, "--letters", "--mark", "Quill", "--format", "findings")
    done = run("deidentify", *options, "--map", keys / "map", typed=typed)
    assert {json.loads(line)["kind"] for line in done.stdout.splitlines() if line[:1] == "{"} == {
        "name",
        "telephone",
    }
    assert "Quill" not in done.output
    pairs = unlocked((keys / "map").read_bytes(), "twelve letters")
    assert {"Quill", "Siobhan", "07911 123456"} <= {old for _, old, _ in pairs}
    assert run("deidentify", *options, "--map", tmp_path / "map", typed=typed).exit_code == 2
