"""What the folder of a training run says of it: how it stands, how far it is, since when."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from commscore.errors import RecipeError
from commscore.models import own_models
from commscore.settings import settings
from commscore.train.recipe import read_recipe
from commscore.train.watched import BEGAN, ENDED, NOW, STEPS, lives

RECIPE, TOLD, CANCELLED = "recipe.toml", "run.json", "cancelled"
STARTING: Final = 120  # seconds in which a run begins: Python's packages are read first
FAR: Final = re.compile(r"(?:fold (\d+) of \d+|the model on everything): epoch (\d+) of (\d+), (\d+)%")


class State(StrEnum):
    """How a run stands; `stopped` is one that ended without a word, as when the machine goes off."""

    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    STOPPED = "stopped"


ACTIVE: Final = (State.STARTING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Run:
    """A run: `now` says how far it is, `steps` what came before, each with its time (UTC).

    `share` is how much of the fitting is done, 0 to 1. `problem` says why it failed, "" where it did not;
    `model` is the folder that it writes.
    """

    id: str
    name: str
    state: State
    started: datetime
    ended: datetime | None
    now: str
    steps: tuple[tuple[datetime, str], ...]
    share: float
    problem: str
    model: Path

    @property
    def took(self) -> timedelta:
        """How long it has gone on, or did."""
        return (self.ended or datetime.now(UTC)) - self.started


def place() -> Path:
    """Return the folder of all runs."""
    folder = settings().data / "runs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def of(id: str) -> Path:
    """Return the folder of a run; RecipeError where there is none such."""
    found = {path.parent.name: path.parent for path in place().glob(f"*/{TOLD}")}
    if id not in found:
        raise RecipeError(f"there is no run {id[:60]!r}; look at those that there are")
    return found[id]


def read(folder: Path) -> Run:
    """Return the run of a folder."""
    told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    ended = json.loads(_text(folder / ENDED) or "null")
    started = datetime.fromisoformat(told["started"])
    state = _state(folder, ended, started)
    steps = [line.partition(" ") for line in _text(folder / STEPS).splitlines()]
    now = _text(folder / NOW)
    last = datetime.fromtimestamp((folder / (NOW if now else TOLD)).stat().st_mtime, UTC)
    return Run(
        folder.name,
        told["name"],
        state,
        started,
        None if state in ACTIVE else datetime.fromisoformat(ended["at"]) if ended else max(last, started),
        now,
        tuple((datetime.fromisoformat(at), step) for at, _, step in steps),
        _share(now, folder) if state is not State.DONE else 1.0,
        ended["problem"] if ended else "",
        own_models() / folder.name,
    )


def _state(folder: Path, ended: dict[str, Any] | None, started: datetime) -> State:
    if ended:
        return State.FAILED if ended["problem"] else State.DONE
    if (folder / CANCELLED).exists():
        return State.CANCELLED
    if lives(folder):
        return State.RUNNING
    starts = datetime.now(UTC) - started < timedelta(seconds=STARTING) and not (folder / BEGAN).exists()
    return State.STARTING if starts else State.STOPPED


def _share(now: str, folder: Path) -> float:
    found = FAR.search(now)
    if found is None:
        return 0.0 if not now else 0.98  # after the last fit come the figures
    folds = read_recipe(folder / RECIPE).folds
    before = int(found[1]) - 1 if found[1] else folds
    return (before + (int(found[2]) - 1 + int(found[4]) / 100) / int(found[3])) / (folds + 1)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
