"""`commscore kept`: what is in the store, and its reports out of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from commscore.cli.output import table, try_folder, write

if TYPE_CHECKING:
    from commscore.store.items import Kept


@click.command("kept")
@click.argument("ids", nargs=-1, type=click.UUID, metavar="[ID]...")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file. Standard output without it."
)
def command(ids: tuple[UUID, ...], output: Path | None) -> None:
    """List what is kept, or write the reports of the IDs as JSON lines.

    The list names the day on which each goes by itself, and how far a letter is. What is written out is noted
    in the audit table, and is yours to look after.
    """
    from commscore.report.records import lines
    from commscore.store import open_store
    from commscore.store.records import dump

    if output is not None:
        try_folder(output.parent, output)
    with open_store() as store:
        if not ids:
            _list(store.kept())
            return
        written = lines(map(dump, store.export(ids)))
    if output is None:
        click.echo(written, nl=False)
    else:
        write(output, written)


def _list(kept: "Sequence[Kept]") -> None:
    if not kept:
        click.echo("Nothing is kept. To keep reports: commscore score PATH... --keep", err=True)
        return
    table(("id", "kind", "kept on", "goes on", "status", "name"), map(_row, kept))


def _row(kept: "Kept") -> tuple[str, ...]:
    status = str(kept.status) if kept.kind == "letter" else ""
    return str(kept.id), str(kept.kind), str(kept.at.date()), str(kept.until or "never"), status, kept.name
