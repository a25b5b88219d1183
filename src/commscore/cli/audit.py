"""`commscore audit`: who did what with which document of the store."""

from typing import TYPE_CHECKING

import click

from commscore.cli.output import table

if TYPE_CHECKING:
    from commscore.store.audit import Entry

COLUMNS = ("at (UTC)", "who", "action", "kind", "id")


@click.command("audit")
@click.option("--format", "format_", type=click.Choice(["text", "csv"]), default="text", show_default=True)
def command(format_: str) -> None:
    """Print who added, opened, changed, exported or removed which document, newest first.

    It holds no text and no names of documents, and outlives what was removed.
    """
    from commscore.report.table import written
    from commscore.store import open_store

    with open_store() as store:
        rows = [_row(entry) for entry in store.audit()]
    if format_ == "csv":
        click.echo(written(COLUMNS, rows), nl=False)
    else:
        table(COLUMNS, rows)


def _row(entry: "Entry") -> tuple[str, ...]:
    return (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.who, str(entry.action), entry.kind, str(entry.item))
