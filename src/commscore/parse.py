"""Sentences, lemmas and dependencies of each turn, by spaCy's small English model."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commscore.english import language
from commscore.read.noise import mask
from commscore.types import Document, Role, Turn

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and the parse of each of its turns.

    Token offsets are those of the turn's own text: the transcriber's tags were blanked, not removed.
    """

    document: Document
    docs: "tuple[Doc, ...]"

    def turns(self, role: Role | None = None) -> "Iterator[tuple[int, Turn, Doc]]":
        """Yield number, turn and parse of the turns of this role, or of all."""
        for number, (turn, doc) in enumerate(zip(self.document.turns, self.docs, strict=True)):
            if role is None or turn.role is role:
                yield number, turn, doc


def sentences(doc: "Doc") -> "list[Span]":
    """Return the sentences that hold at least one word."""
    return [s for s in doc.sents if any(t.is_alpha or t.is_digit for t in s)]


def parse(document: Document) -> Parsed:
    """Return the document with its turns parsed; ModelError without a model to parse with."""
    return Parsed(document, tuple(language().pipe(mask(turn.text) for turn in document.turns)))
