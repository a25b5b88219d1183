"""`commscore import`: corpora in, JSON lines out; what is wrong is named and the rest goes on."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commscore.cli import group
from commscore.read.schema import read_coded
from commscore.train.corpora import CORPORA

HEAD = "obs_id,exchange_idx,student_text,teacher_text,uptake_zscore\n"
ROWS = "1,2,It's blue.,Why?,0.5\n1,3,No.,OK.,\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(group, ["import", *map(str, arguments)])


def test_help_lists_the_corpora() -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert all(name in done.stdout for name in CORPORA)


def test_to_a_file_and_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "u.csv").write_text(HEAD + ROWS)
    done = run("uptake", tmp_path / "u.csv", "--output", tmp_path / "u.jsonl")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "2 documents, 4 turns, 0 codes, 1 label written" in done.stderr
    assert "Licence: MIT." in done.stderr
    assert [r.document.id for r in read_coded(tmp_path / "u.jsonl")] == ["uptake-1-2", "uptake-1-3"]
    assert run("uptake", tmp_path / "u.csv").stdout == (tmp_path / "u.jsonl").read_text()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["u.csv", "u.jsonl"]


def test_what_is_wrong_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "right.csv").write_text(HEAD + ROWS)
    (tmp_path / "wrong.csv").write_text(HEAD + "1,2,A,B,\n2,9,A,B,much\n3,1,A,B,0\n")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    names = [tmp_path / name for name in ("right.csv", "wrong.csv", "other.csv", "nowhere.csv")]
    done = run("uptake", *names, "--output", tmp_path / "u.jsonl")
    assert done.exit_code == 1
    assert "wrong.csv: uptake-1-2 was there before" in done.stderr
    assert "wrong.csv, row 3: uptake_zscore is 'much'" in done.stderr
    assert "other.csv, row 1: no column obs_id" in done.stderr
    assert "nowhere.csv: no such file or folder" in done.stderr
    assert "3 documents" in done.stderr
    assert "4 problems" in done.stderr
    assert len(list(read_coded(tmp_path / "u.jsonl"))) == 3


def test_nothing_is_written_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "u.jsonl").write_text("what was there")
    (tmp_path / "u.csv").write_text(HEAD)
    assert run("uptake", tmp_path / "u.csv", "--output", tmp_path / "u.jsonl").exit_code == 1
    assert (tmp_path / "u.jsonl").read_text() == "what was there"


@pytest.mark.parametrize("arguments", [("charm", "."), ("uptake",), ("uptake", "nowhere", "--output", ".")])
def test_wrong_calls(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_corpus_that_trains_nothing_that_ships_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"dialog": [{"text": "Hi.", "speaker": "usr"}]}\n')
    assert "No weights that ship" in run("esconv", tmp_path).stderr
