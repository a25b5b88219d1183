"""Training runs as processes of their own: started, watched, cancelled, gone on with, one at a time."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commscore.errors import RecipeError
from commscore.models import installed
from commscore.report.records import as_lines
from commscore.settings import settings
from commscore.train import runs
from commscore.train.runfolder import RECIPE, TOLD, Run, State
from commscore.train.runs import cancel, go_on, recipes, remove, start
from commscore.train.watched import ENDED, NOW, STEPS, lives, watched
from tinytraining import FIT, entries, report, toml

pytest.importorskip("filelock")
pytestmark = pytest.mark.usefixtures("own_data")
PATIENCE = 120


def recipe(encoder: Path, **changes: object) -> bytes:
    return toml(
        entries(encoder.resolve(), source=[{"corpus": "schema", "path": "coded.jsonl"}], **changes)
    ).encode()


def data(number: int = 6) -> dict[str, bytes]:
    return {"coded.jsonl": as_lines([report(n) for n in range(number)])}


def waited(id: str, until: Callable[[Run], bool]) -> Run:
    """Return the run as soon as it stands as is waited for."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        (run,) = (run for run in runs.runs() if run.id == id)
        if until(run):
            return run
        time.sleep(0.2)
    pytest.fail(f"{run.state}: {run.now} {run.problem}")


def made(own_data: Path, id: str, **files: object) -> Path:
    """Write the folder of a run that was started an hour ago."""
    folder = own_data / "runs" / id
    folder.mkdir(parents=True)
    (folder / RECIPE).write_text(toml(entries()), encoding="utf-8")
    started = datetime.now(UTC) - timedelta(hours=1)
    told = {"name": "toy", "privacy": "check", "process": 2**22 + 1, "started": started.isoformat()}
    (folder / TOLD).write_text(json.dumps(told), encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(str(text), encoding="utf-8")
    return folder


def test_a_run_is_started_watched_cancelled_and_gone_on_with(encoder: Path, own_data: Path) -> None:
    pytest.importorskip("jiwer")
    slow = FIT | {"epochs": 400, "patience": 400}
    run = start(recipe(encoder, fit=slow), files=data())
    assert run.state in (State.STARTING, State.RUNNING)
    with pytest.raises(RecipeError, match="one runs at a time"):
        start(recipe(encoder), files=data())
    running = waited(run.id, lambda run: len(run.steps) > 2)
    assert running.state is State.RUNNING
    assert running.now.startswith("fold 1 of 2: epoch ")
    assert 0 < running.share < 0.5
    with pytest.raises(RecipeError, match="it runs; cancel it first"):
        remove(run.id)
    gone = cancel(run.id)
    assert (gone.state, lives(own_data / "runs" / run.id)) == (State.CANCELLED, False)
    assert gone.took < timedelta(seconds=PATIENCE)
    before = int(gone.steps[-1][1].split()[5])
    assert go_on(run.id).state is State.STARTING
    on = waited(run.id, lambda run: run.state is State.RUNNING and len(run.steps) > len(gone.steps))
    assert int(on.steps[len(gone.steps)][1].split()[5]) >= before  # and not at the first epoch
    cancel(run.id)
    remove(run.id)
    assert runs.runs() == ()
    assert list((own_data / "models").glob("*")) == list((own_data / "models").glob(".*")) == []


def test_a_run_that_comes_to_its_end_makes_a_model(encoder: Path, own_data: Path) -> None:
    pytest.importorskip("jiwer")
    run = start(recipe(encoder), files=data())
    done = waited(run.id, lambda run: run.state not in (State.STARTING, State.RUNNING))
    assert (done.state, done.problem, done.share) == (State.DONE, "", 1.0)
    assert installed()[run.id] == done.model
    assert not (own_data / "runs" / run.id / "coded.jsonl").exists()  # the texts are not needed any more


def test_a_run_that_fails_says_why(encoder: Path, own_data: Path) -> None:
    run = start(recipe(encoder, folds=9), files=data())
    failed = waited(run.id, lambda run: run.state not in (State.STARTING, State.RUNNING))
    assert failed.state is State.FAILED
    assert failed.problem == "folds = 9, but the data hold 6 conversations; take fewer folds"


def test_a_recipe_that_is_none_leaves_nothing_behind(own_data: Path) -> None:
    with pytest.raises(RecipeError, match=r"^no TOML: "):
        start(b"\xff name")
    with pytest.raises(RecipeError, match=r"^name: Field required"):
        start(b"[encoder]\nname = 'x'")
    assert [path.name for path in (own_data / "runs").iterdir() if path.is_dir()] == []


def test_on_a_server_a_recipe_that_is_brought_reads_no_file_of_the_server(
    own_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs.jsonl").write_bytes(data()["coded.jsonl"])
    there = entries(source=[{"corpus": "schema", "path": str(tmp_path / "theirs.jsonl")}])
    monkeypatch.setenv("COMMSCORE_ACCESS", str(tmp_path / "access.toml"))
    settings.cache_clear()
    with pytest.raises(RecipeError, match="on a server a recipe names files brought with it"):
        start(toml(there).encode(), files=data())
    assert runs.runs() == ()


@pytest.mark.parametrize("name", [ENDED, TOLD])
def test_a_file_that_is_brought_does_not_say_how_a_run_stands(name: str, own_data: Path) -> None:
    with pytest.raises(RecipeError, match="writes a file of this name itself"):
        start(toml(entries()).encode(), files={name: b"{}"})
    assert runs.runs() == ()


def test_paths_count_from_where_the_recipe_lay(tmp_path: Path) -> None:
    (tmp_path / "there.jsonl").touch()
    text = b'[[source]]\npath = "there.jsonl"\n[[source]]\npath = "coded.jsonl"\n'
    moved = runs._moved(text, tmp_path).decode()
    assert moved == text.decode().replace('"there.jsonl"', json.dumps(str(tmp_path / "there.jsonl")))
    assert runs._moved(text, None) == text


def test_the_recipes_that_come_with_it_are_there() -> None:
    assert {"consultation", "letter", "own"} <= set(recipes())


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({"began": ""}, State.STOPPED),
        ({}, State.STOPPED),
        ({"began": "", "cancelled": ""}, State.CANCELLED),
        ({"began": "", "ended_json": '{"at": "2026-11-23T10:00:00+00:00", "problem": ""}'}, State.DONE),
        ({"began": "", "ended_json": '{"at": "2026-11-23T10:00:00+00:00", "problem": "no"}'}, State.FAILED),
    ],
)
def test_how_a_run_stands_is_told_by_its_files(files: dict[str, str], state: State, own_data: Path) -> None:
    made(own_data, "toy-1", **files)
    (run,) = runs.runs()
    assert (run.id, run.state) == ("toy-1", state)
    assert cancel("toy-1").state is state  # and no process of that number is harmed


def test_texts_do_not_lie_with_a_run_for_ever(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(own_data, "toy-1", coded_jsonl="{}", brought_csv="text")
    assert runs.runs()
    assert (folder / "coded.jsonl").exists()
    told = json.loads((folder / TOLD).read_text())
    told["started"] = (datetime.now(UTC) - timedelta(days=91)).isoformat()
    (folder / TOLD).write_text(json.dumps(told))
    assert runs.runs()
    assert {path.name for path in folder.iterdir()} == {RECIPE, TOLD}


def test_what_is_watched_is_written_step_by_step(tmp_path: Path) -> None:
    with watched(tmp_path) as say:
        for far in ("fold 1 of 2: epoch 1 of 3, 10%", "fold 1 of 2: epoch 1 of 3, 60%", "figures"):
            say(far)
            assert (tmp_path / NOW).read_text() == far
        assert lives(tmp_path)
    assert not lives(tmp_path)
    steps = [line.partition(" ")[2] for line in (tmp_path / STEPS).read_text().splitlines()]
    assert steps == ["fold 1 of 2: epoch 1 of 3", "figures"]
    assert json.loads((tmp_path / ENDED).read_text())["problem"] == ""
    with pytest.raises(RecipeError, match="wrong"), watched(tmp_path):
        raise RecipeError("wrong")
    assert json.loads((tmp_path / ENDED).read_text())["problem"] == "wrong"


def test_a_run_that_is_not_there() -> None:
    with pytest.raises(RecipeError, match="there is no run"):
        cancel("../toy")
