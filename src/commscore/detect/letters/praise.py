"""Praise of a person or a service, inside complaints too; sarcasm is none."""

from typing import Final

from commscore.detect.letters.phrases import Found, find, rules
from commscore.detect.letters.scope import quotations
from commscore.detect.letters.words import pattern
from commscore.sentences import ParsedLetter
from commscore.types import Span

SHORT: Final = 25  # characters: praise in quotation marks no longer than that is said tongue in cheek


def praise(parsed: ParsedLetter) -> tuple[Found, ...]:
    """Return the words that praise, in the order of the text; what is shown of each is its sentence."""
    found = list(find(parsed, rules("praise")))
    spoilt = {f.number for f in found if f.phrase.gives == "sarcasm"}
    kept = (f for f in found if f.phrase.gives == "praise" and f.number not in spoilt)
    return tuple(f for f in kept if not _mocked(parsed, f))


def clause(parsed: ParsedLetter, praised: Found) -> Span:
    """Return the part of the sentence that praises, which ends where a "but" or an "although" turns it."""
    text, sentence = parsed.letter.text, praised.sentence
    turns = [m.span() for m in pattern("praise", "turns").finditer(text, sentence.start, sentence.end)]
    start = max((end for _, end in turns if end <= praised.match[0]), default=sentence.start)
    return start, min((at for at, _ in turns if at >= praised.match[1]), default=sentence.end)


def _mocked(parsed: ParsedLetter, found: Found) -> bool:
    """Return whether the good word alone stands in quotation marks: the "lovely" ward."""
    start, end = found.match
    return any(start < s and e <= end + 1 and e - s <= SHORT for s, e in quotations(parsed.letter.text))
