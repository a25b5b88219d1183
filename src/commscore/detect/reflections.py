"""Reflections found by what they repeat: the clinician says back the patient's own words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.detect.questions import inverted, sentence_opens, trimmed
from commscore.parse import Parsed, sentences
from commscore.types import Code, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FOUND_BY = "rule:reflections"
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
SUBJECT = frozenset({"nsubj", "nsubjpass"})
YOU = frozenset({"you", "your", "yours"})


def reflections(parsed: Parsed) -> Iterator[Code]:
    """Yield `reflection` for sentences that say the patient's words back without asking anew."""
    look_back = codebook.reflections().look_back
    heard: list[frozenset[str]] = []
    denied = False
    for number, turn, doc in parsed.turns():
        if turn.role is Role.PATIENT:
            heard.append(frozenset(content(doc)))
            denied = denies(doc)
        elif turn.role is Role.CLINICIAN and heard:
            recent, ever = frozenset().union(*heard[-look_back:]), frozenset().union(*heard)
            for sentence in sentences(doc):
                contradicts = denies(sentence) and not denied
                if not contradicts and says_back(sentence, recent, ever):
                    start, end = trimmed(doc.text, sentence.start_char, sentence.end_char)
                    yield Code("reflection", number, start, end, found_by=FOUND_BY)


def says_back(sentence: "Span", recent: frozenset[str], ever: frozenset[str]) -> bool:
    """Return whether enough of the sentence's content words are the patient's own, said as a statement.

    `recent` are the content words of the patient's last turns, `ever` those of all turns so far.
    """
    rule, said = codebook.reflections(), content(sentence)
    if not said or len(sentence) > rule.longest or sentence_opens(sentence) in rule.opens_otherwise:
        return False
    if inverted(sentence) or _orders(sentence):
        return False
    if sum(w in recent for w in said) / len(said) >= rule.share:
        return True
    about_patient = sentence[0].lower_ == "so" or any(t.dep_ in SUBJECT and t.lower_ in YOU for t in sentence)
    known = sum(w in ever for w in said) / len(said)
    return about_patient and _starts_anew(sentence) and known >= rule.stated


def denies(tokens: "Doc | Span") -> bool:
    """Return whether something is denied: "it isn't", "no pain", "never"."""
    return any(t.dep_ == "neg" or t.lower_ in {"no", "not", "never", "nothing"} for t in tokens)


def _starts_anew(sentence: "Span") -> bool:
    """Return whether nothing runs on into the sentence: "if I scan everybody | you're here for years"."""
    return sentence.start == 0 or sentence.doc[sentence.start - 1].text[-1] in ".?!-"


def _orders(sentence: "Span") -> bool:
    root = sentence.root
    imperative = root.tag_ == "VB" and not any(t.dep_ in SUBJECT for t in root.children)
    return imperative or any(t.tag_ == "MD" for t in sentence)


def content(tokens: "Doc | Span") -> list[str]:
    """Return the lemmas of the words that carry meaning."""
    return [t.lemma_.lower() for t in tokens if _carries(t)]


def _carries(token: "Token") -> bool:
    light = codebook.reflections().light
    return token.pos_ in CONTENT and token.lemma_.lower() not in light and (token.is_alpha or token.like_num)
