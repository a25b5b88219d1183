"""Codes found by the phrases of the codebook, each in its context."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from commscore import codebook
from commscore.codebook.pattern import speech
from commscore.codebook.rules import Phrase
from commscore.parse import Parsed
from commscore.read.noise import mask
from commscore.types import Code, Role, Turn

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOUND_BY = "rule:phrases"
DENIED = re.compile(r"(?:\b(?:no|not|never|without|any)|n['’]t)\s+(?:\w+\s+)?$", re.IGNORECASE)
LOOK_BACK = 3  # turns of the other speaker in which the words that `after` asks for may stand


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase of the codebook, compiled."""

    phrase: Phrase
    role: Role
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def rules(wanted: frozenset[str] | None = None) -> tuple[Rule, ...]:
    """Return the phrases (of these codes) compiled, those that follow another code last."""
    found = [
        _compiled(phrase, file.words)
        for file in codebook.phrase_files()
        for phrase in file.phrase
        if wanted is None or phrase.code in wanted
    ]
    return tuple(sorted(found, key=lambda rule: bool(rule.phrase.follows)))


def followed(code: str) -> set[str]:
    """Return the codes after which alone some phrase of this code holds."""
    phrases = (p for file in codebook.phrase_files() for p in file.phrase)
    return {p.follows for p in phrases if p.code == code and p.follows}


def _compiled(phrase: Phrase, words: dict[str, str]) -> Rule:
    return Rule(
        phrase,
        codebook.codes()[phrase.code].role,
        speech(phrase.match, words),
        speech(phrase.unless, words) if phrase.unless else None,
        speech(f"{{{phrase.after}}}", words) if phrase.after else None,
    )


def phrases(parsed: Parsed, wanted: frozenset[str] | None = None) -> Iterator[Code]:
    """Yield a code for each phrase (of these codes) found, with the words that earned it as its span."""
    return find(parsed, rules(wanted))


def find(parsed: Parsed, sought: Sequence[Rule]) -> Iterator[Code]:
    """Yield a code for each place where one of these rules holds; what others follow comes first."""
    turns = parsed.document.turns
    given: dict[int, set[str]] = {}
    for number, turn, doc in parsed.turns():
        text = mask(turn.text)
        given[number] = set()
        for rule in sought:
            if rule.role is not turn.role or not _context_fits(rule, number, turns, given):
                continue
            for found in rule.match.finditer(text):
                start, end = _span(rule.phrase.span, found, doc)
                if rule.unless and rule.unless.search(text, *_sentence(found, doc)):
                    continue
                given[number].add(rule.phrase.code)
                yield Code(rule.phrase.code, number, start, end, found_by=FOUND_BY)


def _context_fits(rule: Rule, number: int, turns: tuple[Turn, ...], given: dict[int, set[str]]) -> bool:
    if rule.after and not any(_says(rule.after, mask(t.text)) for t in before(turns, number, LOOK_BACK)):
        return False
    if rule.phrase.follows:
        own = [n for n in range(number) if turns[n].role is rule.role][-1:]
        return any(rule.phrase.follows in given[n] for n in (*own, number))
    return True


def _says(sought: re.Pattern[str], text: str) -> bool:
    """Return whether the words stand in the text without being denied there ("no pain")."""
    return any(not DENIED.search(text, 0, found.start()) for found in sought.finditer(text))


def before(turns: tuple[Turn, ...], number: int, most: int) -> list[Turn]:
    """Return up to `most` last turns before turn `number` that somebody of another role spoke."""
    return [t for t in turns[:number] if t.role is not turns[number].role][-most:]


def _sentence(found: re.Match[str], doc: "Doc") -> tuple[int, int]:
    span = doc.char_span(*found.span(), alignment_mode="expand")
    return (span[0].sent.start_char, span[-1].sent.end_char) if span else found.span()


def _span(kind: str, found: re.Match[str], doc: "Doc") -> tuple[int, int]:
    if kind == "match":
        return found.span()
    start, end = _sentence(found, doc)
    return (found.start() if kind == "to_end" else start), len(doc.text[:end].rstrip(" ,"))
