"""Reflections found by what they repeat: the clinician says back the patient's own words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commscore.detect.questions import inverted, sentence_opens, trimmed
from commscore.parse import Parsed, sentences
from commscore.types import Code, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FOUND_BY = "rule:reflections"
LOOK_BACK = 2  # patient turns whose words may be said back as an echo
SHARE = 0.7  # of an echo's content words that the patient just said; ours, set on part of the gold
STATED = 0.45  # the same for a statement about the patient ("you've had it since Monday")
LONGEST = 18  # words; a longer sentence that repeats is seldom only a repetition
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
ASKS_OR_TELLS = frozenset("any i we let if when what how why which who where try make you'll can could should".split())
SUBJECT, YOU = frozenset({"nsubj", "nsubjpass"}), frozenset({"you", "your", "yours"})
LIGHT = frozenset("be have do get go say ok okay right yeah so just well then now really very good great fine thing know think see want need like lot bit come make take sure alright thank today there here also bye goodbye welcome fair help".split())


def reflections(parsed: Parsed) -> Iterator[Code]:
    """Yield `reflection` for sentences that say the patient's words back without asking anew."""
    heard: list[frozenset[str]] = []
    for (number, turn, doc) in parsed.turns():
        if turn.role is Role.PATIENT:
            heard.append(frozenset(content(doc)))
        elif turn.role is Role.CLINICIAN and heard:
            recent, ever = frozenset().union(*heard[-LOOK_BACK:]), frozenset().union(*heard)
            for sentence in sentences(doc):
                if says_back(sentence, recent, ever):
                    yield Code("reflection", number, *trimmed(doc.text, sentence.start_char, sentence.end_char), found_by=FOUND_BY)


def says_back(sentence: "Span", recent: frozenset[str], ever: frozenset[str]) -> bool:
    """Return whether enough of the sentence's content words are the patient's own, said as a statement."""
    said = content(sentence)
    opens = sentence_opens(sentence)
    if not said or len(sentence) > LONGEST or inverted(sentence) or opens in ASKS_OR_TELLS or _orders(sentence):
        return False
    if sum(w in recent for w in said) / len(said) >= SHARE:
        return True
    about_patient = sentence[0].lower_ == "so" or any(t.dep_ in SUBJECT and t.lower_ in YOU for t in sentence)
    return about_patient and sum(w in ever for w in said) / len(said) >= STATED


def _orders(sentence: "Span") -> bool:
    root = sentence.root
    return root.tag_ == "VB" and not any(t.dep_ in SUBJECT for t in root.children)


def content(tokens: "Doc | Span") -> list[str]:
    """Return the lemmas of the words that carry meaning."""
    return [t.lemma_.lower() for t in tokens if _carries(t)]


def _carries(token: "Token") -> bool:
    return token.pos_ in CONTENT and token.lemma_.lower() not in LIGHT and (token.is_alpha or token.like_num)
