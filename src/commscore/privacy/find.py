"""Everything personal in a document or a letter, in its place."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from commscore.codebook.personal import kinds
from commscore.lean import lean
from commscore.privacy.addresses import before
from commscore.privacy.finding import Finding
from commscore.privacy.marked import everywhere, together
from commscore.privacy.names import find_names
from commscore.privacy.speakers import label_names, named
from commscore.privacy.spelled import spelled
from commscore.types import Document, Letter

STRETCH: Final = 100_000  # characters that the engine reads at a time; spaCy's memory grows with them
NAME: Final = "name"


def find(what: Document | Letter, marked: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is personal, in the order of the text; findings never overlap.

    `marked` are names that a person pointed out, and are found everywhere. ModelError without a spaCy model.

    >>> [f.kind for f in find(Letter("a", "Ring Siobhan on 07700 900334."))]
    ['name', 'telephone']
    """
    if isinstance(what, Letter):
        found = settled(_findings(what.text, marked, letter=True))
        pointed = (replace(each, turn=None) for each in everywhere([what.text], marked))
        return together(found, pointed)
    known = frozenset(marked) | label_names(turn.speaker for turn in what.turns)
    texts = [turn.text for turn in what.turns]
    found = settled(_findings("\n".join(texts), known, letter=False))
    return together(_by_turn(texts, found), everywhere(texts, marked))


def beside(what: Document | Letter, spared: Collection[str] = ()) -> tuple[Finding, ...]:
    """Return what is personal beside the text: in speakers' labels, and in a letter's reference.

    Labels that are `spared` are left out. Findings lie in no turn; their offsets are into the label or the
    reference.
    """
    if isinstance(what, Letter):
        return tuple(replace(each, turn=None) for each in direct([what.reference or ""]))
    labels = dict.fromkeys(turn.speaker for turn in what.turns if turn.speaker not in spared)
    names = (Finding(NAME, None, w.start, w.end, 1.0, "label") for each in labels for w in named(each))
    return (*names, *(replace(found, turn=None) for each in labels for found in direct([each])))


def direct(texts: Sequence[str]) -> tuple[Finding, ...]:
    """Return what names one person for certain by its form, in texts that are turns one after the other."""
    with lean():
        from commscore.privacy.engine import analyse_forms

    text, named = "\n".join(texts), [kind.name for kind in kinds().values() if kind.direct]
    found = [
        Finding(each.entity_type, None, start + each.start, start + each.end, each.score)
        for start, stretch in _stretches(text)
        for each in analyse_forms(stretch, named)
        if each.entity_type in named
    ]
    return tuple(_by_turn(texts, settled(found)))


def _findings(text: str, known: Collection[str], letter: bool) -> list[Finding]:
    """Return what is found in a text as if it were one turn; findings may overlap."""
    with lean():
        from commscore.privacy.engine import PERSON, analyse

    found, persons = [], []
    for start, stretch in _stretches(text):
        for each in analyse(stretch):
            if each.entity_type == PERSON:
                persons.append((start + each.start, start + each.end))
            else:
                by = each.recognition_metadata["recognizer_name"]
                found.append(
                    Finding(each.entity_type, None, start + each.start, start + each.end, each.score, by)
                )
    postcodes = [each.start for each in found if each.kind == "postcode"]
    found += [
        Finding("address", None, start, end, 1.0, "before a postcode")
        for start, end in before(text, postcodes)
    ]
    addresses = [(each.start, each.end) for each in found if each.kind == "address"]
    letters = list(spelled(text))
    found += [Finding(NAME, None, start, end, 1.0, "spelled") for start, end, _ in letters]
    names = find_names(text, persons, {*known, *(name for _, _, name in letters)}, letter, addresses)
    return [*found, *(Finding(NAME, None, each.start, each.end, 1.0, each.found_by) for each in names)]


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in parts that end at a line's end where they can, each with its place."""
    start = 0
    while start < len(text):
        end = min(len(text), start + STRETCH)
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or end
        yield start, text[start:end]
        start = end


def settled(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings in order, of those that overlap the more certain kind, then the longer one."""
    order = list(kinds())
    first = sorted(
        found,
        key=lambda f: (not kinds()[f.kind].direct, f.start - f.end, -f.score, order.index(f.kind), f.start),
    )
    kept: list[Finding] = []
    for finding in first:
        if all(finding.end <= other.start or finding.start >= other.end for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def _by_turn(texts: Sequence[str], found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings in turns joined by line ends as findings in each turn, those over several in parts."""
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for finding in found:
        turn = bisect_right(starts, finding.start) - 1
        while turn < len(texts) and starts[turn] < finding.end:
            start = max(0, finding.start - starts[turn])
            end = min(len(texts[turn]), finding.end - starts[turn])
            if start < end:
                yield Finding(finding.kind, turn, start, end, finding.score, finding.found_by)
            turn += 1
