"""Facilitators: turns that are nothing but a brief encourager."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from commscore import codebook
from commscore.detect.phrases import before
from commscore.detect.questions import kind_of
from commscore.parse import Parsed
from commscore.read.noise import mask, words
from commscore.types import Code, Role

FOUND_BY = "rule:facilitators"


@dataclass(frozen=True, slots=True)
class Encouragers:
    """The word lists of codebook/facilitators.toml, compiled."""

    whole: re.Pattern[str]
    empty: re.Pattern[str]
    answers: re.Pattern[str]
    most: int


@cache
def encouragers() -> Encouragers:
    """Return the patterns of turns that are made of encouragers alone."""
    entry = codebook.facilitators()
    return Encouragers(_only(entry.words), _only(entry.empty), _only(entry.answers), entry.most)


def _only(listed: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(w).replace("'", "['’]") for w in sorted(listed, key=len, reverse=True))
    return re.compile(rf"[\s,.!…-]*(?:(?:{either})(?![\w'’])[\s,.!…-]*)+", re.IGNORECASE)


def is_encourager(text: str) -> bool:
    """Return whether a turn is made of encouragers alone.

    >>> is_encourager("OK. Mm-hmm."), is_encourager("OK. Any pain?"), is_encourager("Um")
    (True, False, False)
    """
    lists, bare = encouragers(), mask(text)
    fits = lists.whole.fullmatch(bare) and not lists.empty.fullmatch(bare)
    return bool(fits) and len(words(text)) <= lists.most


def facilitators(parsed: Parsed) -> Iterator[Code]:
    """Yield `facilitator` for the clinician's turns that only encourage and do not answer a question."""
    turns = parsed.document.turns
    for number, turn, _ in parsed.turns(Role.CLINICIAN):
        if not is_encourager(turn.text):
            continue
        last = before(turns, number, 1)
        asked = bool(last) and last[0].text.rstrip().endswith("?") and kind_of(last[0].text)
        if asked and encouragers().answers.fullmatch(mask(turn.text)):
            continue
        yield Code("facilitator", number, *_extent(turn.text), found_by=FOUND_BY)


def _extent(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)
