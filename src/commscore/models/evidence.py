"""Which words of a turn earn a code: from the network's figure for each token to characters of the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from commscore.models.features import Offsets
from commscore.models.reading import FloatArray
from commscore.read.noise import mask

MOST: Final = 3  # runs of words that are kept; coders hardly ever mark more than two in a turn
BRIDGED: Final = 2  # tokens under the threshold that do not end a run
CLAUSE: Final = re.compile(r"[^.?!;\n]+[.?!]*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of a turn, and the sum of its tokens' figures."""

    start: int
    end: int
    weight: float


def stretches(text: str, offsets: Offsets, figures: FloatArray, threshold: float) -> list[Stretch]:
    """Return the runs of tokens whose figure (from 0 to 1, shape (tokens,)) is at or over the threshold.

    A run goes on over a gap of two tokens, but not past a question mark, since the next question is another
    one. Where no token passes, it is the clause of the best token. Ends are moved out to whole words.
    """
    if not offsets:
        return []
    bare = mask(text)
    runs = _runs(bare, offsets, (figures >= threshold).tolist())
    found = [_stretch(bare, offsets, figures, run) for run in runs]
    return found or [_clause(bare, offsets, figures)]


def best(found: Sequence[Stretch]) -> tuple[tuple[int, int], ...]:
    """Return the three weightiest stretches in the order of the text, those that overlap as one.

    >>> best([Stretch(8, 12, 0.9), Stretch(0, 4, 0.8), Stretch(2, 6, 0.7)])
    ((0, 6), (8, 12))
    """
    joined: list[Stretch] = []
    for one in sorted(found, key=lambda s: (s.start, s.end)):
        if joined and one.start < joined[-1].end:
            last = joined.pop()
            joined.append(Stretch(last.start, max(last.end, one.end), max(last.weight, one.weight)))
        else:
            joined.append(one)
    kept = sorted(joined, key=lambda s: (-s.weight, s.start))[:MOST]
    return tuple(sorted((s.start, s.end) for s in kept))


def _runs(text: str, offsets: Offsets, passed: Sequence[bool]) -> Iterator[list[int]]:
    run: list[int] = []
    for token in (number for number, over in enumerate(passed) if over):
        if run and (token - run[-1] > BRIDGED + 1 or "?" in text[offsets[run[-1]][0] : offsets[token][0]]):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _stretch(text: str, offsets: Offsets, figures: FloatArray, run: list[int]) -> Stretch:
    start, end = offsets[run[0]][0], offsets[run[-1]][1]
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Stretch(start, end, float(figures[run].sum()))


def _clause(text: str, offsets: Offsets, figures: FloatArray) -> Stretch:
    token = int(figures.argmax())
    at = offsets[token][0]
    for clause in CLAUSE.finditer(text):
        if clause.start() <= at < clause.end():
            said = clause[0].strip()
            start = clause.start() + clause[0].index(said)
            return Stretch(start, start + len(said), float(figures[token]))
    return Stretch(*offsets[token], float(figures[token]))
