"""Jargon: technical terms that the patient has not used and the clinician does not explain.

A turn is searched for the longest terms of the lexicon (`codebook.terms`) and for unknown words with a
technical ending. A term is dropped where somebody other than the clinician said it before (word by word,
by stem), where this turn or the clinician's next one glosses it, or where the clinician glossed it
earlier. `probability` is how often the rule that found the term was right on the development part of the
gold codings.

Names of single medicines are left out: the gold coders took them for known far more often than not.
Terms once explained count as explained for the rest of the visit, and dictation as nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from commscore import codebook
from commscore.codebook.terms import WORD, Term, everyday, fold, key, terms
from commscore.parse import Parsed
from commscore.read.noise import mask
from commscore.types import Code, Role, Turn

FOUND_BY = "lexicon:jargon"
CERTAIN = 0.5  # a rule that is right less often is offered as "maybe"
NEAR = 25  # characters
BACKCHANNEL = 2  # words; "OK?" between a term and its gloss
YOUR = re.compile(r"\byour\s+(?:\w+\s+)?$", re.IGNORECASE)
STEM, SHARED = 5, 0.7  # two words are kin that share so many first letters, and this part of the longer
SENTENCE_END = re.compile(r"[.?!]")


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
    texts = [without_commands(mask(turn.text)) for turn in turns]
    later = following(turns)
    silent = dictated(turns, texts)
    for number, turn in enumerate(turns):
        if turn.role is not Role.CLINICIAN:
            heard |= _keys(texts[number])
            continue
        found = [f for f in find(texts[number]) if number not in silent and not said(f.words, heard)]
        explained |= glossed(found, texts[number], texts[later[number]] if number in later else "")
        once = {f.words: f for f in reversed(found) if f.words not in explained}
        for term in reversed(once.values()):
            sure = probabilities()[term.term.rule]
            yield Code("jargon", number, term.start, term.end, sure, FOUND_BY, certain=sure >= CERTAIN)


def dictated(turns: tuple[Turn, ...], texts: list[str]) -> set[int]:
    """Return the turns that are dictation: a run of clinician turns of which one gives itself away."""
    silent: set[int] = set()
    for role, run in groupby(range(len(turns)), key=lambda n: turns[n].role):
        numbers = list(run)
        if role is Role.CLINICIAN and any(_dictated().search(texts[n]) for n in numbers):
            silent.update(numbers)
    return silent


def without_commands(text: str) -> str:
    """Return a text with what is said to a device blanked, so that offsets stay true.

    >>> without_commands("Hey Dragon, show the ECG. Well.")
    '                        . Well.'
    """
    return _command().sub(lambda m: " " * len(m[0]), text)


@cache
def _command() -> re.Pattern[str]:
    return re.compile(codebook.jargon().dictation.command, re.IGNORECASE)


@cache
def _dictated() -> re.Pattern[str]:
    return re.compile("|".join(codebook.jargon().dictation.turn), re.IGNORECASE)


def following(turns: tuple[Turn, ...]) -> dict[int, int]:
    """Return for each clinician turn the number of the clinician's next one."""
    own = [n for n, turn in enumerate(turns) if turn.role is Role.CLINICIAN]
    return dict(pairwise(own))


def find(text: str) -> Iterator[Found]:
    """Yield the technical terms of a text from left to right, the longest where several begin.

    >>> [f.term.lay for f in find("Any haematuria?")]
    [('blood in the urine',)]
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
    own = codebook.jargon().settings.your
    for count in range(lengths().get(word, 0), 0, -1):
        words = tuple(w for _, _, w in tokens[at : at + count])
        end = tokens[min(at + count, len(tokens)) - 1][1]
        term = terms().get(" ".join(words))
        if term and term.fits(text[start:end]):
            return None if term.group in own and YOUR.search(text[:start]) else Found(start, end, words, term)
    end = tokens[at][1]
    if word not in everyday() and family(word):
        return Found(start, end, (word,), Term(text[start:end], (), "family"))
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
    return any(
        len(word) >= least and word.endswith(endings) and word not in unless
        for endings, least, unless in _families()
    )


@cache
def _families() -> tuple[tuple[tuple[str, ...], int, frozenset[str]], ...]:
    return tuple(
        (tuple(fold(e) for e in f.endings) + f.endings, f.least, frozenset(map(key, f.unless)))
        for f in codebook.jargon().family
    )


@cache
def small() -> frozenset[str]:
    """Return the words that name nothing: of, the, in."""
    return frozenset(codebook.jargon().settings.small.split())


@cache
def probabilities() -> dict[str, float]:
    """Return by rule how often it was right, as jargon.toml says and on what."""
    return {rule.name: rule.probability for rule in codebook.jargon().rule}


def said(words: tuple[str, ...], heard: set[str]) -> bool:
    """Tell whether each word of a term, or one of its kin, was heard before.

    >>> said(("neurological",), {"neurologist"}), said(("carotid", "artery"), {"artery"})
    (True, False)
    """
    return all(w in small() or w in heard or any(kin(w, h) for h in heard) for w in words)


def kin(one: str, other: str) -> bool:
    """Tell whether two words begin alike for most of their length."""
    most = max(STEM, int(SHARED * max(len(one), len(other))))
    return one[:most] == other[:most] and min(len(one), len(other)) >= most


def glossed(found: list[Found], text: str, reply: str) -> set[tuple[str, ...]]:
    """Return the terms of a turn that it or the clinician's next turn, `reply`, explains.

    A gloss of one term holds for a term just before it: "some lumbar radiculopathy, that's a trapped nerve".
    """
    explained: set[tuple[str, ...]] = set()
    last: Found | None = None
    for one in reversed(found):
        near = last is not None and last.words in explained and last.start - one.end <= NEAR
        if near or named(one, text, reply) or explains(one, text, reply):
            explained.add(one.words)
        last = one
    return explained


def named(found: Found, text: str, reply: str) -> bool:
    """Tell whether a lay name of the term stands in its turn or in the next."""
    around = _keys(" ".join((text[: found.start], text[found.end :], reply)))
    names = (_keys(name) - small() for name in found.term.lay)
    return any(name and name <= around and not name <= set(found.words) for name in names)


def _keys(text: str) -> set[str]:
    return {fold(m[0]) for m in WORD.finditer(text)}


def explains(found: Found, text: str, reply: str) -> bool:
    """Tell whether words that gloss stand right before the term, after it, or at the head of what follows."""
    after, before = _glosses()
    rest, *sentences = SENTENCE_END.split(text[found.end :])
    spoken = (s for s in (*sentences, reply) if len(WORD.findall(s)) > BACKCHANNEL)
    return bool(before.search(text[: found.start]) or after.match(rest) or after.match(next(spoken, "")))


@cache
def _glosses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    gloss = codebook.jargon().gloss
    after = re.compile(f"{gloss.filler}(?:{'|'.join(gloss.after)})", re.IGNORECASE)
    return after, re.compile(rf"\b(?:{'|'.join(gloss.before)}){gloss.filler}(?:\w+\s+)?$", re.IGNORECASE)
