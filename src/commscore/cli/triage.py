"""`commscore triage`: letters of complaint in, a ranked queue out."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from commscore.batch.how import How
from commscore.cli.keep import KEEP, keep_all, try_store
from commscore.cli.output import try_folder, write
from commscore.cli.scale import PARQUET, is_archive, run, scale
from commscore.cli.score import named_columns, watched
from commscore.report.letters import FORMATS, MONTHS, REPLY
from commscore.types import Kind, LetterReport, Privacy

if TYPE_CHECKING:
    from commscore.batch.task import Item
    from commscore.types import Letter

ON_DISK = {"html", "docx", "pdf", "xlsx"}  # a terminal cannot show them
NATIONS = ["england", "scotland", "wales", "northern-ireland"]


@click.command("triage")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice([*FORMATS, PARQUET]), default="text", show_default=True
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file, or a folder that is there; for parquet a folder. Standard output without it.",
)
@click.option(
    "--received",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the letters came, before any date in a mail's header. It is never guessed.",
)
@click.option(
    "--nation", type=click.Choice(NATIONS), default=NATIONS[0], show_default=True, help="Whose clocks run."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="For tables of a letter a row: which column holds id, text, received or reference.",
)
@click.option(
    "--reply",
    type=click.Path(path_type=Path),
    metavar="DRAFT",
    help="A draft reply to the one letter: what it answers, and what it leaves out.",
)
@click.option("--summary", is_flag=True, help="Counts by month instead of the queue, small numbers withheld.")
@click.option(
    "--model",
    metavar="NAME|PATH|rules",
    help="A trained model, or 'rules' to do without. The model 'letter' where it is installed.",
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
    received: datetime | None,
    nation: str,
    columns: tuple[str, ...],
    reply: Path | None,
    summary: bool,
    model: str | None,
    privacy: str,
    how: How,
    keep: bool = False,
) -> None:
    """Read the letters at PATHS (files, folders or zips) and put them in an order whose reasons are shown.

    The order is a rule's and hides nothing: read every letter.
    """
    from commscore.batch.gather import gather
    from commscore.batch.task import Task
    from commscore.read.letterrows import LetterColumns

    suffix = _suffix(format_, reply, summary)
    _check(output, format_, suffix)
    fields, day = named_columns(columns, LetterColumns), _day(received)
    task = Task(Kind.LETTER, privacy, model, columns=fields, nation=nation, received=day)
    if not (reply or summary) and is_archive(format_, output, keep, how) and output is not None:
        outcome = run(paths, task, output, "queue", format_, how)
        _close(outcome.levels, outcome.failed)
    if keep:
        try_store()
    draft = None if reply is None else _draft(reply, privacy)
    reports, failed = _read(gather(paths, task, how), one=draft is not None)
    if keep:
        keep_all(reports)
    if reports and not (output is None and _shown(format_, reports, draft is None and not summary)):
        content = _made(reports, format_, draft, summary)
        name = "queue" if draft is None else "reply"
        _deliver(content, output, f"{'summary' if summary else name}{suffix}")
    _close(Counter(report.priority.level for report in reports), failed)


def _check(output: Path | None, format_: str, suffix: str) -> None:
    """Raise CommscoreError where nothing could be written, UsageError where it must be said where to."""
    if output is not None:
        try_folder(output if output.is_dir() else output.parent, output)
    elif format_ in ON_DISK and sys.stdout.isatty():
        raise click.UsageError(f"say where to: --output FILE{suffix}")


def _close(levels: Mapping[str, int], failed: int) -> NoReturn:
    click.echo(closing(levels, failed), err=True)
    sys.exit(1 if failed else 0)


def _read(items: "Iterable[Item]", one: bool) -> "tuple[list[LetterReport], int]":
    """Return the reports, and how many inputs could not be read, each named on standard error."""
    from commscore.errors import UnreadableError

    reports: list[LetterReport] = []
    failed = 0
    for item in watched(items):
        if isinstance(item, UnreadableError):
            failed += 1
            click.echo(f"commscore: {item}", err=True)
        elif isinstance(item, LetterReport):
            reports.append(item)
        if one and len(reports) > 1:
            raise click.UsageError("--reply is the reply to one letter, and there are several here")
    return reports, failed


def _deliver(content: bytes, output: Path | None, name: str) -> None:
    if output is None:
        click.echo(content, nl=False)
    else:
        write(output / name if output.is_dir() else output, content)


def _suffix(format_: str, reply: Path | None, summary: bool) -> str:
    """Return the suffix of the one file to write; UsageError where that is not made in this format."""
    if reply and summary:
        raise click.UsageError("give either --reply or --summary: they are two files")
    made: Mapping[str, object] = REPLY if reply else MONTHS if summary else {**FORMATS, PARQUET: None}
    if format_ not in made:
        option = "--reply" if reply else "--summary"
        raise click.UsageError(f"{option} is made in these formats: {', '.join(made)}")
    return "" if format_ == PARQUET else FORMATS[format_].suffix


def _day(received: datetime | None) -> date | None:
    day = received.date() if received else None
    if day and day > date.today():
        raise click.BadParameter("that day is still to come", param_hint="--received")
    return day


def _draft(path: Path, privacy: str) -> str:
    """Return the text of a draft reply, in any format of letters; UnreadableError where there is none."""
    from commscore.errors import UnreadableError
    from commscore.pipeline import deidentify_letters

    found: list[Letter] = []
    for item in deidentify_letters([path], privacy):
        if isinstance(item, UnreadableError):
            raise item
        found.append(item.what)
    if len(found) != 1:
        raise click.BadParameter(f"{path.name}: {len(found)} texts; give one draft", param_hint="--reply")
    return found[0].text


def _shown(format_: str, reports: "Sequence[LetterReport]", queue: bool) -> bool:
    """Show the queue where it is text and standard output is a terminal; return whether it was shown."""
    if format_ != "text" or not queue or not sys.stdout.isatty():
        return False
    from commscore.report.letters.terminal import show_here

    show_here(reports)
    return True


def _made(reports: "Sequence[LetterReport]", format_: str, draft: str | None, summary: bool) -> bytes:
    """Return the queue, the summary or what a draft answers, in a format that it is made in."""
    if draft is not None:
        from commscore.triage.reply import check

        return REPLY[format_].render((reports[0], check(reports[0], draft)))
    if summary:
        from commscore.triage.summary import monthly

        return MONTHS[format_].render(monthly(reports))
    return FORMATS[format_].render(reports)


def closing(levels: Mapping[str, int], failed: int) -> str:
    """Return the closing line: how many letters stand where, and how many inputs could not be read.

    >>> closing({"high": 1}, 1)
    '1 letter read: 1 high; 1 input could not be read (named above)'
    """
    count = sum(levels.values())
    at = ", ".join(f"{levels[level]} {level}" for level in ("urgent", "high", "standard") if level in levels)
    read = f"{count} letter{'' if count == 1 else 's'} read" + (f": {at}" if at else "")
    left = f"; {failed} input{'' if failed == 1 else 's'} could not be read (named above)" if failed else ""
    return read + left
