"""`commscore models`: what trained models are installed, with their cards."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table

    from commscore.train.installed import Installed


@click.command("models")
@click.argument("name", required=False, metavar="[NAME|PATH]")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(name: str | None, format_: str) -> None:
    """Show the trained models that are installed, or print the card of the one named.

    Exit status 1 where a model is not what its manifest promises.
    """
    from commscore.models import installed, load
    from commscore.train.installed import card, row

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


def _table(rows: "list[Installed]") -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("model", "in use", "MB", "codes", "trained on", "figures", "files"):
        table.add_column(heading, justify="right" if heading in {"MB", "codes"} else "left")
    for r in rows:
        figures = "\n".join(f"{name} {value}" for name, value in r.figures.items()) or "–"
        corpora, state = ", ".join(r.corpora) or "–", "changed or missing" if r.problem else "as promised"
        cells = (
            r.name,
            "yes" if r.in_use else "",
            f"{r.megabytes:.1f}",
            str(len(r.codes)) if r.codes else "–",
            corpora,
            figures,
            state,
        )
        table.add_row(*map(Text, cells))
    return table
