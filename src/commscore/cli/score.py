"""`commscore score`: consultations in, reports out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

from commscore.cli.keep import KEEP, keep_all, try_store
from commscore.cli.output import check, deliver, is_folder, show
from commscore.report import FORMATS, Format
from commscore.types import Privacy

Item = TypeVar("Item")


@click.command("score")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file; for html, docx and pdf of several consultations a folder. Standard output without it.",
)
@click.option("--clinician", help="Who gives care: the speaker's label, or several separated by commas.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For tables: which column holds speaker, text, start, end or id.",
)
@click.option(
    "--model",
    metavar="NAME|PATH|rules",
    help="A trained model, or 'rules' to do without. The model 'consultation' where it is installed.",
)
@click.option(
    "--privacy",
    type=click.Choice([str(mode) for mode in Privacy]),
    default=str(Privacy.REPLACE),
    show_default=True,
    help="What is done about personal details: stand-ins, tags, refusal, or nothing where the text is "
    "anonymised already.",
)
@KEEP
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    clinician: str | None,
    columns: tuple[str, ...],
    privacy: str,
    model: str | None,
    keep: bool = False,
) -> None:
    """Read the consultations at PATHS (files, folders or zips) and report what was found in each."""
    from commscore.errors import UnreadableError
    from commscore.pipeline import assess_paths
    from commscore.read.table import Columns

    form = FORMATS[format_]
    if output is not None:
        check(output, form)
    elif form.one_file_each and sys.stdout.isatty():
        raise click.UsageError(
            f"say where to: --output FILE{form.suffix}, or a folder for several consultations"
        )
    if keep:
        try_store()
    reports, failed = [], 0
    for item in watched(assess_paths(paths, clinician, named_columns(columns, Columns), privacy, model)):
        if isinstance(item, UnreadableError):
            failed += 1
            click.echo(f"commscore: {item}", err=True)
        else:
            reports.append(item)
        if len(reports) > 1 and not _holds_several(form, output):
            raise click.UsageError(f"several consultations: --output FOLDER (one {form.suffix} file each)")
    if keep:
        keep_all(reports)
    if reports and not (format_ == "text" and output is None and show(reports)):
        deliver(reports, form, output)
    click.echo(summary(len(reports), failed), err=True)
    sys.exit(1 if failed else 0)


def _holds_several(form: Format, output: Path | None) -> bool:
    return not form.one_file_each or (output is not None and is_folder(output, form))


def named_columns(given: tuple[str, ...], kind: type[Item]) -> Item | None:
    """Return the columns of "FIELD=NAME", `kind` being a dataclass whose fields they are; None without any.

    Raises BadParameter for a field that it does not have, or a name that is left out.
    """
    pairs = dict(item.partition("=")[::2] for item in given)
    known = list(kind.__annotations__)
    if set(pairs) - set(known) or not all(pairs.values()):
        fields = ", ".join(known)
        raise click.BadParameter(f"write FIELD=NAME, where FIELD is one of {fields}", param_hint="--column")
    return kind(**pairs) if pairs else None


def watched(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, counting those done on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.completed:.0f} done"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(items, total=None)


def summary(done: int, failed: int) -> str:
    """Return the closing line: how many were scored, how many not, and what to do next.

    >>> summary(1, 0)
    '1 consultation scored. To look at consultations in your browser: commscore app'
    """
    scored = f"{done} consultation{'' if done == 1 else 's'} scored"
    left = f", {failed} input{'' if failed == 1 else 's'} could not be read (named above)" if failed else ""
    return f"{scored}{left}. To look at consultations in your browser: commscore app"
