"""A whole training run for letters: folds by author, calibration by letter, figures, the model that ships."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median_low
from typing import Any, Final

from commscore.errors import RecipeError
from commscore.models import RULES
from commscore.models.manifest import EVALUATION, Manifest
from commscore.models.model import Model
from commscore.models.reading import Reading
from commscore.pipeline import assess_letters
from commscore.read.letterschema import read_coded_letters
from commscore.train import splits
from commscore.train.cells import binary, cells
from commscore.train.crossvalidation import Fold, fitted_folds, save
from commscore.train.encoders import find
from commscore.train.evaluation import rounded
from commscore.train.export import add, publish
from commscore.train.fit import fit
from commscore.train.letters.baseline import fit_counted
from commscore.train.letters.card import write_letter_card
from commscore.train.letters.figures import letter_part
from commscore.train.letters.heads import letter_heads, severity_head
from commscore.train.letters.material import Lettered, lettered
from commscore.train.letters.registers import is_of_registers, registers
from commscore.train.material import check_answers, read
from commscore.train.outoffold import Calibration
from commscore.train.recipe import Recipe, Source
from commscore.train.resample import resampling
from commscore.train.run import Progress, Run
from commscore.train.thresholds import raw_heads, raw_tasks, task_heads
from commscore.types import LetterReport, Report

LETTERS: Final = "letters"
RECIPE: Final = "recipe.toml"
MEASURED: Final = "letters"
TESTED: Final = "tested"
TFIDF: Final = "tfidf"
NHS: Final = ("nhs.listening", "nhs.communication")
YES: Final = "yes"
SCHEMA: Final = "commscore-letter-evaluation/1"


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The coded letters of a run: those that are measured, those only trained on, those only tested.

    `registers` are those of the tested that tell the same facts in several registers.
    """

    measured: tuple[Lettered, ...]
    more: tuple[Lettered, ...]
    tested: tuple[Lettered, ...]
    registers: tuple[LetterReport, ...] = ()

    @classmethod
    def of(cls, recipe: Recipe) -> "Letters":
        """Return the letters that a recipe names; RecipeError where none is measured."""
        own = [source for source in recipe.source if source.corpus == LETTERS]
        measured = [each for s in own if s.measured for each in coded_letters(s)]
        if not measured:
            raise RecipeError("source: no coded letters that are measured; add a source of corpus 'letters'")
        more = [each for s in own if not s.measured for each in coded_letters(s)]
        read_last = [each for s in recipe.tested for each in coded_letters(s)]
        tested = [each for each in read_last if not is_of_registers(each)]
        told = tuple(each for each in read_last if is_of_registers(each))
        return cls(tuple(lettered(measured)), tuple(lettered(more)), tuple(lettered(tested)), told)

    @property
    def known(self) -> tuple[Lettered, ...]:
        """The letters that the finished model was trained on."""
        return (*self.measured, *self.more)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A fold with its letters and its other documents, as its model read them before any calibration."""

    fold: Fold
    letters: tuple[Lettered, ...]
    readings: tuple[Reading, ...]
    others: tuple[Report, ...]
    other_readings: tuple[Reading, ...]


def train_letters(recipe: Recipe, source: bytes, output: Path, say: Progress) -> Manifest:
    """Train a model of letters by a recipe; see `train.training.train`."""
    letters = Letters.of(recipe)
    run = _run(recipe, letters, output, say)
    folds = fitted_folds(run)
    made = run.place("all")
    _fit_all(run, folds, made)
    say("reading what each model never saw")
    found = [_seen(fold, letters.measured, recipe) for fold in folds]
    add(made, {RECIPE: source}, calibration(found, recipe))
    figures = _figures(found, letters, recipe, Model(made), say)
    add(made, {EVALUATION: (json.dumps(figures, indent=1, ensure_ascii=False) + "\n").encode()})
    write_letter_card(made)
    return publish(made, output)


def coded_letters(source: Source) -> Iterator[LetterReport]:
    """Yield the coded letters of a source, those whose id begins as `only` says."""
    for report in read_coded_letters(source.path):
        letter = report.letter
        if source.only and not letter.id.startswith(source.only):
            continue
        start = re.match(r"\D*", letter.id)
        author = f"{LETTERS}-{start[0] if start else ''}" if source.by_author else letter.group
        yield replace(report, letter=replace(letter, group=author or letter.id))


def _run(recipe: Recipe, letters: Letters, output: Path, say: Progress) -> Run:
    """Return a run over the letters' sentences and the other corpora, whose split does not leak."""
    others = {
        flag: [
            report for s in recipe.source if s.corpus != LETTERS and s.measured is flag for report in read(s)
        ]
        for flag in (True, False)
    }
    measured = [*(each.report for each in letters.measured), *others[True]]
    rest = [*(each.report for each in letters.more), *others[False]]
    splits.check([*measured, *rest], [each.report for each in letters.tested])
    splits.check_apart(measured, rest)
    check_answers([*measured, *rest], recipe.task)
    kept = output.with_name(f".{output.name}.training")
    return Run(recipe, find(recipe.encoder), tuple(measured), tuple(rest), kept, say)


def _fit_all(run: Run, folds: Sequence[Fold], folder: Path) -> None:
    data = [*run.reports, *run.more]
    told = replace(run, say=lambda at: run.say(f"the model on everything: {at}"))
    epochs = median_low(fold.epochs for fold in folds)
    save(run, fit(told, data, [], run.place("all.state"), epochs), folder, data)


def _seen(fold: Fold, measured: Sequence[Lettered], recipe: Recipe) -> Seen:
    letters = {each.report.document.id: each for each in measured}
    model = Model(fold.folder).calibrated({"codes": raw_heads(recipe), "tasks": raw_tasks(recipe)})
    own = tuple(letters[r.document.id] for r in fold.tested if r.document.id in letters)
    others = tuple(r for r in fold.tested if r.document.id not in letters)
    readings = model.read([each.report.document for each in own], moments=False)
    return Seen(
        fold, own, tuple(readings), others, tuple(model.read([r.document for r in others], moments=False))
    )


def calibration(found: Iterable[Seen], recipe: Recipe) -> Calibration:
    """Return heads, tasks and severity from what models read of letters that they were not fitted to."""
    parts = list(found)
    letters = [each for part in parts for each in part.letters]
    readings = [reading for part in parts for reading in part.readings]
    reports = [*(each.report for each in letters), *(r for part in parts for r in part.others)]
    read_all = [*readings, *(r for part in parts for r in part.other_readings)]
    return {
        "codes": letter_heads(letters, readings, recipe),
        "tasks": task_heads(reports, read_all, recipe),
        "severity": severity_head(letters, readings),
    }


def _figures(
    found: Sequence[Seen], letters: Letters, recipe: Recipe, made: Model, say: Progress
) -> dict[str, Any]:
    """Return the figures of the letters, each read by a model of other authors, and of the tested ones."""
    say("figures")
    gold = [each.gold for own in found for each in own.letters]
    given = [report for own in found for report in _judged(own, found, recipe)]
    counted = [report for own in found for report in _counted(own, letters)]
    parts = {MEASURED: _part(gold, given)}
    others = {RULES: {MEASURED: _part(gold, _ruled(gold))}, TFIDF: {MEASURED: _part(gold, counted)}}
    if letters.tested:
        tested = [each.gold for each in letters.tested]
        texts = [each.letter for each in tested]
        parts[TESTED] = _part(tested, list(assess_letters(texts, model=made)))
        others[RULES][TESTED] = _part(tested, _ruled(tested))
        others[TFIDF][TESTED] = _part(
            tested, fit_counted([each.gold for each in letters.known]).predict(texts)
        )
    told = [each.letter for each in letters.registers]
    tone = {"registers": rounded(asdict(registers(list(assess_letters(told, model=made)))))} if told else {}
    return {
        "schema": SCHEMA,
        "model": recipe.name,
        "parts": parts,
        "baselines": others,
        "nhs": _nhs(found),
        **tone,
    }


def _nhs(found: Sequence[Seen]) -> dict[str, Any]:
    """Return for each of the two labels of NHS comments the F1 of "yes", the shares' threshold a half."""
    gold = [report for part in found for report in part.others]
    readings = [reading for part in found for reading in part.other_readings]
    drawn = resampling([report.document for report in gold])
    figures = {}
    for task in NHS:
        rows = [
            (number, label.value == YES, bool(reading.tasks[task][0].argmax()), False, float("nan"))
            for number, (report, reading) in enumerate(zip(gold, readings, strict=True))
            for label in report.labels
            if label.task == task and task in reading.tasks
        ]
        if rows:
            figures[task] = rounded(asdict(binary(cells(rows), drawn).f1))
    return figures


def _judged(own: Seen, found: Sequence[Seen], recipe: Recipe) -> list[LetterReport]:
    """Return a fold's letters as read by its model, calibrated on all folds but its own."""
    model = Model(own.fold.folder).calibrated(calibration((o for o in found if o is not own), recipe))
    return list(assess_letters([each.gold.letter for each in own.letters], model=model))


def _counted(own: Seen, letters: Letters) -> list[LetterReport]:
    tested = {each.gold.letter.id for each in own.letters}
    rest = [each.gold for each in letters.known if each.gold.letter.id not in tested]
    return fit_counted(rest).predict([each.gold.letter for each in own.letters])


def _ruled(gold: Sequence[LetterReport]) -> list[LetterReport]:
    return list(assess_letters([each.letter for each in gold], model=RULES))


def _part(gold: Sequence[LetterReport], read_: Sequence[LetterReport]) -> dict[str, Any]:
    found: dict[str, Any] = rounded(asdict(letter_part(gold, read_)))
    return found
