"""The installed models, with what each says of itself: card, figures, whether its files are its own."""

import json
from dataclasses import dataclass
from pathlib import Path

from commscore.errors import ModelError
from commscore.models import in_use
from commscore.models.manifest import EVALUATION, read_manifest
from commscore.models.model import Model
from commscore.train.tables import Json, at
from commscore.types import Kind

FIGURES = {
    "F1": ("all", "macro_f1"),
    "F1 (clinician)": ("all", "macro_f1_clinician"),
    "categories F1": ("letters", "means", "categories"),
    "severity κ": ("letters", "severity", "kappa"),
    "urgent found": ("letters", "urgent", "recall"),
}


@dataclass(frozen=True, slots=True)
class Installed:
    """A model's folder as a row: `problem` is "" where every file is what its manifest promises.

    `in_use` says whether it reads the documents of its `kind` now.
    """

    name: str
    folder: str
    megabytes: float
    created: str
    codes: tuple[str, ...]
    corpora: tuple[str, ...]
    figures: dict[str, str]
    sha256: str
    problem: str
    kind: str = ""
    in_use: bool = False


def card(folder: Path) -> str:
    """Return a model's card as it was written, Markdown."""
    try:
        return (folder / "card.md").read_text(encoding="utf-8")
    except OSError as problem:
        raise ModelError(f"{folder / 'card.md'}: this model has no card; train it again") from problem


def row(name: str, folder: Path) -> Installed:
    """Return what is to be said of a model's folder, its files checked."""
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 1e6
    try:
        model = Model(folder)
    except ModelError as problem:
        return Installed(name, str(folder), size, "", (), (), {}, "", str(problem))
    made = model.manifest
    return Installed(
        name,
        str(folder),
        size,
        made.created,
        tuple(head.code for head in made.codes),
        tuple(corpus.name for corpus in made.training.corpora),
        figures(folder / EVALUATION),
        model.sha256,
        "",
        str(made.kind),
        in_use(made.kind) == name,
    )


def kind_of(folder: Path) -> Kind | None:
    """Return what the model of a folder reads, None where its manifest cannot be read."""
    try:
        return read_manifest(folder).kind
    except ModelError:
        return None


def evaluation(folder: Path) -> Json | None:
    """Return the evaluation that lies in a model's folder; None without one that can be read."""
    try:
        found = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("parts"), dict) else None


def figures(path: Path) -> dict[str, str]:
    """Return the headline figures of an evaluation with their intervals; none without one."""
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))["parts"]
        found = {title: at(parts, *place) or {} for title, place in FIGURES.items()}
        return {title: _estimate(**entry) for title, entry in found.items() if entry.get("value") is not None}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def _estimate(value: float, low: float | None = None, high: float | None = None, **_: object) -> str:
    return f"{value:.2f}" + ("" if low is None or high is None else f" ({low:.2f} to {high:.2f})")
