"""Coded letters in a training run: read by sentence, calibrated and measured by letter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from commscore.detect.letters.together import by_rules
from commscore.errors import RecipeError
from commscore.models.letters import SEVERITY
from commscore.models.manifest import Corpus, Manifest
from commscore.models.model import Model
from commscore.read.letterschema import read_coded_letters
from commscore.train.crossvalidation import OWN
from commscore.train.letters.card import write_letter_card
from commscore.train.letters.heads import ReadLetter, letter_heads, severity_head
from commscore.train.letters.material import Lettered, lettered
from commscore.train.letters.measured import figures
from commscore.train.letters.registers import is_of_registers
from commscore.train.material import is_taken, read, sourced
from commscore.train.outoffold import Calibration, Seen
from commscore.train.recipe import LETTERS, Recipe, Source
from commscore.train.run import Run
from commscore.train.thresholds import raw_tasks, task_heads
from commscore.types import LetterReport, Report


@dataclass(frozen=True, eq=False)
class Letters:
    """The letters of a recipe, as `train.training.Work` says, and the other documents beside them.

    `own` are the coded letters that are measured, `rich` those only trained on, `tested` those that the
    finished model is measured on, `registers` those of them that tell the same facts in several registers.
    The ids of those that may be quoted are `quotable`.
    """

    recipe: Recipe
    own: tuple[Lettered, ...]
    rich: tuple[Lettered, ...]
    tested: tuple[Lettered, ...]
    registers: tuple[Lettered, ...]
    measured: Sequence[Report]
    more: Sequence[Report]
    held_out: Sequence[Report]
    origins: Mapping[str, Corpus]
    quotable: frozenset[str]

    @classmethod
    def of(cls, recipe: Recipe) -> "Letters":
        """Return the letters that a recipe names; RecipeError where none is measured."""
        coded = {s: lettered(coded_letters(s)) for s in _sources(recipe) if s.corpus == LETTERS}
        own, rich = (
            _joined(coded, (s for s in recipe.source if s.measured is measured)) for measured in (True, False)
        )
        if not own:
            raise RecipeError(
                f"source: no coded letters that are measured; add a source of corpus '{LETTERS}'"
            )
        last = _joined(coded, recipe.tested)
        held_out = [*last, *_joined(coded, recipe.held_out)]
        return cls(
            recipe,
            own,
            rich,
            tuple(each for each in last if not is_of_registers(each.gold)),
            tuple(each for each in last if is_of_registers(each.gold)),
            measured=[*_reports(own), *_others(s for s in recipe.source if s.measured)],
            more=[*_reports(rich), *_others(s for s in recipe.source if not s.measured)],
            held_out=[*_reports(held_out), *_others(recipe.held_out)],
            origins={
                each.report.document.group or "": Corpus(name=LETTERS, licence=s.licence, source=OWN)
                for s in recipe.source
                for each in coded.get(s, ())
            },
            quotable=frozenset(
                each.gold.letter.id for s in _sources(recipe) if s.quoted for each in coded.get(s, ())
            ),
        )

    def calibration(self, found: Iterable[Seen]) -> Calibration:
        """Return heads, tasks and severity from what models read of letters that they were not fitted to.

        The task of severity keeps its shares as they are, since its cuts are found on them.
        """
        pairs = [pair for part in found for pair in part.pairs()]
        reports, readings = map(list, zip(*pairs, strict=True))
        letters = list(self._read(pairs))
        raw = {head.task: head for head in raw_tasks(self.recipe)}
        tasks = task_heads(reports, readings, self.recipe)
        heads = letter_heads(letters, self.recipe)
        return {
            "codes": heads,
            "tasks": tuple(raw[head.task] if head.task == SEVERITY else head for head in tasks),
            "severity": severity_head(letters, heads),
        }

    def figures(self, run: Run, found: Sequence[Seen], made: Model) -> dict[str, Any]:
        """Return the evaluation: letters read by models that never saw them, others by the finished."""
        return figures(self, run, found, made)

    def write_card(self, folder: Path) -> Manifest:
        """Write the card into the model's folder."""
        return write_letter_card(folder)

    def of_id(self, name: str) -> Lettered | None:
        """Return the measured letter of this id, None for another document."""
        return self._by_id.get(name)

    def _read(self, pairs: Iterable[tuple[Report, Any]]) -> Iterator[ReadLetter]:
        for report, reading in pairs:
            name = report.document.id
            if name in self._by_id:
                yield ReadLetter(self._by_id[name], reading, self._ruled[name])

    @cached_property
    def _by_id(self) -> dict[str, Lettered]:
        return {each.report.document.id: each for each in self.own}

    @cached_property
    def _ruled(self) -> dict[str, LetterReport]:
        return {name: by_rules(each.parsed) for name, each in self._by_id.items()}


def coded_letters(source: Source) -> Iterator[LetterReport]:
    """Yield the coded letters of a source, those whose id begins as `only` says, each with its group."""
    for report in sourced(source, read_coded_letters):
        letter = report.letter
        if not is_taken(letter.id, source) or (source.only and not letter.id.startswith(source.only)):
            continue
        start = re.match(r"\D*", letter.id)
        author = f"{LETTERS}-{start[0] if start else ''}" if source.by_author else letter.group
        yield replace(report, letter=replace(letter, group=author or letter.id))


def _sources(recipe: Recipe) -> Iterator[Source]:
    return chain(recipe.source, recipe.tested, recipe.held_out)


def _joined(coded: Mapping[Source, Sequence[Lettered]], sources: Iterable[Source]) -> tuple[Lettered, ...]:
    return tuple(each for source in sources for each in coded.get(source, ()))


def _reports(letters: Iterable[Lettered]) -> Iterator[Report]:
    return (each.report for each in letters)


def _others(sources: Iterable[Source]) -> Iterator[Report]:
    return (report for source in sources if source.corpus != LETTERS for report in read(source))
