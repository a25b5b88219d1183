"""What the folds' models say of documents that they never saw, calibrated on other folds than theirs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commscore.models.model import Model
from commscore.models.reading import Reading
from commscore.train.baselines import fit_tfidf
from commscore.train.crossvalidation import Fold
from commscore.train.material import group, is_coded
from commscore.train.prediction import Prediction, by_model, by_rules
from commscore.train.recipe import Recipe
from commscore.train.run import Run
from commscore.train.thresholds import Ruled, code_heads, raw_heads, raw_tasks, task_heads
from commscore.types import Document, Report

Calibration = Mapping[str, object]  # entries of a manifest: codes, tasks


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A fold, its documents as its model read them before any calibration, and the rules' votes on each."""

    fold: Fold
    readings: tuple[Reading, ...]
    votes: tuple[Ruled, ...]

    def coded(self) -> Iterator[tuple[Report, Reading, Ruled]]:
        """Yield the coded documents with their readings and votes."""
        rows = zip(self.fold.tested, self.readings, self.votes, strict=True)
        return (row for row in rows if is_coded(row[0]))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A fold, and its model calibrated on all folds but its own."""

    fold: Fold
    model: Model


def seen(fold: Fold, recipe: Recipe) -> Seen:
    """Return what a fold's model makes of its documents."""
    model = Model(fold.folder).calibrated({"codes": raw_heads(recipe), "tasks": raw_tasks(recipe)})
    readings = tuple(model.read([report.document for report in fold.tested], moments=False))
    votes = tuple(_votes(r.document, recipe) if is_coded(r) else frozenset() for r in fold.tested)
    return Seen(fold, readings, votes)


def _votes(document: Document, recipe: Recipe) -> Ruled:
    if not recipe.voted:
        return frozenset()
    return {(code.code, code.turn) for code in by_rules(document).codes if code.code in recipe.voted}


def calibration(found: Iterable[Seen], recipe: Recipe) -> Calibration:
    """Return heads from what models read of documents that they were not fitted to."""
    parts = list(found)
    gold, readings, votes = map(list, zip(*(row for part in parts for row in part.coded()), strict=True))
    everything = [report for part in parts for report in part.fold.tested]
    return {
        "codes": code_heads(gold, readings, votes, recipe),
        "tasks": task_heads(everything, [reading for part in parts for reading in part.readings], recipe),
    }


def judged(found: Sequence[Seen], recipe: Recipe) -> list[Judged]:
    """Return each fold with its model, calibrated on all folds but its own."""
    return [
        Judged(
            own.fold,
            Model(own.fold.folder).calibrated(calibration((o for o in found if o is not own), recipe)),
        )
        for own in found
    ]


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
        heads = {"codes": part.model.manifest.codes, "tasks": part.model.manifest.tasks}
        model = Model(part.fold.floating).calibrated(heads)
        tested = [report for report in part.fold.tested if is_coded(report)]
        yield from zip(tested, by_model(model, tested, [True] * len(tested)), strict=True)


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
