"""Consultations in a training run: by turn, and the rules vote where the recipe says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from commscore.errors import RecipeError
from commscore.models.manifest import Corpus, Manifest
from commscore.models.model import Model
from commscore.train.card import write_card
from commscore.train.evaluation import as_json, evaluate
from commscore.train.material import is_coded, material
from commscore.train.outoffold import (
    Calibration,
    Judged,
    Seen,
    counted,
    floating,
    is_read_whole,
    judged,
    predictions,
    reader,
)
from commscore.train.prediction import Prediction, by_rules
from commscore.train.recipe import Recipe
from commscore.train.robustness import as_json as robustness_json
from commscore.train.robustness import robustness
from commscore.train.run import Run
from commscore.train.thresholds import Ruled, code_heads, task_heads
from commscore.types import Document, Report

EVERY: Final = 3  # of the coded documents one in so many is changed nine times over; ours


@dataclass(frozen=True, eq=False)
class Consultations:
    """The consultations of a recipe, as `train.training.Work` says."""

    recipe: Recipe
    measured: Sequence[Report]
    more: Sequence[Report]
    held_out: Sequence[Report]
    origins: Mapping[str, Corpus] = field(default_factory=dict)

    @classmethod
    def of(cls, recipe: Recipe) -> "Consultations":
        """Return the documents that a recipe names; RecipeError where none that is measured is coded."""
        measured = material(source for source in recipe.source if source.measured)
        more = material(source for source in recipe.source if not source.measured)
        if not any(is_coded(report) for report in measured):
            raise RecipeError(
                "source: nothing that is measured is coded by the codebook; add a coding to learn"
            )
        return cls(recipe, measured, more, material(recipe.held_out))

    def calibration(self, found: Iterable[Seen]) -> Calibration:
        """Return heads from what models read of documents that they were not fitted to."""
        pairs = [pair for part in found for pair in part.pairs()]
        everything, readings = map(list, zip(*pairs, strict=True))
        coded = [(r, reading, self._votes[r.document.id]) for r, reading in pairs if is_coded(r)]
        gold, read, votes = map(list, zip(*coded, strict=True))
        return {
            "codes": code_heads(gold, read, votes, self.recipe),
            "tasks": task_heads(everything, readings, self.recipe),
        }

    def figures(self, run: Run, found: Sequence[Seen], made: Model) -> dict[str, Any]:
        """Return the evaluation, each document read by a model that never saw it, and what it withstands."""
        parts = judged(found, self.calibration)
        gold, given = map(list, zip(*predictions(parts), strict=True))
        labels = {task.task: task.labels for task in self.recipe.task}
        run.say("the rules")
        ruled = [by_rules(g.document) if is_read_whole(g) else Prediction(g.document) for g in gold]
        others = {"rules": ruled, "tfidf": counted([part.fold for part in parts], run)}
        run.say("figures")
        figures = as_json(evaluate(gold, given, labels=labels, others=others, model=self.recipe.name))
        run.say("eight bits against full precision")
        figures["int8"] = self._eight_bits(zip(gold, given, strict=True), parts)
        run.say("robustness")
        coded: list[Report] = [report for report in gold if is_coded(report)]
        figures["robustness"] = robustness_json(robustness(coded[::EVERY], reader(parts)))
        return figures

    def write_card(self, folder: Path) -> Manifest:
        """Write the card into the model's folder."""
        return write_card(folder)

    @cached_property
    def _votes(self) -> dict[str, Ruled]:
        return {r.document.id: self._voted(r.document) for r in self.measured if is_coded(r)}

    def _voted(self, document: Document) -> Ruled:
        if not self.recipe.voted:
            return frozenset()
        return {(c.code, c.turn) for c in by_rules(document).codes if c.code in self.recipe.voted}

    def _eight_bits(
        self, given: Iterable[tuple[Report, Prediction]], parts: Sequence[Judged]
    ) -> dict[str, float | None]:
        eight = [pair for pair in given if is_coded(pair[0])]
        codes = self.recipe.codes
        return {"int8": _mean_f1(eight, codes), "float": _mean_f1(floating(parts), codes)}


def _mean_f1(pairs: Iterable[tuple[Report, Prediction]], codes: Iterable[str]) -> float | None:
    """Return the mean F1 of these codes, to four decimals; None where none has one."""
    gold, given = map(list, zip(*((replace(one, labels=()), other) for one, other in pairs), strict=True))
    found = evaluate(gold, given).parts["all"].codes
    values = (found[code].f1.value for code in codes if code in found)
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None
