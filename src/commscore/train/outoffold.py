"""What the folds' models say of documents that they never saw, calibrated on other folds than theirs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commscore.models.model import Model
from commscore.models.reading import Reading
from commscore.train.baselines import fit_tfidf
from commscore.train.crossvalidation import Fold
from commscore.train.material import group, is_coded
from commscore.train.prediction import Prediction, by_model
from commscore.train.recipe import Recipe
from commscore.train.run import Run
from commscore.train.thresholds import raw_heads, raw_tasks
from commscore.types import Document, Report

Calibration = Mapping[str, object]  # entries of a manifest: codes, tasks, severity


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A fold, and its documents as its model read them before any calibration."""

    fold: Fold
    readings: tuple[Reading, ...]

    def pairs(self) -> Iterator[tuple[Report, Reading]]:
        """Yield the documents with their readings."""
        return zip(self.fold.tested, self.readings, strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A fold, and its model calibrated on all folds but its own, in eight bits and at full precision."""

    fold: Fold
    model: Model
    floating: Model


def seen(fold: Fold, recipe: Recipe) -> Seen:
    """Return what a fold's model makes of its documents."""
    model = Model(fold.folder).calibrated({"codes": raw_heads(recipe), "tasks": raw_tasks(recipe)})
    return Seen(fold, tuple(model.read([report.document for report in fold.tested], moments=False)))


def judged(found: Sequence[Seen], calibrate: Callable[[Sequence[Seen]], Calibration]) -> list[Judged]:
    """Return each fold with its model, calibrated on all folds but its own."""
    return [_judged(own.fold, calibrate([other for other in found if other is not own])) for own in found]


def _judged(fold: Fold, calibration: Calibration) -> Judged:
    return Judged(fold, *(Model(each).calibrated(calibration) for each in (fold.folder, fold.floating)))


def predictions(found: Iterable[Judged]) -> Iterator[tuple[Report, Prediction]]:
    """Yield every document with what the model that never saw it gives."""
    for part in found:
        tested = part.fold.tested
        whole = [is_read_whole(report) for report in tested]
        yield from zip(tested, by_model(part.model, tested, whole), strict=True)


def is_read_whole(report: Report) -> bool:
    """Return whether a document is read for codes: it has some, or is told apart by its scores."""
    return is_coded(report) or any(label.turn is None for label in report.labels)


def reader(found: Sequence[Judged]) -> Callable[[Sequence[Document]], list[Prediction]]:
    """Return a function that reads documents, changed or not, each by the model that never saw its id."""
    models = {report.document.id: part.model for part in found for report in part.fold.tested}

    def read(documents: Sequence[Document]) -> list[Prediction]:
        given: dict[str, Prediction] = {}
        for part in found:
            own = [document for document in documents if models[document.id] is part.model]
            each = by_model(part.model, [Report(document) for document in own], [True] * len(own))
            given |= {document.id: one for document, one in zip(own, each, strict=True)}
        return [given[document.id] for document in documents]

    return read


def floating(found: Iterable[Judged]) -> Iterator[tuple[Report, Prediction]]:
    """Yield every coded document with what the model that never saw it gives at full precision."""
    for part in found:
        tested = [report for report in part.fold.tested if is_coded(report)]
        yield from zip(tested, by_model(part.floating, tested, [True] * len(tested)), strict=True)


def counted(folds: Sequence[Fold], run: Run) -> list[Prediction]:
    """Return what TF-IDF with logistic regression gives, fold by fold on the same splits."""
    tasks = {task.task: task.labels for task in run.recipe.task}
    found: list[Prediction] = []
    for number, fold in enumerate(folds):
        run.say(f"TF-IDF, fold {number + 1} of {len(folds)}")
        names = {group(report) for report in fold.tested}
        rest = [*(report for report in run.reports if group(report) not in names), *run.more]
        model = fit_tfidf(rest, run.recipe.codes, tasks)
        found += model.predict([report.document for report in fold.tested])
    return found
