"""Advice said as an order: "Stick with the tablets for now." is a plan; "Take a deep breath." is not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.detect.questions import trimmed
from commscore.parse import Parsed, sentences
from commscore.types import Code, Role

if TYPE_CHECKING:
    from spacy.tokens import Span

FOUND_BY = "rule:instructions"
SUBJECT = frozenset({"nsubj", "nsubjpass", "expl"})


def instructions(parsed: Parsed) -> Iterator[Code]:
    """Yield `plan` for the sentences in which the clinician orders what the codebook lists as advice."""
    for number, _, doc in parsed.turns(Role.CLINICIAN):
        for sentence in sentences(doc):
            if advises(sentence):
                start, end = trimmed(doc.text, sentence.start_char, sentence.end_char)
                yield Code("plan", number, start, end, found_by=FOUND_BY)


def advises(sentence: "Span") -> bool:
    """Return whether the sentence is an order to do something that outlasts the visit."""
    rule, root = codebook.instructions(), sentence.root
    if (
        root.tag_ not in {"VB", "VBP"}
        or root.lemma_.lower() not in rule.advises
        or sentence.text.rstrip().endswith("?")
    ):
        return False
    if any(t.dep_ in SUBJECT or (t.dep_ == "aux" and t.lemma_ != "do") for t in root.children):
        return False
    return not any(t.lemma_.lower() in rule.here for t in sentence[: rule.first_words])
