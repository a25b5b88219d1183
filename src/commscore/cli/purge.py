"""`commscore purge`: documents out of the store, with everything derived from them."""

from uuid import UUID

import click


@click.command("purge")
@click.argument("ids", nargs=-1, type=click.UUID, metavar="[ID]...")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(0, 36_500),
    metavar="DAYS",
    help="Whatever has been kept for more days than this.",
)
@click.option("--all", "everything", is_flag=True, help="Whatever is kept.")
@click.option("--yes", is_flag=True, help="With --all: do not ask first.")
def command(ids: tuple[UUID, ...], days: int | None, everything: bool, yes: bool) -> None:
    """Remove the documents of the IDs from the store, with everything derived from them, for good.

    `commscore kept` lists the IDs. The audit table stays. Files that were written outside the store, and the
    texts themselves, are yours to delete.
    """
    from commscore.store import open_store

    if bool(ids) + (days is not None) + everything != 1:
        raise click.UsageError("say what is to go: IDs, or --older-than DAYS, or --all")
    with open_store() as store:
        if ids:
            gone = store.remove(ids)
        elif days is not None:
            gone = store.remove_older(days)
        else:
            if not yes:
                click.confirm(f"Remove all that is kept ({len(store.kept())})?", abort=True, err=True)
            gone = store.remove_all()
    click.echo(f"{gone} document{'' if gone == 1 else 's'} removed from the store", err=True)
