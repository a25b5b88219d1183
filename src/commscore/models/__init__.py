"""A trained model in use."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commscore.errors import ModelError
from commscore.packages import absent
from commscore.settings import settings

if TYPE_CHECKING:
    from commscore.models.model import Model

DEFAULT: Final = "consultation"  # the usual model of a kind of document has the kind's name
LETTERS: Final = "letter"
RULES: Final = "rules"
RUNTIME: Final = ("onnxruntime", "tokenizers")  # what a trained model runs with
NO_MODEL: Final = "No trained model is in use: what is shown was found by rules alone"
MANIFEST: Final = "manifest.json"
CHOSEN: Final = "models-in-use.json"  # in the user's own data folder


def installed() -> dict[str, Path]:
    """Return the folders of the models that are installed, by name: commscore's, then the user's own."""
    folders = (folder for folder in (settings().models, own_models()) if folder.is_dir())
    found = [path for folder in folders for path in sorted(folder.iterdir()) if (path / MANIFEST).is_file()]
    named: dict[str, Path] = {}
    for path in found:
        named.setdefault(path.name, path)
    return named


def own_models() -> Path:
    """Return the folder of the models that the user trained in the app."""
    return settings().data / "models"


def in_use(usual: str = DEFAULT) -> str:
    """Return the name of the model that reads the `usual` one's kind of document, or "rules".

    It is what the settings name, else what somebody chose (`use`), else the usual one. Raises ModelError
    where the choice cannot be read.
    """
    return set_from_outside(usual) or _choices().get(usual, usual)


def set_from_outside(usual: str) -> str:
    """Return the name of the model that the settings name for a kind of document, "" for none."""
    return {DEFAULT: settings().consultation_model, LETTERS: settings().letter_model}.get(usual, "")


def use(name: str, usual: str = DEFAULT) -> None:
    """Let a model, or "rules", read the `usual` one's kind of document from now on, in whatever program.

    Raises ModelError for a model that is not installed or reads another kind.
    """
    chosen(name, usual)
    path = settings().data / CHOSEN
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(_choices() | {usual: name}) + "\n", encoding="utf-8")
    os.replace(beside, path)


def _choices() -> dict[str, str]:
    path = settings().data / CHOSEN
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise ModelError(f"{path}: which model is in use cannot be read; remove this file") from problem
    return {str(kind): str(name) for kind, name in found.items()} if isinstance(found, dict) else {}


def load(name_or_path: str | Path) -> "Model":
    """Return the model that is installed under this name or lies in this folder, opened once.

    Raises ModelError where there is none, or where its files are not those that its manifest promises.
    """
    name = str(name_or_path)
    plain = re.fullmatch(r"\w[\w.-]*", name) and isinstance(name_or_path, str)
    folder = installed().get(name) if plain else None
    folder = folder or Path(name_or_path)
    if not folder.is_dir():
        known = ", ".join(installed()) or "none"
        raise ModelError(
            f"{name}: no such model; installed: {known}; "
            "name one of these, or the folder of a model, or 'rules' to do without"
        )
    return _opened(folder.resolve())


@cache
def _opened(folder: Path) -> "Model":
    from commscore.models.model import Model

    return Model(folder)


def chosen(wanted: "Model | str | Path | None", usual: str = DEFAULT) -> "Model | None":
    """Return the model to use, None for the rules alone.

    `wanted` is a model, its name or folder, or "rules"; None is the one in use, and the rules where that is
    the `usual` one and it, or what it runs with, is not installed. Raises ModelError for a model of another
    kind of document than the `usual` one's.
    """
    named = in_use(usual) if wanted is None else wanted
    if named == RULES or (wanted is None and named == usual and _lacking(usual)):
        return None
    model = load(named) if isinstance(named, str | Path) else named
    if model.manifest.kind != usual:
        raise ModelError(
            f"{model.folder / MANIFEST}: a model of {model.manifest.kind}s, and one of {usual}s is wanted; "
            f"name one of {usual}s, or 'rules' to do without"
        )
    return model


def rules_alone(usual: str = DEFAULT) -> str:
    """Return a report's warning that no model read it, though none was told not to, and why."""
    lacking = ", ".join(_lacking(usual))
    return f"{NO_MODEL} ({lacking} not installed)" if lacking and in_use(usual) == usual else NO_MODEL


def _lacking(usual: str) -> tuple[str, ...]:
    """Return what must be installed for the usual model to read: itself, and what it runs with."""
    return absent(RUNTIME) if usual in installed() else (f"the model '{usual}'",)
