"""Jargon: technical terms that the patient has not used and the clinician does not explain.

A turn is searched for the longest terms of the lexicon (`codebook.terms`) and for unknown words with a
technical ending. A term is dropped where somebody other than the clinician said it before (word by word,
by stem), where this turn or the clinician's next one glosses it, or where the clinician glossed it
earlier. `probability` is how often the rule that found the term was right on the development part of the
gold codings; a rule that was wrong more often than right is offered as "maybe".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from commscore import codebook
from commscore.codebook.terms import WORD, Term, everyday, fold, key, terms
from commscore.parse import Parsed
from commscore.read.noise import mask
from commscore.types import Code, Role, Turn

FOUND_BY = "lexicon:jargon"
STEM, SHARED = 5, 0.7  # two words are kin if they share so many first letters and this part of the longer one
SENTENCE_END = re.compile(r"[.?!]")
SMALL = frozenset("a an the of in on to by for from with and or at is are be it its your you how what not".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A term found in the characters `start` to `end` of a turn; `words` are its keys."""

    start: int
    end: int
    words: tuple[str, ...]
    term: Term


def jargon(parsed: Parsed) -> Iterator[Code]:
    """Yield a code for each unexplained technical term of a clinician's turn, once a turn."""
    heard: set[str] = set()
    explained: set[tuple[str, ...]] = set()
    turns = parsed.document.turns
    texts = [mask(turn.text) for turn in turns]
    later = following(turns)
    for number, turn in enumerate(turns):
        if turn.role is not Role.CLINICIAN:
            heard.update(fold(m[0]) for m in WORD.finditer(texts[number]))
            continue
        reply = texts[later[number]] if number in later else ""
        given: set[tuple[str, ...]] = set()
        for found in find(texts[number]):
            if glossed(found, texts[number], reply):
                explained.add(found.words)
            if found.words in explained | given or said(found.words, heard):
                continue
            given.add(found.words)
            sure = probabilities()[found.term.rule]
            yield Code("jargon", number, found.start, found.end, sure, FOUND_BY, certain=sure >= 0.5)


def following(turns: tuple[Turn, ...]) -> dict[int, int]:
    """Return for each clinician turn the number of the clinician's next one."""
    own = [n for n, turn in enumerate(turns) if turn.role is Role.CLINICIAN]
    return dict(zip(own, own[1:], strict=False))


def find(text: str) -> Iterator[Found]:
    """Yield the technical terms of a text from left to right, the longest where several begin.

    >>> [f.term.lay for f in find("Any haematuria?")]
    ['blood in the urine']
    """
    tokens = [(m.start(), m.end(), fold(m[0])) for m in WORD.finditer(text)]
    at = 0
    while at < len(tokens):
        found = _longest(text, tokens, at)
        if found:
            yield found
        at += len(found.words) if found else 1


def _longest(text: str, tokens: list[tuple[int, int, str]], at: int) -> Found | None:
    start, end, word = tokens[at]
    for count in range(lengths().get(word, 0), 0, -1):
        words = tuple(w for _, _, w in tokens[at : at + count])
        end = tokens[min(at + count, len(tokens)) - 1][1]
        term = terms().get(" ".join(words))
        if term and (text[start:end].isupper() or not term.capitals):
            return Found(start, end, words, term)
    end = tokens[at][1]
    if word not in everyday() and family(word):
        return Found(start, end, (word,), Term(text[start:end], "", "family"))
    return None


@cache
def lengths() -> dict[str, int]:
    """Return for each first word of a term the words of the longest term that begins so."""
    longest: dict[str, int] = {}
    for words in map(str.split, terms()):
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


def family(word: str) -> bool:
    """Tell whether a word, by its key, has a technical ending."""
    return any(len(word) >= least and word.endswith(ends) and word not in unless for ends, least, unless in _families())


@cache
def _families() -> tuple[tuple[tuple[str, ...], int, frozenset[str]], ...]:
    return tuple(
        (tuple(fold(e) for e in f.endings) + f.endings, f.least, frozenset(map(key, f.unless)))
        for f in codebook.jargon().family
    )


@cache
def probabilities() -> dict[str, float]:
    """Return by rule how often it was right, as jargon.toml says and on what."""
    return {rule.name: rule.probability for rule in codebook.jargon().rule}


def said(words: tuple[str, ...], heard: set[str]) -> bool:
    """Tell whether each word of a term, or one of its kin, was heard before.

    >>> said(("neurological",), {"neurologist"}), said(("carotid", "artery"), {"artery"})
    (True, False)
    """
    return all(w in SMALL or w in heard or any(kin(w, h) for h in heard) for w in words)


def kin(one: str, other: str) -> bool:
    """Tell whether two words begin alike for most of their length."""
    most = max(STEM, int(SHARED * max(len(one), len(other))))
    return one[:most] == other[:most] and min(len(one), len(other)) >= most


def glossed(found: Found, text: str, reply: str) -> bool:
    """Tell whether a term is explained: by its lay word in this turn or the next, or by words that gloss."""
    around = {fold(m[0]) for part in (text[: found.start], text[found.end :], reply) for m in WORD.finditer(part)}
    for lay in found.term.lay.split(","):
        content = {fold(m[0]) for m in WORD.finditer(lay)} - SMALL
        if content and content <= around and not content <= set(found.words):
            return True
    after, before = _glosses()
    rest = text[found.end :]
    end = SENTENCE_END.search(rest)
    heads = [rest, rest[end.end() :] if end else "", reply if not end or not rest[end.end() :].strip() else ""]
    return any(after.match(head) for head in heads) or bool(before.search(text[: found.start]))


@cache
def _glosses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    gloss = codebook.jargon().gloss
    after = re.compile(f"{gloss.filler}(?:{'|'.join(gloss.after)})", re.IGNORECASE)
    return after, re.compile(rf"\b(?:{'|'.join(gloss.before)}){gloss.filler}$", re.IGNORECASE)
