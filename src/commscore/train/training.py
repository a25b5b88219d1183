"""A whole training run: folds, calibration, figures, the model that ships, its card."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median_low
from typing import Any, Final

from commscore.errors import RecipeError
from commscore.models.manifest import EVALUATION, Manifest
from commscore.train import splits
from commscore.train.card import write_card
from commscore.train.crossvalidation import Fold, fitted_folds, save
from commscore.train.encoders import find
from commscore.train.evaluation import as_json, evaluate
from commscore.train.export import add, publish
from commscore.train.fit import fit
from commscore.train.material import check_answers, is_coded, material
from commscore.train.outoffold import (
    Judged,
    calibration,
    counted,
    floating,
    is_read_whole,
    judged,
    predictions,
    reader,
    seen,
)
from commscore.train.prediction import Prediction, by_rules
from commscore.train.recipe import Recipe
from commscore.train.robustness import as_json as robustness_json
from commscore.train.robustness import robustness
from commscore.train.run import Progress, Run
from commscore.types import Report

RECIPE: Final = "recipe.toml"
EVERY: Final = 3  # of the coded documents one in so many is changed nine times over; ours


def train(recipe: Recipe, source: bytes, output: Path, say: Progress = lambda _: None) -> Manifest:
    """Train by a recipe, whose file reads `source`, write the model's folder and return its manifest.

    Cross-validation comes first: its figures are the model's evaluation, and its predictions calibrate the
    model that is then fitted to everything. What an interrupted run goes on from is kept beside `output`,
    where the model is made as well: it takes the place of an older one only when it is whole. Raises
    RecipeError for a recipe that cannot be followed or that would leak.
    """
    run = begin(recipe, output, say)
    folds = fitted_folds(run)
    made = run.place("all")
    _fit_all(run, folds, made)
    say("reading what each model never saw")
    found = [seen(fold, recipe) for fold in folds]
    add(made, {RECIPE: source}, calibration(found, recipe))
    add(made, {EVALUATION: _written(_figures(run, judged(found, recipe)))})
    write_card(made)
    return publish(made, output)


def begin(recipe: Recipe, output: Path, say: Progress) -> Run:
    """Return a run whose data and encoder are there, and whose split does not leak."""
    measured = material(source for source in recipe.source if source.measured)
    more = material(source for source in recipe.source if not source.measured)
    splits.check([*measured, *more], material(recipe.held_out))
    splits.check_apart(measured, more)
    check_answers([*measured, *more], recipe.task)
    if not any(is_coded(report) for report in measured):
        raise RecipeError("source: nothing that is measured is coded by the codebook; add a coding to learn")
    kept = output.with_name(f".{output.name}.training")
    return Run(recipe, find(recipe.encoder), tuple(measured), tuple(more), kept, say)


def _fit_all(run: Run, folds: Sequence[Fold], folder: Path) -> None:
    """Fit to everything, for as many epochs as was best in the folds, and write the model's folder."""
    data = [*run.reports, *run.more]
    told = replace(run, say=lambda at: run.say(f"the model on everything: {at}"))
    epochs = median_low(fold.epochs for fold in folds)
    save(run, fit(told, data, [], run.place("all.state"), epochs), folder, data)


def _figures(run: Run, found: Sequence[Judged]) -> dict[str, Any]:
    gold, given = map(list, zip(*predictions(found), strict=True))
    labels = {task.task: task.labels for task in run.recipe.task}
    run.say("the rules")
    ruled = [by_rules(g.document) if is_read_whole(g) else Prediction(g.document) for g in gold]
    others = {"rules": ruled, "tfidf": counted([part.fold for part in found], run)}
    run.say("figures")
    figures = as_json(evaluate(gold, given, labels=labels, others=others, model=run.recipe.name))
    coded: list[Report] = [report for report in gold if is_coded(report)]
    run.say("eight bits against full precision")
    eight = [each for each in zip(gold, given, strict=True) if is_coded(each[0])]
    codes = run.recipe.codes
    figures["int8"] = {"int8": _mean_f1(eight, codes), "float": _mean_f1(floating(found), codes)}
    run.say("robustness")
    figures["robustness"] = robustness_json(robustness(coded[::EVERY], reader(found)))
    return figures


def _mean_f1(pairs: Iterable[tuple[Report, Prediction]], codes: Iterable[str]) -> float | None:
    """Return the mean F1 of these codes, to four decimals; None where none has one."""
    gold, given = map(list, zip(*((replace(one, labels=()), other) for one, other in pairs), strict=True))
    found = evaluate(gold, given).parts["all"].codes
    values = (found[code].f1.value for code in codes if code in found)
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None


def _written(found: Mapping[str, Any]) -> bytes:
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
