"""How a draft reply speaks: whether it says sorry, explains, says what will change, and what would rankle."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from commscore.codebook import triage
from commscore.codebook.pattern import speech
from commscore.codebook.triage import Manner, ReplyPhrase
from commscore.types import Span

DONE, FORM_ONLY, NOT_DONE = "yes", "in form only", "no"


@dataclass(frozen=True, slots=True)
class Done:
    """Whether a draft does what a reply should ("yes", "in form only", "no"), and the words that do."""

    name: str
    title: str
    verdict: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Rankles:
    """Characters of a draft that complainants resent, why, and on what that rests."""

    start: int
    end: int
    why: str
    source: str


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the codebook, compiled once."""
    return speech(pattern)


def found(draft: str, sentences: Iterable[Span], phrases: Iterable[ReplyPhrase]) -> Iterator[Span]:
    """Yield where a phrase stands in one of the sentences, and not what it must not stand with.

    >>> ombudsman = triage.reply().manner[-1].phrase
    >>> list(found("Write to the ombudsman.", [(0, 23)], ombudsman))
    [(13, 22)]
    """
    listed = tuple(phrases)
    for start, end in sentences:
        for phrase in listed:
            if phrase.unless and compiled(phrase.unless).search(draft, start, end):
                continue
            yield from (match.span() for match in compiled(phrase.match).finditer(draft, start, end))


def manners(draft: str, sentences: Iterable[Span]) -> tuple[Done, ...]:
    """Return what a reply should do, in the codebook's order, and whether this draft does."""
    told = tuple(sentences)
    return tuple(_done(draft, told, manner) for manner in triage.reply().manner)


def _done(draft: str, sentences: tuple[Span, ...], manner: Manner) -> Done:
    for verdict, phrases in ((DONE, manner.phrase), (FORM_ONLY, manner.form_only)):
        spans = tuple(sorted(set(found(draft, sentences, phrases))))
        if spans:
            return Done(manner.name, manner.title, verdict, spans)
    return Done(manner.name, manner.title, NOT_DONE)


def rankles(draft: str, sentences: Iterable[Span]) -> tuple[Rankles, ...]:
    """Return what complainants resent in a draft, in the order of its text; of words within others, those."""
    told = tuple(sentences)
    kinds = triage.reply().resented
    spans = ((span, kind) for kind in kinds for span in found(draft, told, [kind]))
    listed: list[Rankles] = []
    for (start, end), kind in sorted(spans, key=lambda one: (one[0][0], -one[0][1])):
        if not listed or end > listed[-1].end:
            listed.append(Rankles(start, end, kind.why, kind.source))
    return tuple(listed)
