"""Which documents to code next: those that a model is least sure of, and a random share for testing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from commscore.codebook.coded import coded
from commscore.types import Document
from commscore.work import Chosen

if TYPE_CHECKING:
    from commscore.models.manifest import Manifest
    from commscore.models.model import Model
    from commscore.models.reading import Reading

SHARE: Final = 0.2  # of the documents are drawn at random; ours
SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Queued:
    """A document to code, why it was chosen, and the model's `doubt` of it, 0 to 1, None where unknown."""

    document: Document
    chosen: Chosen
    doubt: float | None


def queue(
    documents: Sequence[Document], model: "Model | None" = None, share: float = SHARE, seed: int = SEED
) -> tuple[Queued, ...]:
    """Return the documents in the order in which to code them, their roles known.

    About `share` of them, 0 to 1, are `random`, so that a model tested on them is tested on the documents as
    they come; the others are `unsure`, those of most doubt first, those of unknown doubt last. The random
    ones are spread evenly among the others: wherever a coder stops, both kinds are there. Without a model
    all are `random`: nothing but chance has chosen them.
    """
    if model is None:
        return tuple(
            Queued(each, Chosen.RANDOM, None) for each in sorted(documents, key=lambda d: _lot(d, seed))
        )
    readings = model.read(documents, moments=False)
    doubts = [doubt(d, reading, model.manifest) for d, reading in zip(documents, readings, strict=True)]
    rows = [Queued(d, _chosen(d, share, seed), known) for d, known in zip(documents, doubts, strict=True)]
    drawn = sorted((r for r in rows if r.chosen is Chosen.RANDOM), key=lambda r: _lot(r.document, seed))
    others = sorted(
        (r for r in rows if r.chosen is Chosen.UNSURE),
        key=lambda r: -1.0 if r.doubt is None else r.doubt,
        reverse=True,
    )
    return _spread(drawn, others)


def doubt(document: Document, reading: "Reading", manifest: "Manifest") -> float | None:
    """Return how unsure a model is of a document, 0 to 1; None where nobody's turns carry any of its codes.

    It is the mean of nearness(p, t) over each code of the model and each turn of the role that the code
    belongs to; p is the code's calibrated probability in the turn and t its threshold:

        nearness(p, t) = 1 − |p − t| / (t where p < t, else 1 − t)

    that is 1 at the threshold and 0 where the model is certain, at a probability of 0 or of 1. Its kin is
    margin sampling (Settles 2009, Active Learning Literature Survey, section 3.1).
    """
    roles = coded(manifest.kind)
    cells = [
        nearness(float(reading.codes[head.code][n]), head.threshold)
        for head in manifest.codes
        for n in (i for i, turn in enumerate(document.turns) if turn.role is roles[head.code])
    ]
    return float(np.mean(cells)) if cells else None


def nearness(probability: float, threshold: float) -> float:
    """Return how near a probability is to its threshold, 0 to 1.

    >>> nearness(0.8, 0.8), nearness(0.4, 0.8), nearness(1.0, 0.8), nearness(0.0, 0.0)
    (1.0, 0.5, 0.0, 1.0)
    """
    room = threshold if probability < threshold else 1 - threshold
    return 1 - abs(probability - threshold) / room if room else 1.0


def _chosen(document: Document, share: float, seed: int) -> Chosen:
    return Chosen.RANDOM if _lot(document, seed) < share else Chosen.UNSURE


def _lot(document: Document, seed: int) -> float:
    """Return the document's lot, 0 to 1, alike for all of its group.

    It depends on nothing else: what else is in the queue, or comes to it later, changes no document's lot.
    """
    name = document.group or document.id
    return int.from_bytes(hashlib.sha256(f"{seed}\t{name}".encode()).digest()[:8]) / 2**64


def _spread(*kinds: Iterable[Queued]) -> tuple[Queued, ...]:
    """Return the rows of all kinds, each kind in its order and evenly over the whole."""
    held = [list(kind) for kind in kinds]
    placed = [((n + 0.5) / len(rows), row) for rows in held for n, row in enumerate(rows)]
    return tuple(row for _, row in sorted(placed, key=lambda each: each[0]))
