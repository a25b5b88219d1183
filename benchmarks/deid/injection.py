"""Recall of names and numbers put into transcripts, by form, kind and origin."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from commscore.privacy.find import find
from commscore.privacy.finding import Finding
from commscore.read.noise import words
from commscore.train.corpora import CORPORA
from commscore.types import Document
from deid.covered import Count, found, overlaps
from deid.figures import Figure
from deid.half import half
from deid.inject import SEED, injected
from deid.talk import Injected, Place

OSCE: Final = 60
BARS: Final = {"names": 0.93, "numbers": 0.98}


def transcripts(shared: Path) -> list[Document]:
    """Return the consultations of PriMock57 and 60 OSCE interviews, drawn by lot."""
    primock, osce = (
        [report.document for report in CORPORA[name].read(shared / "data" / name)]
        for name in ("primock57", "osce")
    )
    return primock + Random(SEED).sample(osce, min(OSCE, len(osce)))


def injection(documents: Sequence[Document], name: str) -> tuple[list[Figure], list[str]]:
    """Return the figures of one half, and a line for each miss with its words."""
    counts: defaultdict[str, Count] = defaultdict(Count)
    missed, beside, written = [], {True: 0, False: 0}, {True: 0, False: 0}
    for each in injected(documents, half(name)):
        findings = find(each.document)
        texts = [turn.text for turn in each.document.turns]
        for place in each.places:
            got = found(place.spans, texts, findings)
            for cell in cells(place):
                counts[cell] += got
            if not got.wholly:
                missed.append(told(place, texts, bool(got.partly)))
        lower = each.places[0].lower if each.places else False
        beside[lower] += _beside(each, findings)
        written[lower] += sum(len(words(text)) for text in texts)
    figures = [counts[cell].figure(cell, BARS.get(cell)) for cell in sorted(counts)]
    for low, case in ((False, "cased"), (True, "lower")):
        rate = 1000 * beside[low] / written[low] if written[low] else None
        figures.append(
            Figure(f"names found beside, per 1,000 words: {case}", rate, written[low], beside[low])
        )
    return figures, sorted(missed)


def cells(place: Place) -> Iterator[str]:
    """Yield the rows of the table that something counts in."""
    what, case = place.what, "lower" if place.lower else "cased"
    if what.kind == "name":
        yield "names"
        yield f"names: {case}"
        yield f"names: {what.form}"
        yield f"names: {what.form}, {case}"
        yield f"names by origin: {what.origin}"
    else:
        yield "numbers"
        yield f"numbers: {what.form}"
        yield f"numbers: {what.form}, {case}"
        yield f"numbers: {what.kind}, {what.form}"


def told(place: Place, texts: Sequence[str], in_part: bool) -> str:
    """Return a miss in words: what it is, the words, some of those around it, and the sentence put in."""
    turn, start, end = place.spans[0]
    return "\t".join((
        place.what.kind, place.what.form, "lower" if place.lower else "cased",
        "in part" if in_part else "missed",
        " / ".join(texts[turn][start:end] for turn, start, end in place.spans),
        f"...{texts[turn][max(0, start - 40) : end + 30]}...", place.what.sentence,
    ))  # fmt: skip


def _beside(each: Injected, findings: Sequence[Finding]) -> int:
    """Return how many names were found where none was put: the corpora have few names of their own."""
    spans = [span for place in each.places for span in place.spans]
    return sum(finding.kind == "name" and not overlaps(finding, spans) for finding in findings)
