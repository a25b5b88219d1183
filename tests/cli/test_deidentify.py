"""`commscore deidentify`, and what `--privacy` does elsewhere."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from seeded import LETTER, TALK, traces


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    (tmp_path / "siobhan.txt").write_text(TALK, encoding="utf-8")
    return tmp_path / "siobhan.txt"


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(group, [str(a) for a in arguments], input=typed)


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
    assert {json.loads(line)["kind"] for line in done.stdout.splitlines() if line[:1] == "{"} >= {
        "name",
        "telephone",
    }
    assert "Quill" not in done.output
    assert b"Quill" not in (keys / "map").read_bytes()
    shown = run("unlock", keys / "map", typed="twelve letters\n").stdout.splitlines()
    assert {"Quill", "Siobhan", "07911 123456"} <= {json.loads(line)["words"] for line in shown}
    assert run("unlock", keys / "map", typed="other letters\n").exit_code == 1
    assert run("deidentify", *options, "--map", tmp_path / "map", typed=typed).exit_code == 2


def test_a_coding_keeps_its_codes_on_their_words(tmp_path: Path) -> None:
    said, praise = "I'm Oluwaseun, and that must be hard.", "that must be hard"
    turns = [{"speaker": "Dr Oldroyd", "role": "clinician", "text": said}]
    start = said.index(praise)
    code = {"code": "empathy", "turn": 0, "start": start, "end": start + len(praise), "probability": 1}
    coding = {"schema": "commscore/1", "kind": "consultation", "id": "a", "turns": turns, "codes": [code]}
    (tmp_path / "a.jsonl").write_text(json.dumps(coding), encoding="utf-8")
    done = run("deidentify", tmp_path / "a.jsonl", "--coded", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    made = json.loads(done.stdout)
    assert "Oluwaseun" not in done.stdout
    assert [made["turns"][c["turn"]]["text"][c["start"] : c["end"]] for c in made["codes"]] == [praise]


def test_a_coded_letter_keeps_its_spans_on_their_words(tmp_path: Path) -> None:
    where = LETTER.index("Nobody listened to me")
    problem = {"category": "listening", "severity": 2, "probability": 1, "spans": [[where, where + 21]]}
    coding = {"schema": "commscore/1", "kind": "letter", "id": "a", "text": LETTER, "categories": [problem]}
    (tmp_path / "a.jsonl").write_text(json.dumps(coding), encoding="utf-8")
    done = run("deidentify", tmp_path / "a.jsonl", "--letters", "--coded", "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    made = json.loads(done.stdout)
    [[start, end]] = made["categories"][0]["spans"]
    assert made["text"][start:end] == "Nobody listened to me"
    assert traces(done.stdout) == []
