"""`commscore codebook`: what is coded, and on what evidence."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from commscore.codebook.schema import CodeEntry


@click.command("codebook")
@click.argument("names", nargs=-1, metavar="[CODE]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(names: tuple[str, ...], format_: str) -> None:
    """Show the codes, or the CODEs named, with when each is given and the studies that bear on it."""
    from commscore import codebook

    unknown = [name for name in names if name not in codebook.codes()]
    if unknown:
        known = ", ".join(codebook.codes())
        raise click.BadParameter(f"no code is called {', '.join(unknown)}; the codes are {known}")
    entries = [entry for name, entry in codebook.codes().items() if not names or name in names]
    if format_ == "json":
        click.echo(
            json.dumps([entry.model_dump(mode="json") for entry in entries], indent=1, ensure_ascii=False)
        )
    else:
        _show(entries, full=bool(names))


def _show(entries: "list[CodeEntry]", full: bool) -> None:
    from rich.console import Console

    from commscore import codebook

    console, titles = Console(highlight=False), {d.name: d.title for d in codebook.consultation().domain}
    console.print(f"Consultation codebook, version {codebook.consultation().version}\n", markup=False)
    domain = None
    for entry in entries:
        if entry.domain != domain:
            domain = entry.domain
            console.rule(titles.get(domain, "What patients say"), align="left")
        _show_code(console, entry, full)


def _show_code(console: "Console", entry: "CodeEntry", full: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from commscore import codebook

    console.print(Text.assemble((entry.title, "bold"), f"  ({entry.name})"))
    lines = [f"Given when {entry.give}."]
    if entry.not_when:
        lines.append(f"Not when {entry.not_when}.")
    lines.append("For example: " + " ".join(f"“{example}”" for example in entry.examples))
    for card in codebook.evidence().values():
        if entry.name in card.codes:
            found = f". {card.found} What it does not show: {card.not_shown}" if full else ""
            lines.append(f"Evidence: {card.study} ({card.status}){found}")
    console.print(Padding(Text("\n".join(lines)), (0, 0, 1, 2)))
