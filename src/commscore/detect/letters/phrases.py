"""The phrases of codebook/letters, found sentence by sentence in a letter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from commscore.codebook.letterphrases import LetterPhrase, letter_phrases, letter_words
from commscore.codebook.pattern import writing
from commscore.detect.letters.tense import past
from commscore.sentences import ParsedLetter, Sentence
from commscore.types import Span

REACH: Final = 120  # characters: a sentence without end must not let one word take back what is told far off


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase of the codebook, compiled."""

    phrase: LetterPhrase
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
    other: re.Pattern[str] | None
    near: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in sentence `number` of the letter: the words that matched, and those to show for them."""

    phrase: LetterPhrase
    number: int
    sentence: Sentence
    match: Span
    shown: Span


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """Return the phrases of codebook/letters/`name`.toml compiled."""
    file = letter_phrases(name)
    words = letter_words() | file.words

    def compiled(pattern: str) -> re.Pattern[str] | None:
        return writing(pattern, words) if pattern else None

    return tuple(
        Rule(p, writing(p.match, words), compiled(p.unless), compiled(p.other), compiled(p.near))
        for p in file.phrase
    )


def find(
    parsed: ParsedLetter, sought: Iterable[Rule], asides: frozenset[str] = frozenset()
) -> Iterator[Found]:
    """Yield every place where one of these rules holds, in the complaint itself and in such `asides`."""
    text = parsed.letter.text
    for number, sentence in enumerate(parsed.sentences):
        if sentence.aside and sentence.aside not in asides:
            continue
        for rule in sought:
            for match in rule.match.finditer(text, sentence.start, sentence.end):
                if _holds(rule, match.span(), parsed, number):
                    yield Found(rule.phrase, number, sentence, match.span(), _shown(rule, match, sentence))


def _holds(rule: Rule, match: Span, parsed: ParsedLetter, number: int) -> bool:
    sentence, text = parsed.sentences[number], parsed.letter.text
    close = max(sentence.start, match[0] - REACH), min(sentence.end, match[1] + REACH)
    if rule.unless and rule.unless.search(text, *close):
        return False
    if rule.other and any(overlap(m.span(), match) for m in rule.other.finditer(text, *close)):
        return False
    if rule.near:
        around = parsed.sentences[max(0, number - rule.phrase.window) : number + rule.phrase.window + 1]
        if not any(rule.near.search(text, s.start, s.end) for s in around):
            return False
    return not (rule.phrase.now and past(sentence, match))


def _shown(rule: Rule, match: re.Match[str], sentence: Sentence) -> Span:
    if rule.phrase.span == "match":
        return match.span()
    return (match.start() if rule.phrase.span == "to_end" else sentence.start), sentence.end


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
