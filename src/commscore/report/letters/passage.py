"""A letter's own words, cut to what a reader needs to check a code, and safe to put on any page."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from commscore.report.quote import MOST_CHARACTERS, Words, clip, one_line
from commscore.sentences import starts
from commscore.types import Span

BREAK = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!?…][\"'”’)]*\s+")
LONGEST = 32  # words: read in the ten seconds that a reason may take


@dataclass(frozen=True, slots=True)
class Passage(Words):
    """The words that count, between what stands before and after them in the same sentence or line.

    `at` is where they stand in the letter.
    """

    before: str
    words: str
    after: str
    at: Span = (0, 0)


def passage(text: str, span: Span, longest: int = LONGEST) -> Passage:
    """Return the words of a span within the sentence or line that holds them, cut to about so many words.

    >>> passage("Dear Sir,\\n\\nI was told. Nobody rang me.\\nYours", (23, 29)).text
    'Nobody rang me.'
    """
    start, end = (max(0, min(edge, len(text))) for edge in span)
    edges = _edges(text)
    left = edges[bisect_right(edges, start) - 1]
    right = edges[min(bisect_left(edges, max(end, start + 1)), len(edges) - 1)]
    breaks = [left, *(m.end() + left for m in BREAK.finditer(text[left:right])), right]
    sentence = breaks[bisect_right(breaks, start) - 1] if start < right else left
    right = breaks[min(bisect_left(breaks, max(end, start + 1)), len(breaks) - 1)]
    parts = clip(text[sentence:right], start - sentence, end - sentence, longest)
    before, words, after = (one_line(part[:MOST_CHARACTERS]) for part in parts)
    cut = "…" * any(len(p) > MOST_CHARACTERS for p in parts)
    return Passage(before.lstrip(), words, after.rstrip() + cut, (start, end))


@lru_cache(maxsize=4)
def _edges(text: str) -> tuple[int, ...]:
    """Return where a paragraph, a list's item or a line on its own begins, and the text's end."""
    return tuple(sorted({0, *starts(text), len(text)}))
