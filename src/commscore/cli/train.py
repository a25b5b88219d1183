"""`commscore train`: a recipe to a model's folder."""

from importlib.util import find_spec
from pathlib import Path

import click

from commscore.errors import CommscoreError
from commscore.types import Privacy

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXTRA = ("torch", "transformers", "onnx", "sklearn")


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
def command(recipe: Path, output: Path | None, privacy: str) -> None:
    """Train a model by RECIPE, a TOML file: cross-validated, calibrated, measured, and its card written.

    A run that was stopped goes on where it was when it is called again.
    """
    if not all(find_spec(package) for package in EXTRA):
        raise CommscoreError("training needs packages that are not installed: pip install 'commscore[train]'")
    from commscore.cli.progress import progress
    from commscore.train.recipe import read_recipe
    from commscore.train.training import train

    read = read_recipe(recipe)
    with progress() as say:
        made = train(read, recipe.read_bytes(), output or Path("models") / read.name, say, Privacy(privacy))
    click.echo(f"{made.name}: {len(made.codes)} codes, {len(made.tasks)} tasks; see its card", err=True)
