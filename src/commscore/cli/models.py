"""`commscore models`: what trained models are installed, with their cards."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

FIGURES = {
    "F1": ("all", "macro_f1"),
    "F1 (clinician)": ("all", "macro_f1_clinician"),
    "categories F1": ("letters", "means", "categories"),
    "severity κ": ("letters", "severity", "kappa"),
    "urgent found": ("letters", "urgent", "recall"),
}


@dataclass(frozen=True, slots=True)
class Installed:
    """A model's folder as a row: `problem` is "" where every file is what its manifest promises."""

    name: str
    folder: str
    megabytes: float
    created: str
    codes: tuple[str, ...]
    corpora: tuple[str, ...]
    figures: dict[str, str]
    sha256: str
    problem: str


@click.command("models")
@click.argument("name", required=False, metavar="[NAME|PATH]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str | None, format_: str) -> None:
    """Show the trained models that are installed, or print the card of the one named.

    Exit status 1 where a model is not what its manifest promises.
    """
    from commscore.models import installed, load

    if name is not None:
        click.echo(card(load(name).folder))
        return
    rows = [row(name, folder) for name, folder in installed().items()]
    if format_ == "json":
        click.echo(json.dumps([asdict(r) for r in rows], indent=1, ensure_ascii=False))
    elif rows:
        from rich.console import Console

        Console().print(_table(rows))
    else:
        click.echo("No trained model is installed: consultations and letters are read by rules alone.")
    for problem in (r.problem for r in rows if r.problem):
        click.echo(f"commscore: {problem}", err=True)
    if any(r.problem for r in rows):
        raise SystemExit(1)


def card(folder: Path) -> str:
    """Return a model's card as it was written, Markdown."""
    from commscore.errors import ModelError

    try:
        return (folder / "card.md").read_text(encoding="utf-8")
    except OSError as problem:
        raise ModelError(f"{folder / 'card.md'}: this model has no card; train it again") from problem


def row(name: str, folder: Path) -> Installed:
    """Return what is to be said of a model's folder, its files checked."""
    from commscore.errors import ModelError
    from commscore.models.manifest import EVALUATION
    from commscore.models.model import Model

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
    )


def figures(path: Path) -> dict[str, str]:
    """Return the headline figures of an evaluation with their intervals; none without one."""
    from commscore.train.tables import at

    try:
        parts = json.loads(path.read_text(encoding="utf-8"))["parts"]
        found = {title: at(parts, *place) or {} for title, place in FIGURES.items()}
        return {title: _estimate(**entry) for title, entry in found.items() if entry.get("value") is not None}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def _estimate(value: float, low: float | None = None, high: float | None = None, **_: object) -> str:
    return f"{value:.2f}" + ("" if low is None or high is None else f" ({low:.2f} to {high:.2f})")


def _table(rows: list[Installed]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("model", "MB", "codes", "trained on", "figures", "files"):
        table.add_column(heading, justify="right" if heading in {"MB", "codes"} else "left")
    for r in rows:
        figures = "\n".join(f"{name} {value}" for name, value in r.figures.items()) or "–"
        corpora, state = ", ".join(r.corpora) or "–", "changed or missing" if r.problem else "as promised"
        cells = (r.name, f"{r.megabytes:.1f}", str(len(r.codes)) if r.codes else "–", corpora, figures, state)
        table.add_row(*map(Text, cells))
    return table
