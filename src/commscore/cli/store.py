"""`commscore store`: all that is kept to one file, and back."""

from pathlib import Path

import click

from commscore.cli.output import try_folder, write


@click.group("store")
def command() -> None:
    """Write all that is kept to one file, or add such a file to what is kept: to move it, or keep a copy.

    The file holds the documents with their text, what people did with them, saved views and the audit table.
    It is not encrypted.
    """


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write all that is kept to FILE, as JSON lines.

    That each document was written out is noted in the audit table, and the file is yours to look after.
    """
    from commscore.store import open_store

    try_folder(file.parent, file)
    with open_store() as store:
        write(file, "".join(store.export_all()).encode("ascii"))


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Add what `commscore store export` wrote to FILE to what is kept, all of it or nothing.

    What was kept there for long enough already goes by itself when the store is next opened.
    """
    from commscore.errors import UnreadableError
    from commscore.store import open_store

    with file.open(encoding="ascii", errors="replace") as lines, open_store() as store:
        try:
            came = store.import_all(lines)
        except UnreadableError as problem:
            raise UnreadableError(f"{file.name}: {problem}") from None
    click.echo(f"{came} document{'' if came == 1 else 's'} added to the store", err=True)


@command.command("dataset")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def dataset(folder: Path) -> None:
    """Write what people coded and corrected into FOLDER, as JSON lines that a recipe can train on.

    coded.jsonl holds consultations that somebody coded, or corrected and read as a whole; corrected.jsonl
    those in which a trainer only said something of single codes: all else in them is disputed, and a recipe
    should have `measured = false` for it. letters.jsonl holds coded letters. They hold the texts. That they
    were written out is noted in the audit table, and the files are yours to look after.
    """
    from commscore.errors import StoreError
    from commscore.store import open_store
    from commscore.train.dataset import dataset, written

    try_folder(folder, folder)
    with open_store() as store:
        files = written(dataset(store))
    if not files:
        raise StoreError(
            "nobody finished a coding or corrected a kept consultation; code or correct some first"
        )
    for name, content in files.items():
        write(folder / name, content)
        count = content.strip().count(b"\n") + bool(content.strip())
        click.echo(f"{folder / name}: {count} document{'' if count == 1 else 's'}", err=True)
