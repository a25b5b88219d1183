"""`commscore deidentify`: texts in, the same with stand-ins for what is personal out."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commscore.cli.output import try_folder, write
from commscore.cli.score import watched
from commscore.types import Privacy

if TYPE_CHECKING:
    from commscore.errors import UnreadableError
    from commscore.privacy.written import Done

FORMATS = ["text", "jsonl", "findings"]
SUFFIX = {"text": ".txt", "jsonl": ".jsonl", "findings": ".jsonl"}


@click.command("deidentify")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--letters", is_flag=True, help="They are letters; consultations without it.")
@click.option(
    "--coded", is_flag=True, help="They are codings in commscore's JSON: the codes stay on their words."
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="The text, JSON lines of the schema, or where what was found.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file, or a folder for a file each. Standard output without it.",
)
@click.option(
    "--privacy",
    type=click.Choice([str(mode) for mode in Privacy if mode is not Privacy.OFF]),
    default=str(Privacy.REPLACE),
    show_default=True,
    help="Stand-ins, tags such as [NAME_1], or refusal of what holds anything personal.",
)
@click.option(
    "--mark", "marked", multiple=True, metavar="NAME", help="A name to take out besides those found."
)
@click.option("--together", is_flag=True, help="The same stand-ins for the same in all of the texts.")
@click.option(
    "--shift-dates", "shift", is_flag=True, help="Shift the dates of each text by a secret number of days."
)
@click.option(
    "--map",
    "map_",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the map back, encrypted with a passphrase that is asked for, in a folder of its own.",
)
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: tuple[Path, ...],
    letters: bool,
    coded: bool,
    format_: str,
    output: Path | None,
    privacy: str,
    marked: tuple[str, ...],
    together: bool,
    shift: bool,
    map_: Path | None,
) -> None:
    """Take names, numbers and addresses out of the texts at PATHS, and say what was found in each.

    What is found is not all there is: read what comes out before it goes anywhere.
    """
    from commscore.pipeline import deidentify_codings, deidentify_letters, deidentify_paths

    if output is not None:
        try_folder(output if output.is_dir() else output.parent, output)
    passphrase = _passphrase(map_, output, paths)
    options = (privacy, marked, together, shift)
    if coded:
        done, failed = _told(deidentify_codings(paths, letters, *options))
    else:
        done, failed = _told((deidentify_letters if letters else deidentify_paths)(paths, *options))
    if done and privacy != Privacy.CHECK:
        _deliver(done, format_, output)
    if map_ is not None and done:
        from commscore.privacy.locked import locked

        write(map_, locked([(each.what.id, *pair) for each in done for pair in each.pairs], passphrase))
    sys.exit(1 if failed else 0)


def _told(items: "Iterable[Done | UnreadableError]") -> "tuple[list[Done], int]":
    """Return the texts, each told of on standard error, and how many there are none of."""
    from commscore.errors import UnreadableError

    done, failed = [], 0
    for item in watched(items):
        if isinstance(item, UnreadableError):
            failed += 1
            click.echo(f"commscore: {item}", err=True)
        else:
            done.append(item)
            click.echo(f"{item.what.id}: {item.how}", err=True)
    return done, failed


def _passphrase(map_: Path | None, output: Path | None, paths: tuple[Path, ...]) -> str:
    """Return the passphrase of the map; UsageError where it would lie beside the text."""
    if map_ is None:
        return ""
    folder = map_.absolute().parent
    texts = [path if path.is_dir() else path.parent for path in (*paths, *([output] if output else []))]
    if folder in [text.absolute() for text in texts]:
        raise click.UsageError("--map: never beside the text; give it a folder of its own")
    answer: str = click.prompt("Passphrase of the map", hide_input=True, confirmation_prompt=True, err=True)
    return answer


def _deliver(done: "list[Done]", format_: str, output: Path | None) -> None:
    """Write the texts to a file, one each to a folder, or to standard output."""
    from commscore.privacy.written import WRITTEN
    from commscore.report.files import safe

    render = WRITTEN[format_]
    if output is None:
        click.echo(render(done), nl=False)
    elif output.is_dir():
        for number, each in enumerate(done, 1):
            write(output / f"{safe(each.what.id)}-{number}{SUFFIX[format_]}", render([each]).encode())
    else:
        write(output, render(done).encode())
