"""Open and closed questions: found by the form of the sentence, told apart by what would answer them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.codebook.pattern import speech
from commscore.parse import Parsed, sentences
from commscore.types import Code, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FOUND_BY = "rule:questions"
WH = frozenset({"what", "how", "why", "when", "where", "which", "who", "whose", "whereabouts"})
# Where a question starts over or gets to its point: "what, what do you", "in terms of X, how is".
CLAUSE = re.compile(r",\s+(?=(?:what|how|why|when|where|which|who|tell|can you|could you)\b)", re.IGNORECASE)
SUBJECTS = frozenset({"you", "it", "that", "there", "your", "the", "she", "he", "they", "this"})
AUXILIARY = frozenset(
    {"be", "have", "do", "can", "could", "will", "would", "shall", "should", "may", "might", "must"}
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The patterns of codebook/questions.toml, compiled."""

    nothing: tuple[re.Pattern[str], ...]
    closed: tuple[re.Pattern[str], ...]
    open: tuple[re.Pattern[str], ...]
    asks: tuple[re.Pattern[str], ...]
    tags: re.Pattern[str]
    lead: re.Pattern[str]
    echoes: tuple[re.Pattern[str], ...]


@cache
def forms() -> Forms:
    """Return the patterns that tell questions apart, compiled once."""
    entry = codebook.questions()

    def compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        return tuple(speech(p) for p in patterns)

    return Forms(
        compiled(entry.nothing),
        compiled(entry.closed),
        compiled(entry.open),
        compiled(entry.asks),
        speech(entry.tags),
        speech(entry.lead),
        compiled(entry.echoes),
    )


def questions(parsed: Parsed) -> Iterator[Code]:
    """Yield `open_question` and `closed_question` for what the clinician asks."""
    for number, _, doc in parsed.turns(Role.CLINICIAN):
        for start, end in asked(doc):
            kind = kind_of(doc.text[start:end])
            if kind:
                yield Code(kind, number, start, end, found_by=FOUND_BY)


def asked(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Yield the offsets of each question in a parsed turn, without what leads up to it."""
    parts = sentences(doc)
    for before, sentence in zip([None, *parts], parts, strict=False):
        if before is not None and _goes_on(before, sentence):
            continue
        if is_question(sentence):
            yield trimmed(doc.text, sentence.start_char, sentence.end_char)


def _goes_on(before: "Span", sentence: "Span") -> bool:
    """Return whether the parser cut one question in two: "what if it's so bad | I can't see?"."""
    return (
        not before.text.rstrip().endswith((".", "?", "!")) and is_question(before) and not inverted(sentence)
    )


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without hesitations and fillers in front and without space at the ends."""
    lead = forms().lead.match(text, start, end)
    start = lead.end() if lead and lead.end() < end else start
    while start < end and text[start] in " ,.…-":
        start += 1
    return start, start + len(text[start:end].rstrip())


def is_question(sentence: "Span") -> bool:
    """Return whether a sentence asks something: by its mark, by inversion, or as a request to tell.

    A mark after a tag alone ("it's a virus, OK?") asks nothing.
    """
    text = sentence.text.rstrip()
    if any(p.search(text) for p in forms().asks):
        return True
    if text.endswith("?"):
        return not _tagged(text) or inverted(sentence)
    return inverted(sentence) and (not text.endswith((".", "!")) or sentence_opens(sentence) == "any")


def _tagged(text: str) -> bool:
    body, comma, tag = text.rstrip(" ?.,").rpartition(",")
    return bool(comma and body.strip() and forms().tags.fullmatch(tag.strip()))


def inverted(sentence: "Span") -> bool:
    """Return whether the sentence opens as questions do: "are you", "did it", "what is", "any pain"."""
    opening = _opening(sentence)
    if len(opening) < 2:
        return False
    first, second = opening[0], opening[1]
    if first.lemma_.lower() in AUXILIARY and _subject(second):
        return True
    if first.lower_ in WH:
        return any(t.lemma_.lower() in AUXILIARY or t.lower_ == "'s" for t in opening[1:])
    return first.lower_ == "any"


def sentence_opens(sentence: "Span") -> str:
    """Return the first word of a sentence after what leads up to it, in lower case."""
    opening = _opening(sentence)
    return opening[0].lower_ if opening else ""


def _opening(sentence: "Span") -> "list[Token]":
    start, end = trimmed(sentence.doc.text, sentence.start_char, sentence.end_char)
    return [t for t in sentence if start <= t.idx < end and not t.is_space and not t.is_punct][:4]


def _subject(token: "Token") -> bool:
    return token.dep_ in {"nsubj", "nsubjpass", "expl"} or token.lower_ in SUBJECTS


def kind_of(text: str) -> str | None:
    """Return the code of a question by its form, or None for what only looks like one.

    >>> kind_of("Can you tell me more about that?"), kind_of("Which side?"), kind_of("Sorry?")
    ('open_question', 'closed_question', None)
    """
    bare = text.strip(" ?.,!…-")
    if not bare or any(p.fullmatch(bare) for p in forms().nothing):
        return None
    clause = CLAUSE.split(bare)[-1]
    if any(p.fullmatch(clause) for p in forms().closed):
        return "closed_question"
    return "open_question" if any(p.fullmatch(clause) for p in forms().open) else "closed_question"
