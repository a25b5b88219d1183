"""`commscore models`, and `commscore score --model`."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.cli import group
from commscore.settings import settings
from commscore.train.installed import figures


@pytest.fixture
def folder(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COMMSCORE_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("COLUMNS", "160")
    settings.cache_clear()
    shutil.copytree(tiny, tmp_path / "models" / "tiny")
    yield tmp_path / "models"
    monkeypatch.undo()
    settings.cache_clear()


def test_the_table_says_what_is_installed(folder: Path) -> None:
    done = CliRunner().invoke(group, ["models"])
    assert done.exit_code == 0
    for words in ("tiny", "invented", "as promised", "1.0", " 5 "):
        assert words in done.stdout
    (row,) = json.loads(CliRunner().invoke(group, ["models", "--format", "json"]).stdout)
    assert (row["name"], row["corpora"], row["figures"]) == ("tiny", ["invented"], {})
    assert "cue" in row["codes"]


def test_a_card(folder: Path) -> None:
    done = CliRunner().invoke(group, ["models", "tiny"])
    assert done.stdout.startswith("# Card")
    missing = CliRunner().invoke(group, ["models", "charm"])
    assert "charm: no such model; installed: tiny" in str(missing.exception)


def test_a_changed_model_is_named_and_the_others_shown(folder: Path, tiny: Path) -> None:
    shutil.copytree(tiny, folder / "changed")
    (folder / "changed" / "card.md").write_text("Better.")
    done = CliRunner().invoke(group, ["models"])
    assert done.exit_code == 1
    assert "changed or missing" in done.stdout
    assert "as promised" in done.stdout
    assert "card.md: its SHA-256 is" in done.stderr


def test_nothing_installed() -> None:
    assert "by rules alone" in CliRunner().invoke(group, ["models"]).stdout


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            {"parts": {"all": {"macro_f1": {"value": 0.8, "low": 0.75, "high": 0.85}}}},
            {"F1": "0.80 (0.75 to 0.85)"},
        ),
        ({"parts": {"all": {"macro_f1": {"value": 0.8}, "other": 1}}}, {"F1": "0.80"}),
        ({"parts": {"all": {"macro_f1": {"value": None}}}}, {}),
        (
            {
                "parts": {
                    "letters": {"means": {"categories": {"value": 0.7}}, "urgent": {"recall": {"value": 1}}}
                }
            },
            {"categories F1": "0.70", "urgent found": "1.00"},
        ),
        ({"parts": []}, {}),
        ([], {}),
    ],
)
def test_headline_figures(content: object, expected: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "evaluation.json").write_text(json.dumps(content))
    assert figures(tmp_path / "evaluation.json") == expected
    assert figures(tmp_path / "none.json") == {}


@pytest.mark.parametrize(("model", "found_by"), [("tiny", "model:tiny"), ("rules", "rule:patient_questions")])
def test_score_with_a_model(model: str, found_by: str, folder: Path, tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("Doctor: How are you?\nPatient: Do I need a scan?\n" * 4)
    done = CliRunner().invoke(group, ["score", str(talk), "--format", "json", "--model", model])
    report = json.loads(done.stdout)
    assert {c["found_by"] for c in report["codes"] if c["code"] == "patient_question"} == {found_by}
    assert set(report["provenance"]["models"]) == {model} - {"rules"}


def test_score_with_a_model_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Doctor: How are you?\n")
    done = CliRunner().invoke(group, ["score", str(tmp_path / "talk.txt"), "--model", "charm"])
    assert "charm: no such model" in str(done.exception)
