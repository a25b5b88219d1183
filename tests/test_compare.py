"""The comparison with what a user would take instead: its own parts, without the others' packages."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from beside import environments
from beside.bars import bars, scaled
from beside.runs import Row, cold, row, run, told
from beside.table import as_json, lines

from conftest import ROOT

PROGRAMS = ROOT / "benchmarks" / "beside" / "programs"
SAMPLE = ROOT / "data" / "samples" / "consultations" / "poor-headaches.TextGrid"


def made(*stages: str, seconds: float = 1.0, megabytes: float = 100.0, **counts: float) -> Row:
    took = {"seconds": seconds, "processor": 2 * seconds}
    return Row(dict.fromkeys(stages, took), megabytes, 1, {}, counts)


def answered(file: str, *given: str | Path, models: Path) -> dict[str, dict[str, dict[str, float]]]:
    command: Sequence[str | Path] = [sys.executable, PROGRAMS / file, *given]
    own = {**os.environ, "COMMSCORE_MODELS": str(models)}
    done = subprocess.run(command, env=own, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_ours_is_measured_from_files_to_json() -> None:
    found = answered("ours.py", "consultations", "off", SAMPLE, models=ROOT / "tests" / "no-models")
    assert found["counts"]["documents"] == 1
    assert found["counts"]["words"] > 100
    assert set(found["stages"]) == {"load", "work"}


def test_the_floor_is_the_encoder_and_spacy_alone() -> None:
    found = answered("floor.py", SAMPLE, models=ROOT / "models")
    assert set(found["stages"]) == {"load", "encoder", "spacy"}
    assert found["counts"]["tokens"] > found["counts"]["windows"] > 10


def test_each_bar_is_held_against_its_figures() -> None:
    rows = {
        "floor": made("encoder", "spacy"),
        "commscore, privacy off": made("work", seconds=5),
        "bi-encoders": scaled(made("load", "work", seconds=10, pairs=100, measured=10)),
        "ConvoKit": made("corpus", "parse", "politeness", "talk", seconds=2),
        "score, cold": made("all", seconds=2, megabytes=800),
        "help, cold": made("all", seconds=0.4),
    }
    assert [(bar.value, bar.met) for bar in bars(rows)] == [
        (2.5, True),
        (20, False),
        (0.8, False),
        (2, True),
        (800, False),
        (0.4, True),
    ]
    table = list(lines(rows, bars(rows)))
    assert "| the same: megabytes | 800 |  | at most 700 | NOT MET |" in table
    assert json.loads(json.dumps(as_json(rows, bars(rows))))["bars"][1]["met"] is False


def test_what_was_not_measured_is_held_against_nothing() -> None:
    assert list(bars({"floor": made("encoder", "spacy")})) == []


def test_the_median_of_runs_counts_and_the_most_of_memory() -> None:
    answers = [
        ({"stages": {"work": {"seconds": s}}, "packages": {}, "counts": {}}, s) for s in (3.0, 1.0, 2.0)
    ]
    assert row(answers).took("work") == 2
    assert row(answers).megabytes == 3


def test_a_process_is_measured_and_one_that_fails_says_why() -> None:
    said = run([sys.executable, "-c", "x = b'x' * 2**28; print('warming up'); print('{\"stages\": 1}')"])
    assert told(said)[0] == {"stages": 1}
    assert said.seconds > 0
    assert cold([said]).megabytes > 256  # the system counts this process before it becomes the other, too
    with pytest.raises(SystemExit, match="no such luck"):
        run([sys.executable, "-c", "raise SystemExit('no such luck')"])


def test_an_environment_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(environments.venv, "create", lambda home, **_: home.mkdir())
    monkeypatch.setattr(environments.subprocess, "run", lambda command, **_: asked.append(command))
    python = environments.python_of("convokit", tmp_path)
    assert environments.python_of("convokit", tmp_path) == python
    assert [command[-2:] for command in asked] == [list(environments.REQUIRED["convokit"])]
