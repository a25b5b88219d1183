"""What was found, as a person looks at it: by its words, and in its place in the text."""

from collections.abc import Iterator
from dataclasses import dataclass

from commscore.codebook.personal import kinds
from commscore.privacy.deidentify import Deidentified, What, texts_of
from commscore.privacy.draft import Draft, Place, place
from commscore.privacy.finding import Finding


@dataclass(frozen=True, slots=True)
class Same:
    """The same words of the same kind, wherever they stand; `new` stands for them, "" where nothing does.

    `undone` says in how many of the places they stay as they are.
    """

    kind: str
    words: str
    new: str
    places: tuple[Place, ...]
    undone: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text, and what was found there, if anything; `new` stands for it, "" for nothing."""

    text: str
    finding: Finding | None = None
    new: str = ""


def same(draft: Draft[What], done: Deidentified[What]) -> tuple[Same, ...]:
    """Return what was found by its words, in the order of kinds and of the text; `done` is the preview."""
    new = _new(done)
    by_words: dict[tuple[str, str], list[Finding]] = {}
    for finding in draft.findings or ():
        by_words.setdefault((finding.kind, _words(draft, finding).lower()), []).append(finding)
    order = list(kinds())
    return tuple(
        Same(
            kind,
            _words(draft, found[0]),
            next((new[place(f)] for f in found if place(f) in new), ""),
            tuple(map(place, found)),
            sum(place(f) in draft.undone for f in found),
        )
        for (kind, _), found in sorted(by_words.items(), key=lambda item: order.index(item[0][0]))
    )


def stretches(draft: Draft[What], done: Deidentified[What]) -> Iterator[tuple[Stretch, ...]]:
    """Yield each turn's text, or the letter's, in parts, in order and without loss; `done` is the preview."""
    new = _new(done)
    here: dict[int, list[Finding]] = {}
    for finding in draft.findings or ():
        here.setdefault(finding.turn or 0, []).append(finding)
    for number, text in enumerate(texts_of(draft.what)):
        parts: list[Stretch] = []
        end = 0
        for finding in here.get(number, []):
            words = text[finding.start : finding.end]
            parts += [
                Stretch(text[end : finding.start]),
                Stretch(words, finding, new.get(place(finding), "")),
            ]
            end = finding.end
        yield tuple(part for part in (*parts, Stretch(text[end:])) if part.text)


def _new(done: Deidentified[What]) -> dict[Place, str]:
    """Return what stands for what is taken out, by its place."""
    texts = texts_of(done.what)
    pairs = zip(done.findings, done.replaced, strict=True)
    return {place(old): texts[new.turn or 0][new.start : new.end] for old, new in pairs}


def _words(draft: Draft[What], finding: Finding) -> str:
    return texts_of(draft.what)[finding.turn or 0][finding.start : finding.end]
