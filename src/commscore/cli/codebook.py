"""`commscore codebook`: what is coded, and on what evidence."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from commscore.codebook.schema import CodeEntry


@click.command("codebook")
@click.argument("names", nargs=-1, metavar="[CODE]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(names: tuple[str, ...], format_: str) -> None:
    """Show the codes, or the CODEs named, with when each is given and the studies that bear on it.

    Those of letters are called as in a coding: `listening`, `stage.ward`, `ask.apology`, `flag.legal`.
    """
    from commscore import codebook

    letters = _letter_codes()
    known = {**codebook.codes(), **letters}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.BadParameter(f"no code is called {', '.join(unknown)}; the codes are {', '.join(known)}")
    entries = [entry for name, entry in codebook.codes().items() if not names or name in names]
    others = {name: entry for name, entry in letters.items() if not names or name in names}
    if format_ == "json":
        found = [entry.model_dump(mode="json") for entry in entries]
        found += [{"kind": "letter", **entry, "name": name} for name, entry in others.items()]
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
        return
    if entries:
        _show(entries, full=bool(names))
    if others:
        _show_letters(others)


def _letter_codes() -> dict[str, dict[str, Any]]:
    """Return the entries of the letter codebook by the names of their codes, in its order."""
    from commscore.codebook.coded import ASK, FLAG, STAGE
    from commscore.codebook.letters import letter

    book = letter()
    parts = (("", book.category), (STAGE, book.stage), (ASK, book.ask), (FLAG, book.flag))
    return {start + entry.name: entry.model_dump(mode="json") for start, each in parts for entry in each}


def _show_letters(entries: dict[str, dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from commscore.codebook.letters import letter

    console = Console(highlight=False)
    console.print(f"Letter codebook, version {letter().version}\n", markup=False)
    for name, entry in entries.items():
        console.print(Text.assemble((entry["title"], "bold"), f"  ({name})"))
        level = f"\nPriority of the letter: {entry['level']}." if "level" in entry else ""
        said = f"{entry['give'][0].upper()}{entry['give'][1:]}.{level}"
        console.print(Padding(Text(said), (0, 0, 1, 2)))
    for severity in letter().severity:
        console.print(Text(f"Severity {severity.level}, {severity.title}: {severity.give}"))


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
