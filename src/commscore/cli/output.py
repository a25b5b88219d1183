"""Where results go: standard output, a file, or a folder of files, never half-written."""

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from commscore.errors import CommscoreError
from commscore.report import Format
from commscore.report.files import names
from commscore.types import Report

WIDEST = 250  # columns of a table: ids, dates, and a name of at most 120 letters


def is_folder(output: Path, form: Format) -> bool:
    """Tell whether files go into `output` rather than to it: a folder that is there, or a name that is none.

    A form of one file a report takes a name without a suffix for a folder to make.
    """
    return output.is_dir() or (form.one_file_each and not output.suffix)


def check(output: Path, form: Format) -> None:
    """Raise CommscoreError where nothing could be written to `output`; leaves nothing behind."""
    try_folder(output if is_folder(output, form) else output.parent, output)


def try_folder(folder: Path, output: Path) -> None:
    """Raise CommscoreError, with `output` as its place, where nothing could be written to the folder."""
    there = next(f for f in (folder.absolute(), *folder.absolute().parents) if f.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as problem:
        raise _unwritable(output, problem) from problem


def deliver(reports: Sequence[Report], form: Format, output: Path | None) -> None:
    """Write the reports in this form to `output`, or to standard output.

    Raises CommscoreError where a file cannot be written.
    """
    if output is None:
        click.echo(form.render(reports), nl=False)
    elif not is_folder(output, form):
        write(output, form.render(reports))
    elif form.one_file_each:
        for name, report in zip(names(reports), reports, strict=True):
            write(output / f"{name}{form.suffix}", form.render([report]))
    else:
        write(output / f"commscore{form.suffix}", form.render(reports))


def show(reports: Sequence[Report]) -> bool:
    """Show the reports as text where standard output is a terminal; return whether it is one."""
    if not sys.stdout.isatty():
        return False
    from commscore.report.terminal import show_here

    show_here(reports)
    return True


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as wide as it is, so that no id is cut in two where it goes into another command."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = Table(*headings, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for row in rows:
        found.add_row(*map(Text, row))
    Console(highlight=False, width=WIDEST).print(found)


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone; CommscoreError where it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise _unwritable(path, problem) from problem


def _unwritable(path: Path, problem: OSError) -> CommscoreError:
    why = (problem.strerror or type(problem).__name__).lower()
    held = isinstance(problem, PermissionError) and path.is_file()  # as Windows holds what is open
    first = "close the program that has it open, or " if held else ""
    return CommscoreError(f"{path}: cannot be written ({why}); {first}give --output a place you may write to")
