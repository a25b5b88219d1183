"""`commscore evaluate`: a model against a coding."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commscore.models.model import Model
    from commscore.train.prediction import Prediction
    from commscore.types import Report

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("evaluate")
@click.argument("model")
@click.argument("coded", metavar="DATA...", nargs=-1, required=True, type=FILE)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file to write to; standard output without.",
)
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what the model gave, as JSON lines in commscore's schema.",
)
def command(
    model: str, coded: tuple[Path, ...], format_: str, output: Path | None, predictions: Path | None
) -> None:
    """Measure MODEL against the codings and labels in DATA, .json or .jsonl files in commscore's schema.

    MODEL is the name of an installed model, the folder of one, or 'rules' for the rules alone. The unit is
    the turn, or the letter where letters are coded; each figure has its interval, the ceiling and the
    baselines beside it.
    """
    from commscore.cli.output import check
    from commscore.report import FORMATS
    from commscore.train.against import kind_of
    from commscore.types import Kind

    for file in filter(None, (output, predictions)):
        check(file, FORMATS["json"])
    measure = _letters if kind_of(coded) is Kind.LETTER else _consultations
    _deliver(measure(model, coded, predictions), format_, output)


def _consultations(model: str, coded: tuple[Path, ...], predictions: Path | None) -> dict[str, Any]:
    from commscore.models import chosen
    from commscore.train.against import evaluated, gold_of

    reader, gold = chosen(model), gold_of(coded)
    read = _read(reader, gold, whole=predictions is not None)
    if predictions is not None:
        _write_predictions(predictions, reader, read)
    others = _read(None, gold, whole=False) if reader else None
    return evaluated(reader, gold, read, others)


def _letters(model: str, coded: tuple[Path, ...], predictions: Path | None) -> dict[str, Any]:
    from commscore.cli.output import write
    from commscore.models import LETTERS, chosen
    from commscore.report.letters.records import as_lines
    from commscore.train.letters.against import evaluated_letters, letters_of

    found, read = evaluated_letters(chosen(model, LETTERS), letters_of(coded))
    if predictions is not None:
        write(predictions, as_lines(read))
    return found


def _read(model: "Model | None", gold: "list[Report]", whole: bool) -> "list[Prediction]":
    from commscore.cli.score import watched
    from commscore.train.against import predictions

    return list(watched(predictions(model, gold, whole)))


def _write_predictions(path: Path, model: "Model | None", read: "list[Prediction]") -> None:
    from commscore.cli.output import write
    from commscore.read.schema import dump
    from commscore.train.against import labels_of

    made = {model.name: model.sha256} if model else {}
    lines = (json.dumps(dump(each.report(labels_of(model), made)), ensure_ascii=False) for each in read)
    write(path, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))


def _deliver(found: dict[str, Any], format_: str, output: Path | None) -> None:
    from commscore.cli.output import write
    from commscore.train.evaluationpage import render as as_page
    from commscore.train.evaluationtext import render as as_text

    if format_ == "html":
        content = as_page(found)
    else:
        text = as_text(found) if format_ == "text" else json.dumps(found, indent=1, ensure_ascii=False)
        content = text.rstrip().encode() + b"\n"
    if output is None:
        click.echo(content, nl=False)
    else:
        write(output, content)
