"""Praise of a person or a service, inside complaints too; sarcasm is none."""

from typing import Final

from commscore.detect.letters.phrases import Found, find, merged, rules
from commscore.detect.letters.scope import quotations
from commscore.sentences import ParsedLetter
from commscore.types import Span

SHORT: Final = 25  # characters: praise in quotation marks no longer than that is said tongue in cheek


def praise(parsed: ParsedLetter) -> tuple[Span, ...]:
    """Return the sentences that praise, in the order of the text."""
    found = list(find(parsed, rules("praise")))
    spoilt = {f.number for f in found if f.phrase.gives == "sarcasm"}
    kept = (f for f in found if f.phrase.gives == "praise" and f.number not in spoilt)
    return merged(f.shown for f in kept if not _mocked(parsed, f))


def _mocked(parsed: ParsedLetter, found: Found) -> bool:
    """Return whether the good word alone stands in quotation marks: the "lovely" ward."""
    start, end = found.match
    return any(start < s and e <= end + 1 and e - s <= SHORT for s, e in quotations(parsed.letter.text))
