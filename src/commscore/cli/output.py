"""Where results go: standard output, a file, or a folder of files, never half-written."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from commscore.report import Format
from commscore.types import Report


def deliver(reports: Sequence[Report], form: Format, output: Path | None) -> None:
    """Write the reports in this form to `output`, or to standard output.

    A form of one file a report goes to a folder when there are several.
    """
    if output is None:
        click.echo(form.render(reports), nl=False)
    elif form.one_file_each and (len(reports) > 1 or output.is_dir() or not output.suffix):
        for name, report in zip(names(reports), reports, strict=True):
            write(output / f"{name}{form.suffix}", form.render([report]))
    else:
        write(output / f"commscore{form.suffix}" if output.is_dir() else output, form.render(reports))


def names(reports: Sequence[Report]) -> list[str]:
    """Return a file name for each report: its id, without what file systems refuse, numbered if it recurs."""
    taken: dict[str, int] = {}
    found = []
    for report in reports:
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in report.document.id).strip(".")[:100]
        name = safe or "consultation"
        taken[name.lower()] = count = taken.get(name.lower(), 0) + 1
        found.append(name if count == 1 else f"{name}-{count}")
    return found


def write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
