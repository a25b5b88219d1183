"""`commscore score`: consultations in, reports out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from commscore.batch.how import How
from commscore.cli.keep import KEEP, keep_all, try_store
from commscore.cli.output import check, deliver, is_folder, show, try_folder
from commscore.cli.scale import PARQUET, counted, is_archive, run, scale
from commscore.report import FORMATS, Format
from commscore.types import Kind, Privacy, Report

if TYPE_CHECKING:
    from commscore.batch.task import Task

Item = TypeVar("Item")


@click.command("score")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS, PARQUET]), default="text", show_default=True
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file; for parquet, and html, docx and pdf of several, a folder. Standard output without it.",
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
@scale
@KEEP
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    clinician: str | None,
    columns: tuple[str, ...],
    privacy: str,
    model: str | None,
    how: How,
    keep: bool = False,
) -> None:
    """Read the consultations at PATHS (files, folders or zips) and report what was found in each."""
    from commscore.batch.task import Task
    from commscore.read.table import Columns

    task = Task(Kind.CONSULTATION, privacy, model, clinician, named_columns(columns, Columns))
    if is_archive(format_, output, keep, how) and output is not None:
        try_folder(output if output.is_dir() else output.parent, output)
        outcome = run(paths, task, output, "commscore", format_, how)
        done, failed = outcome.read, outcome.failed
    else:
        done, failed = _shown(paths, task, FORMATS[format_], output, how, keep)
    click.echo(summary(done, failed), err=True)
    sys.exit(1 if failed else 0)


def _shown(  # noqa: PLR0913, PLR0917 - what, how, and where to
    paths: tuple[Path, ...], task: "Task", form: Format, output: Path | None, how: How, keep: bool
) -> tuple[int, int]:
    """Show or write reports for people; return how many there are, and how many inputs gave none."""
    from commscore.batch.gather import gather
    from commscore.errors import UnreadableError

    if output is not None:
        check(output, form)
    elif form.one_file_each and sys.stdout.isatty():
        raise click.UsageError(
            f"say where to: --output FILE{form.suffix}, or a folder for several consultations"
        )
    if keep:
        try_store()
    reports: list[Report] = []
    failed = 0
    for item in watched(gather(paths, task, how)):
        if isinstance(item, UnreadableError):
            failed += 1
            click.echo(f"commscore: {item}", err=True)
        elif isinstance(item, Report):
            reports.append(item)
        if len(reports) > 1 and not _holds_several(form, output):
            raise click.UsageError(f"several consultations: --output FOLDER (one {form.suffix} file each)")
    if keep:
        keep_all(reports)
    if reports and not (form is FORMATS["text"] and output is None and show(reports)):
        deliver(reports, form, output)
    return len(reports), failed


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
    with counted() as count:
        for item in items:
            yield item
            count(1)


def summary(done: int, failed: int) -> str:
    """Return the closing line: how many were scored, how many not, and what to do next.

    >>> summary(1, 0)
    '1 consultation scored. To look at consultations in your browser: commscore app'
    """
    scored = f"{done} consultation{'' if done == 1 else 's'} scored"
    left = f", {failed} input{'' if failed == 1 else 's'} could not be read (named above)" if failed else ""
    return f"{scored}{left}. To look at consultations in your browser: commscore app"
