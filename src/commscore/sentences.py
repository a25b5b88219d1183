"""A letter's sentences, by spaCy, held apart where a line, a list item or an aside ends."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from commscore.english import language
from commscore.types import Document, Kind, Letter, Role, Turn
from commscore.types import Span as Characters

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

ITEM: Final = re.compile(r"\s*(?:[-*•–·]|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)])\s+\S")
CLOSED: Final = re.compile(r"[.?!:;]['\"”’)]*\s*$")
WRAPPED: Final = 45  # characters: a line shorter than that was ended by its writer and not by a program
WORDY: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of a letter, and their parse; `aside` is "" for the complaint itself."""

    start: int
    end: int
    span: "Span"
    aside: str = ""


@dataclass(frozen=True, slots=True)
class ParsedLetter:
    """A letter and its sentences in the order of the text, those in asides among them."""

    letter: Letter
    sentences: tuple[Sentence, ...]

    def told(self) -> Iterator[Sentence]:
        """Yield the sentences of the complaint itself."""
        return (sentence for sentence in self.sentences if not sentence.aside)

    def touched(self, spans: Iterable[Characters]) -> list[int]:
        """Return the numbers of the complaint's sentences that share characters with one of these."""
        return [
            number
            for number, s in enumerate(self.sentences)
            if not s.aside and any(start < s.end and s.start < end for start, end in spans)
        ]

    def document(self) -> Document:
        """Return the letter as a document of a turn a sentence; what stands in an aside is nobody's."""
        text = self.letter.text
        turns = (
            Turn("Writer", text[s.start : s.end], Role.OTHER if s.aside else Role.PATIENT)
            for s in self.sentences
        )
        return Document(self.letter.id, tuple(turns), Kind.LETTER, self.letter.source, self.letter.group)


def parse_letter(letter: Letter) -> ParsedLetter:
    """Return the letter's sentences, those without a word left out; ModelError without a spaCy model."""
    return next(parse_letters([letter]))


def parse_letters(letters: Iterable[Letter]) -> Iterator[ParsedLetter]:
    """Yield each letter parsed, in their order."""
    given = list(letters)
    pipeline = language()
    docs = (_begun(pipeline.make_doc(letter.text), letter) for letter in given)
    for letter, doc in zip(given, pipeline.pipe(docs), strict=True):
        found = (_sentence(span, letter) for span in doc.sents)
        yield ParsedLetter(letter, tuple(s for s in found if WORDY.search(letter.text, s.start, s.end)))


def joined(spans: Iterable[Characters]) -> tuple[Characters, ...]:
    """Return spans in the order of the text, those that overlap as one.

    >>> joined([(5, 9), (0, 3), (2, 6)])
    ((0, 9),)
    """
    found: list[Characters] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def starts(text: str) -> list[int]:
    """Return where a sentence begins for certain: after a blank or short line, at a list's items.

    >>> starts("Dear Sir,\\n\\nI was told\\n- nothing")
    [0, 11, 22]
    """
    found = []
    offset, before = 0, ""
    for line in text.splitlines(keepends=True):
        told = line.strip()
        if told:
            closed = CLOSED.search(before) or len(before.strip()) < WRAPPED
            if closed or ITEM.match(line):
                found.append(offset + len(line) - len(line.lstrip()))
        before = line
        offset += len(line)
    return found


def _begun(doc: "Doc", letter: Letter) -> "Doc":
    """Return the document with what begins a sentence marked, which the parser keeps to."""
    edges = {*starts(letter.text), *(edge for aside in letter.asides for edge in (aside.start, aside.end))}
    waiting = sorted(edges)
    for token in doc:
        if token.is_space:
            continue
        begins = False
        while waiting and waiting[0] <= token.idx:
            waiting.pop(0)
            begins = True
        if begins:
            token.is_sent_start = True
    return doc


def _sentence(span: "Span", letter: Letter) -> Sentence:
    said = span.text
    start = span.start_char + len(said) - len(said.lstrip())
    end = start + len(said.strip())
    aside = next((a.kind for a in letter.asides if a.start < end and start < a.end), "")
    return Sentence(start, end, span, aside)
