"""`commscore agreement`: how far two codings agree."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commscore.train.agreement import Agreement

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("agreement")
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@click.option("--only", metavar="START", multiple=True, help="Only documents whose id begins with START.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(first: Path, second: Path, only: tuple[str, ...], format_: str) -> None:
    """Compare the codings FIRST (read as the reference) and SECOND, both in commscore's schema.

    The unit is the turn, or the letter where letters are coded. Disputed codes are left out, and a code that
    its coder was not certain of counts as not given. Intervals come from resampling whole consultations, or
    letters.
    """
    from commscore.train.against import kind_of
    from commscore.types import Kind

    compare = _letters if kind_of((first, second)) is Kind.LETTER else _consultations
    compare(first, second, only, format_)


def _letters(first: Path, second: Path, only: tuple[str, ...], format_: str) -> None:
    from commscore.train.letters.against import letter_agreement, letters_of

    codings = [
        [r for r in letters_of([path]) if r.letter.id.startswith(only or ("",))] for path in (first, second)
    ]
    found = letter_agreement(*codings)
    if format_ == "json":
        click.echo(json.dumps(asdict(found), indent=1))
        return
    _table(found.codes, "letters")
    kappa, exact = (_figure(each.value) for each in (found.severity.kappa, found.severity.exact))
    click.echo(f"Severity of {found.severity.problems} problems: quadratic κ {kappa}, alike {exact}")
    click.echo(f"Priority: {found.level} of {found.letters} alike")


def _consultations(first: Path, second: Path, only: tuple[str, ...], format_: str) -> None:
    from commscore.read.schema import read_coded
    from commscore.train.agreement import agreement, responses

    codings = [
        [r for r in read_coded(path) if r.document.id.startswith(only or ("",))] for path in (first, second)
    ]
    rows, became = agreement(*codings), responses(*codings)
    if format_ == "json":
        found = {"codes": [asdict(row) for row in rows], "responses": [asdict(row) for row in became]}
        click.echo(json.dumps(found, indent=1))
    else:
        _table(rows)
        for row in became:
            click.echo(f"Responses to {row.to}: {row.alike} of {row.moments} alike, κ {_figure(row.kappa)}")


def _table(rows: "tuple[Agreement, ...]", unit: str = "documents") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from commscore.train.agreement import macro_f1

    caption = f"Mean F1 over codes: {_figure(macro_f1(rows))}"
    table = Table(
        title=f"{rows[0].documents if rows else 0} {unit}",
        caption=caption,
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for heading in ("code", "1st", "2nd", "prec.", "recall", "F1", "95 %", "κ", "AC1"):
        table.add_column(heading, justify="left" if heading == "code" else "right", no_wrap=True)
    for row in rows:
        figures = map(_figure, (row.precision, row.recall, row.f1))
        interval = f"{_figure(row.low)}–{_figure(row.high)}"
        table.add_row(
            row.code,
            str(row.given),
            str(row.found),
            *figures,
            interval,
            _figure(row.kappa),
            _figure(row.ac1),
        )
    Console().print(table)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
