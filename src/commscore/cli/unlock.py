"""`commscore unlock`: an encrypted map back to the words that were replaced."""

import json
from pathlib import Path

import click


@click.command("unlock")
@click.argument("map_", metavar="MAP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(map_: Path) -> None:
    """Show what MAP, which `deidentify --map` wrote, says: JSON lines of the words and what stands for them.

    The passphrase is asked for. What is shown is personal: mind where it goes.
    """
    from commscore.privacy.locked import unlocked

    passphrase = click.prompt("Passphrase of the map", hide_input=True, err=True)
    for what, old, new in unlocked(map_.read_bytes(), passphrase):
        click.echo(json.dumps({"id": what, "words": old, "stand_in": new}, ensure_ascii=False))
