"""The options for many documents, and a run over an archive as it is seen from the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from commscore.batch.how import LIMIT, How

if TYPE_CHECKING:
    from commscore.batch.run import Outcome
    from commscore.batch.task import Task

PARQUET: Final = "parquet"
ARCHIVES: Final = (PARQUET, "jsonl")
ON: Final = "--format parquet or jsonl with --output"
OPTIONS: Final = (
    click.option("--workers", type=click.IntRange(1), help="How many processes. One a processor without it."),
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        show_default=True,
        help=f"Processes of this machine, or Ray, for {ON}.",
    ),
    click.option("--ray-address", envvar="RAY_ADDRESS", help="A Ray cluster. This machine without it."),
    click.option(
        "--time-limit",
        type=click.FloatRange(1),
        default=LIMIT,
        show_default=True,
        help="Seconds after which a document is given up, where several processes work.",
    ),
)


def scale(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options for many documents, as its argument `how`."""

    @wraps(command)
    def called(
        *given: object,
        workers: int | None = None,
        engine: Literal["local", "ray"] = "local",
        ray_address: str | None = None,
        time_limit: float = LIMIT,
        **named: object,
    ) -> None:
        command(*given, how=How(engine, workers or 0, time_limit, ray_address), **named)

    return reduce(lambda made, option: option(made), reversed(OPTIONS), called)


def is_archive(format_: str, output: Path | None, keep: bool, how: How) -> bool:
    """Return whether reports go straight to files; UsageError where that is wanted and cannot be."""
    if format_ == PARQUET and output is None:
        raise click.UsageError("--format parquet writes a folder of files: --output FOLDER")
    if format_ == PARQUET and keep:
        raise click.UsageError("--keep holds all reports in memory; keep them with another --format")
    straight = format_ in ARCHIVES and output is not None and not keep
    if how.engine == "ray" and not straight:
        raise click.UsageError(f"--engine ray is for {ON}, without --keep")
    return straight


def run(  # noqa: PLR0913, PLR0917 - what, how, and where to
    paths: tuple[Path, ...], task: "Task", output: Path, name: str, format_: str, how: How
) -> "Outcome":
    """Run over an archive, showing how far it is; what has no report is named on standard error.

    `name` is that of a file of lines where `output` is a folder.
    """
    from commscore.batch.run import archive

    if format_ != PARQUET and output.is_dir():
        output /= f"{name}.{format_}"
    with counted() as count:
        return archive(
            paths,
            task,
            output,
            format_,
            how,
            step=lambda done: count(done.read + done.failed),
            refused=lambda why: click.echo(f"commscore: {why}", err=True),
        )


@contextmanager
def counted() -> Iterator[Callable[[float], None]]:
    """Give what counts documents done, on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.completed:.0f} done"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        done = progress.add_task("", total=None)
        yield lambda count: progress.advance(done, count)
