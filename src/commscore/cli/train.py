"""`commscore train`: a recipe to a model's folder."""

from pathlib import Path

import click

from commscore.types import Privacy

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("train")
@click.argument("recipe", type=FILE)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The model's folder; default models/NAME.",
)
@click.option(
    "--privacy",
    type=click.Choice([str(Privacy.CHECK), str(Privacy.OFF)]),
    default=str(Privacy.CHECK),
    show_default=True,
    help="Refuse data that still name a person for certain, or take them as they are.",
)
@click.option(
    "--watched",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write into FOLDER how far it is, for a program that watches it.",
)
def command(recipe: Path, output: Path | None, privacy: str, watched: Path | None) -> None:
    """Train a model by RECIPE, a TOML file: cross-validated, calibrated, measured, and its card written.

    A run that was stopped goes on where it was when it is called again.
    """
    from commscore.train.runs import check_installed

    check_installed()
    from commscore.cli.progress import progress
    from commscore.train.recipe import read_recipe
    from commscore.train.training import train
    from commscore.train.watched import watched as written

    read = read_recipe(recipe)
    with written(watched) if watched else progress() as say:
        made = train(read, recipe.read_bytes(), output or Path("models") / read.name, say, Privacy(privacy))
    click.echo(f"{made.name}: {len(made.codes)} codes, {len(made.tasks)} tasks; see its card", err=True)
