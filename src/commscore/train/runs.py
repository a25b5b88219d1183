"""Training runs that a page starts: each a process of its own, with a folder that says how far it is.

What is known of a run is read from its folder, so that it outlives the page and the app. One runs at a time.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from commscore.errors import RecipeError
from commscore.models import own_models
from commscore.settings import settings
from commscore.train.recipe import Recipe, read_recipe
from commscore.train.runfolder import ACTIVE, CANCELLED, RECIPE, TOLD, Run, State, of, place, read
from commscore.train.watched import ALIVE, BEGAN, ENDED, NOW, STEPS, lives, put
from commscore.types import Privacy

LOG: Final = "log.txt"
OURS: Final = frozenset({RECIPE, TOLD, CANCELLED, LOG, ALIVE, BEGAN, NOW, STEPS, ENDED})
PACKAGES: Final = ("filelock", "torch", "transformers", "onnx", "sklearn")
DATA: Final = (".jsonl", ".json", ".csv")  # what texts lie in
ENDING: Final = 10.0  # seconds that a cancelled run may take to go
PATH: Final = re.compile(r'(\bpath\s*=\s*)"([^"\\\n]+)"')


def check_installed() -> None:
    """Raise RecipeError where the packages that training needs are not installed."""
    if not all(find_spec(package) for package in PACKAGES):
        raise RecipeError("training needs packages that are not installed: pip install 'commscore[train]'")


def recipes() -> dict[str, Path]:
    """Return the recipes that come with commscore, by name."""
    return {path.stem: path for path in sorted(settings().recipes.glob("*.toml"))}


def runs() -> tuple[Run, ...]:
    """Return all runs, the newest first; data that lie with a run go when they have been there too long."""
    found = [read(path.parent) for path in place().glob(f"*/{TOLD}")]
    for run in found:
        if run.state is State.DONE or _is_old(run):
            for path in (place() / run.id).iterdir():
                if path.suffix.casefold() in DATA and path.name not in {TOLD, ENDED}:
                    path.unlink(missing_ok=True)
    return tuple(sorted(found, key=lambda run: run.started, reverse=True))


def start(
    recipe: bytes,
    beside: Path | None = None,
    files: Mapping[str, bytes] | None = None,
    privacy: Privacy = Privacy.CHECK,
) -> Run:
    """Start a run of a recipe; `files` are laid beside it, for its sources to name.

    `beside` is the folder that the recipe's paths count from where its files are there. Raises RecipeError
    for a recipe that is none, where one runs already, and where packages are missing.
    """
    check_installed()
    if taken := OURS.intersection(files or ()):
        raise RecipeError(
            f"{', '.join(sorted(taken))}: a run writes a file of this name itself; rename yours"
        )
    with _alone():
        made = place() / f".{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        made.mkdir()
        try:
            for name, content in {RECIPE: _moved(recipe, beside), **(files or {})}.items():
                (made / name).write_bytes(content)
            name = _checked(made, beside).name
        except RecipeError as problem:
            shutil.rmtree(made)
            raise RecipeError(str(problem).replace(f"{made / RECIPE}: ", "")) from None
        folder = made.rename(made.with_name(f"{name}{made.name.replace('.', '-')[:16]}"))
        return _launch(folder, {"name": name, "privacy": str(privacy)})


def go_on(id: str) -> Run:
    """Let a run that did not come to its end go on where it was; RecipeError where another runs."""
    check_installed()
    with _alone():
        folder = of(id)
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        for name in (CANCELLED, ENDED, BEGAN):
            (folder / name).unlink(missing_ok=True)
        return _launch(folder, {"name": told["name"], "privacy": told["privacy"]})


def cancel(id: str) -> Run:
    """Stop a run; what it has fitted stays, so that it can go on. Nothing where it has ended."""
    folder = of(id)
    run = read(folder)
    if run.state in ACTIVE:
        (folder / CANCELLED).touch()
        process = json.loads((folder / TOLD).read_text(encoding="utf-8"))["process"]
        until = time.monotonic() + ENDING
        try:
            os.kill(process, signal.SIGTERM)
            while lives(folder) and time.monotonic() < until:
                time.sleep(0.05)
        except OSError:
            pass  # it ended by itself, which each system says in its own way
    return read(folder)


def remove(id: str) -> None:
    """Remove what a run left, but for the model that it made; RecipeError while it runs."""
    folder = of(id)
    run = read(folder)
    if run.state in ACTIVE:
        raise RecipeError(f"{id}: it runs; cancel it first")
    shutil.rmtree(run.model.with_name(f".{run.model.name}.training"), ignore_errors=True)
    shutil.rmtree(folder)


def _is_old(run: Run) -> bool:
    days = settings().retention_days
    return bool(days) and run.state not in ACTIVE and run.started < datetime.now(UTC) - timedelta(days)


@contextmanager
def _alone() -> Iterator[None]:
    """Let nobody else start a run meanwhile; RecipeError where one goes on."""
    from filelock import FileLock

    with FileLock(place() / "start.lock"):
        for run in runs():
            if run.state in ACTIVE:
                raise RecipeError(f"{run.id} runs, and one runs at a time; wait for its end, or cancel it")
        yield


def _moved(recipe: bytes, beside: Path | None) -> bytes:
    """Return a recipe with the paths of the files that lie beside it made whole."""
    text = recipe.decode("utf-8", "replace")

    def whole(found: re.Match[str]) -> str:
        there = (beside / found[2]).resolve() if beside else Path(found[2])
        return found[1] + json.dumps(str(there)) if beside and there.exists() else found[0]

    return PATH.sub(whole, text).encode()


def _checked(folder: Path, beside: Path | None) -> Recipe:
    """Return the recipe of a run; RecipeError where one brought to a server names what lies there."""
    recipe = read_recipe(folder / RECIPE)
    if beside is None and settings().access is not None:
        here = folder.resolve()
        if Path(recipe.encoder.name).exists():
            raise RecipeError(f"encoder.name: {recipe.encoder.name}: on a server name a package")
        for each in (*recipe.source, *recipe.held_out, *recipe.tested):
            if each.path.parent != here:
                raise RecipeError(f"{each.path}: on a server a recipe names files brought with it")
    return recipe


def _launch(folder: Path, told: dict[str, Any]) -> Run:
    command = [sys.executable, "-m", "commscore", "train", str(folder / RECIPE), "--privacy", told["privacy"]]
    command += ["--output", str(own_models() / folder.name), "--watched", str(folder)]
    apart: dict[str, Any] = (
        {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        if os.name == "nt"
        else {"start_new_session": True}  # so that it outlives the app
    )
    with (folder / LOG).open("ab") as log:
        made = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **apart)  # noqa: S603 - our own command, without a shell
    told |= {"started": datetime.now(UTC).isoformat(), "process": made.pid}
    put(folder / TOLD, json.dumps(told))
    return read(folder)
