"""The option --keep: reports into the store, beside what a command does with them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commscore.types import LetterReport, Report

KEEP = click.option(
    "--keep",
    is_flag=True,
    help="Keep each report in the store too, until its time is over.",
)


def try_store() -> None:
    """Raise StoreError where nothing could be kept."""
    from commscore.store import open_store

    with open_store():
        pass


def keep_all(reports: "Sequence[Report | LetterReport]") -> None:
    """Keep the reports, all or none, and say so on standard error."""
    from commscore.store import open_store

    with open_store() as store:
        kept = store.add(reports)
    until = f" until {kept[0].until}" if kept and kept[0].until else ""
    click.echo(f"{len(kept)} report{'' if len(kept) == 1 else 's'} kept{until}: commscore kept", err=True)
