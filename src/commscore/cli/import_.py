"""`commscore import`: a public corpus in its own format to commscore's schema."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commscore.cli.output import write
from commscore.train.corpora import CORPORA, Corpus

if TYPE_CHECKING:
    from commscore.errors import UnreadableError
    from commscore.types import Report

LISTED = "\n".join(f"  {name:<10} {corpus.title}" for name, corpus in CORPORA.items())


HELP = f"""Bring CORPUS, in its own format at PATHS (files or folders), to JSON lines in commscore's schema.

Labels of other schemes than the codebook are kept as tasks. The corpora:

\b
{LISTED}"""


@click.command("import", help=HELP)
@click.argument("corpus", type=click.Choice(list(CORPORA)), metavar="CORPUS")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), help="A .jsonl file. Standard output without it.")
def command(corpus: str, paths: tuple[Path, ...], output: Path | None) -> None:
    """Write the corpus's documents; what is wrong is named, and the rest goes on."""
    from commscore.report.records import as_lines

    if output is not None and output.is_dir():
        raise click.BadParameter(f"{output} is a folder; name a file, like {output / corpus}.jsonl")
    reports, problems = _read(corpus, paths)
    for problem in problems:
        click.echo(f"commscore: {problem}", err=True)
    if reports and output is not None:
        write(output, as_lines(reports))
    elif reports:
        click.echo(as_lines(reports), nl=False)
    click.echo(f"{summary(reports, len(problems))}\n{terms(CORPORA[corpus])}", err=True)
    sys.exit(1 if problems else 0)


def _read(corpus: str, paths: tuple[Path, ...]) -> "tuple[list[Report], list[UnreadableError]]":
    from commscore.errors import UnreadableError

    reports: dict[str, Report] = {}
    problems: list[UnreadableError] = []
    for path in paths:
        try:
            for found in CORPORA[corpus].reader(path):
                if isinstance(found, UnreadableError):
                    problems.append(found)
                elif found.document.id in reports:
                    name, file = found.document.id, found.document.source
                    problems.append(UnreadableError(f"{file}: {name} was there before; leave one out"))
                else:
                    reports[found.document.id] = found
        except UnreadableError as problem:
            problems.append(problem)
    return list(reports.values()), problems


def terms(corpus: Corpus) -> str:
    """Return the corpus's licence and source, and whether weights trained on it may not ship."""
    ships = "" if corpus.ships else " No weights that ship with commscore are trained on it."
    return f"Licence: {corpus.licence}. Source: {corpus.source}.{ships}"


def summary(reports: "list[Report]", problems: int) -> str:
    """Return what was written, and what was not.

    >>> summary([], 1)
    '0 documents, 0 turns, 0 codes, 0 labels written; 1 problem (named above)'
    """
    counts = {
        "document": len(reports),
        "turn": sum(len(report.document.turns) for report in reports),
        "code": sum(len(report.codes) for report in reports),
        "label": sum(len(report.labels) for report in reports),
    }
    written = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items())
    warned = sum(bool(report.provenance.warnings) for report in reports)
    noted = f"; {warned} with a warning in the provenance" if warned else ""
    left = f"; {problems} problem{'' if problems == 1 else 's'} (named above)" if problems else ""
    return f"{written} written{noted}{left}"
