"""From a model's probabilities to codes: certain, perhaps, or not given."""

from collections.abc import Iterator
from typing import Final

from commscore.codebook.coded import coded
from commscore.models.manifest import CodeHead, Manifest
from commscore.models.reading import Reading
from commscore.types import Code, Document

FOUND_BY: Final = "model:"


def decide(document: Document, reading: Reading, manifest: Manifest) -> tuple[Code, ...]:
    """Return the codes whose probability is at or over `maybe`, in the order of the text.

    Those under `threshold` are not certain. A code stands once for each stretch of words that earns it; one
    without any is not given: there is no figure without evidence.
    """
    found = (code for head in manifest.codes for code in _given(document, reading, head, manifest))
    return tuple(sorted(found, key=lambda c: (c.turn, c.start, c.end, c.code)))


def _given(document: Document, reading: Reading, head: CodeHead, manifest: Manifest) -> Iterator[Code]:
    role = coded(manifest.kind)[head.code]
    for turn, probability in enumerate(reading.codes[head.code].tolist()):
        if probability < head.maybe or document.turns[turn].role is not role:
            continue
        certain = probability >= head.threshold
        for start, end in reading.spans.get((head.code, turn), ()):
            yield Code(head.code, turn, start, end, probability, FOUND_BY + manifest.name, certain)
