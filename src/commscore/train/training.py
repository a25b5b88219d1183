"""A whole training run: folds, calibration, figures, the model that ships, its card."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median_low
from types import MappingProxyType
from typing import Any, Final, Protocol

from commscore.models.manifest import EVALUATION, Corpus, Manifest
from commscore.models.model import Model
from commscore.train import splits
from commscore.train.consultations import Consultations
from commscore.train.crossvalidation import Fold, fitted_folds, save
from commscore.train.encoders import find
from commscore.train.export import add, publish
from commscore.train.fit import fit
from commscore.train.letters.training import Letters
from commscore.train.material import check_answers, check_kind
from commscore.train.outoffold import Calibration, Seen, seen
from commscore.train.personal import check_private
from commscore.train.recipe import Recipe
from commscore.train.run import Progress, Run
from commscore.types import Kind, Privacy, Report

RECIPE: Final = "recipe.toml"


class Work(Protocol):
    """What documents of one kind bring to a training run, beside what is the same for all."""

    @property
    def measured(self) -> Sequence[Report]:
        """What is split into folds."""

    @property
    def more(self) -> Sequence[Report]:
        """What is trained on in each fold and tested in none."""

    @property
    def held_out(self) -> Sequence[Report]:
        """What may be in neither."""

    @property
    def origins(self) -> Mapping[str, Corpus]:
        """Where a document comes from, by group, if its id does not say it."""

    def calibration(self, found: Iterable[Seen]) -> Calibration:
        """Return entries of the manifest from what models read of documents that they never saw."""

    def figures(self, run: Run, found: Sequence[Seen], made: Model) -> Mapping[str, Any]:
        """Return what stands in the model's evaluation; `made` is the model fitted to everything."""

    def write_card(self, folder: Path) -> Manifest:
        """Write the card of a model that is otherwise whole into its folder."""


WORK: Final[Mapping[Kind, Callable[[Recipe], Work]]] = MappingProxyType(
    {Kind.CONSULTATION: Consultations.of, Kind.LETTER: Letters.of}
)


def train(
    recipe: Recipe,
    source: bytes,
    output: Path,
    say: Progress = lambda _: None,
    privacy: Privacy = Privacy.CHECK,
) -> Manifest:
    """Train by a recipe, whose file reads `source`, write the model's folder and return its manifest.

    Cross-validation comes first: its figures are the model's evaluation, and its predictions calibrate the
    model that is then fitted to everything. What an interrupted run goes on from is kept beside `output`,
    where the model is made as well: it takes the place of an older one only when it is whole. Raises
    RecipeError for a recipe that cannot be followed or that would leak, and for data that name a person for
    certain, unless `privacy` is off.
    """
    work = WORK[recipe.kind](recipe)
    if privacy is not Privacy.OFF:
        check_private((*work.measured, *work.more))
    run = begin(recipe, work, output, say)
    folds = fitted_folds(run)
    made = run.place("all")
    _fit_all(run, folds, made)
    say("reading what each model never saw")
    found = [seen(fold, recipe) for fold in folds]
    add(made, {RECIPE: source}, work.calibration(found))
    add(made, {EVALUATION: _written(work.figures(run, found, Model(made)))})
    work.write_card(made)
    return publish(made, output)


def begin(recipe: Recipe, work: Work, output: Path, say: Progress) -> Run:
    """Return a run whose data and encoder are there, and whose split does not leak."""
    data = [*work.measured, *work.more]
    check_kind(data, recipe.kind)
    splits.check(data, work.held_out)
    splits.check_apart(work.measured, work.more)
    check_answers(data, recipe.task)
    kept = output.with_name(f".{output.name}.training")
    measured, more = tuple(work.measured), tuple(work.more)
    return Run(recipe, find(recipe.encoder), measured, more, kept, say, work.origins)


def _fit_all(run: Run, folds: Sequence[Fold], folder: Path) -> None:
    """Fit to everything, for as many epochs as was best in the folds, and write the model's folder."""
    data = [*run.reports, *run.more]
    told = replace(run, say=lambda at: run.say(f"the model on everything: {at}"))
    epochs = median_low(fold.epochs for fold in folds)
    save(run, fit(told, data, [], run.place("all.state"), epochs), folder, data)


def _written(found: Mapping[str, Any]) -> bytes:
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
