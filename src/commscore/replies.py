"""Which of the clinician's turns reply to something that the patient said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from commscore import codebook
from commscore.read.noise import mask, words
from commscore.types import Document, Role


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


def replies(document: Document, turn: int, code: str) -> tuple[int, ...]:
    """Return the clinician's turns over which the codebook judges what became of `code` in `turn`.

    They are the next ones that count: heard, and more than a backchannel. Fewer stand at the end.
    """
    window = next(r.window for r in codebook.consultation().response if code in r.to)
    return tuple(n for _, n in zip(range(window), _counting(document, turn + 1), strict=False))


def _counting(document: Document, start: int) -> Iterator[int]:
    for number in range(start, len(document.turns)):
        turn = document.turns[number]
        if turn.role is Role.CLINICIAN and words(turn.text) and not is_encourager(turn.text):
            yield number
