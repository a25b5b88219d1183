"""What the writer asks for; `none` only where nothing else is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from commscore.codebook.coded import NOTHING
from commscore.codebook.letters import letter
from commscore.detect.letters.named import named
from commscore.detect.letters.phrases import Found, find, rules
from commscore.detect.letters.scope import quotations
from commscore.detect.letters.words import pattern
from commscore.sentences import ParsedLetter
from commscore.types import Named, Span

FOUND_BY: Final = "rule:asks"
REQUEST, DONE = "request", "action_for_me"
ASKED, EXPLAINED = "asked", "explanation"


def asks(parsed: ParsedLetter, asked: Sequence[Span]) -> tuple[Named, ...]:
    """Return the asks in the codebook's order, each with its words; `asked` are the letter's questions."""
    found = [_read(f) for f in find(parsed, rules("asks")) if _meant(parsed, f, asked)]
    named_in = {f.number for f in found if f.phrase.gives != REQUEST}
    plain = (f for f in found if f.phrase.gives == REQUEST and f.number not in named_in)
    found += [_given(f, DONE) for f in plain]
    given = named(found, (ask.name for ask in letter().ask), FOUND_BY)
    return given or (Named(NOTHING, found_by=FOUND_BY),)


def _given(found: Found, ask: str) -> Found:
    return replace(found, phrase=found.phrase.model_copy(update={"gives": ask}))


def _read(found: Found) -> Found:
    return _given(found, EXPLAINED) if found.phrase.gives == ASKED else found


def _meant(parsed: ParsedLetter, found: Found, asked: Sequence[Span]) -> bool:
    start, end = found.match
    if found.phrase.gives == ASKED:
        return any(s < end and start < e for s, e in asked)
    return not _others(parsed, found)


def _others(parsed: ParsedLetter, found: Found) -> bool:
    """Return whether the words stand in quotation marks and nothing before them says that they are a wish."""
    start, end = found.match
    text = parsed.letter.text
    for opens, closes in quotations(text):
        if opens <= start and end <= closes:
            return not pattern("asks", "wishes").search(text, found.sentence.start, opens)
    return False
