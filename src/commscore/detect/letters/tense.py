"""Whether the clause that words stand in lies in the past."""

from typing import TYPE_CHECKING, Final

from commscore.detect.letters.words import pattern
from commscore.sentences import Sentence
from commscore.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

BACKSHIFTED: Final = frozenset({"could", "would"})  # "he could not sit": told of the past
VERBAL: Final = frozenset({"VERB", "AUX"})
WRITER: Final = "i"


def past(sentence: Sentence, match: Span) -> bool:
    """Tell whether the verb that governs these words is in the past, and no "still" or "now" stands by it."""
    words = [t for t in sentence.span if match[0] <= t.idx < match[1] and not t.is_space]
    verb = finite(words[0] if len(words) == 1 else top(words)) if words else None
    if verb is None or not (verb.tag_ == "VBD" or (verb.tag_ == "MD" and verb.lower_ in BACKSHIFTED)):
        return False
    doc = sentence.span.doc.text
    return not pattern("scope", "still").search(
        doc, max(sentence.start, match[0] - 60), min(sentence.end, match[1] + 40)
    )


def subject(sentence: Sentence, match: Span) -> str:
    """Return the subject of the clause of these words in small letters, the writer where it has none."""
    words = [t for t in sentence.span if match[0] <= t.idx < match[1] and not t.is_space]
    token = top(words) if words else None
    while token is not None:
        found = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        if found is not None:
            return found.lower_
        token = token.head if token.head.i != token.i else None
    return WRITER


def top(words: "list[Token]") -> "Token":
    """Return the word that governs the others: the first whose head is not among them."""
    among = {t.i for t in words}
    return next((t for t in words if t.head.i not in among or t.head.i == t.i), words[0])


def finite(token: "Token") -> "Token | None":
    """Return the finite verb of the clause that a word stands in; None in a clause without one."""
    while True:
        found = carried(token)
        if found is not None or token.head.i == token.i:
            return found
        token = token.head


def carried(token: "Token") -> "Token | None":
    """Return the finite verb that is this word or an auxiliary of it."""
    if token.pos_ not in VERBAL:
        return None
    finites = [t for t in (*token.children, token) if t.pos_ in VERBAL and "VerbForm=Fin" in str(t.morph)]
    own = [t for t in finites if t.i == token.i or t.dep_ in {"aux", "auxpass"}]
    modal = [t for t in token.children if t.tag_ == "MD"]
    return next(iter((*modal, *own)), None)
