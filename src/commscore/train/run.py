"""What all parts of a training run share."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from commscore.models.manifest import Corpus
from commscore.train.encoders import Encoder
from commscore.train.recipe import Recipe
from commscore.train.splits import Folds, fingerprint, folds
from commscore.types import Report

Progress = Callable[[str], None]
# What a recipe says that no network is fitted by.
AFTERWARDS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("maybe", "evidence", "voted", "tested", "notes"), True),
    "source": {"__all__": {"licence", "quoted"}},
}


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A recipe with its encoder and its data.

    `reports` are split into folds, `more` are trained on in each and tested in none; `kept` is the folder of
    what an interrupted run goes on from. `origins` says by group where a document comes from, if its id does
    not.
    """

    recipe: Recipe
    encoder: Encoder
    reports: tuple[Report, ...]
    more: tuple[Report, ...]
    kept: Path
    say: Progress
    origins: Mapping[str, Corpus] = field(default_factory=dict)

    @property
    def folds(self) -> Folds:
        """The groups of each fold."""
        return folds(self.reports, self.recipe.folds, self.recipe.seed)

    def place(self, name: str) -> Path:
        """Return the path of this run's `name`; another fit, split or text gives another."""
        told = [
            self.recipe.model_dump_json(exclude=dict(AFTERWARDS), exclude_defaults=True),
            self.encoder.sha256,
            fingerprint(self.folds),
        ]
        told += [hashlib.sha256(repr(report).encode()).hexdigest() for report in (*self.reports, *self.more)]
        self.kept.mkdir(parents=True, exist_ok=True)
        return self.kept / f"{hashlib.sha256(''.join(told).encode()).hexdigest()[:12]}-{name}"
