"""What a model, or the rules, gave for a document: the thing that an evaluation reads against the gold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from commscore import __version__
from commscore.models.reading import Reading
from commscore.types import Code, Document, Label, Moment, Provenance, Report

if TYPE_CHECKING:
    from commscore.models.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """The codes that were decided on and the moments; `reading` holds the probabilities behind them.

    `reading` is None where there are none, as for the rules.
    """

    document: Document
    codes: tuple[Code, ...] = ()
    moments: tuple[Moment, ...] = ()
    reading: Reading | None = None

    def report(
        self, labels: Mapping[str, Sequence[str]] | None = None, models: Mapping[str, str] | None = None
    ) -> Report:
        """Return the prediction as a report in the schema, with tasks' labels where their classes are given.

        `models` maps the name of the model that made it to its hash.
        """
        found = tuple(self._labels(labels or {}))
        provenance = Provenance(commscore=__version__, models=MappingProxyType(dict(models or {})))
        return Report(self.document, self.codes, self.moments, labels=found, provenance=provenance)

    def _labels(self, labels: Mapping[str, Sequence[str]]) -> Iterator[Label]:
        """Yield the likeliest class of each turn that a task was read on; `share` is its probability."""
        for task, table in (self.reading.tasks if self.reading else {}).items():
            for turn, figures in enumerate(table):
                row = np.atleast_1d(np.asarray(figures, dtype=float))
                if task not in labels or np.isnan(row).any():
                    continue
                if not labels[task]:
                    yield Label(task, turn, float(row[0]))
                elif row.any():
                    best = int(row.argmax())
                    yield Label(task, turn, labels[task][best], share=min(1.0, float(row[best])))


def by_rules(document: Document) -> Prediction:
    """Return what the rules find in a document with roles."""
    from commscore.detect import detect
    from commscore.detect.moments import moments
    from commscore.parse import parse

    parsed = parse(document)
    codes = detect(parsed)
    return Prediction(document, codes, moments(parsed, codes))


def by_model(model: "Model", gold: Iterable[Report], whole: Iterable[bool]) -> Iterator[Prediction]:
    """Yield what a trained model gives for the gold's documents, the rules where it has no head.

    A document of which `whole` is false is only read, for its tasks. Responses are read at the gold's moments
    too, so that they can be judged where the feeling is true.
    """
    from commscore.detect import with_model
    from commscore.detect.moments import moments
    from commscore.parse import parse

    reports = list(gold)
    readings = model.read([report.document for report in reports], moments=False)
    for report, reading, wanted in zip(reports, readings, whole, strict=True):
        if not wanted:
            yield Prediction(report.document, reading=reading)
            continue
        parsed = parse(report.document)
        codes, voted = with_model(parsed, model, reading)
        at = [Code(moment.code, moment.turn, 0, 0) for moment in report.moments]
        judged = replace(voted, moments=model.moments(report.document, (*codes, *at)))
        yield Prediction(report.document, codes, moments(parsed, codes, model), judged)
