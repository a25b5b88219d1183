"""Several speakers on one line ("D: Hi there. P: Hello."): the lines are cut before each."""

import re
from collections import Counter
from typing import Final

from commscore.read.labels import key, name, says

LABEL: Final = r"(?:(?:dr|mr|mrs|ms|prof)\.\s)?[^\W\d_][^\n\t:;.?!]{0,40}"
OPEN: Final = re.compile(rf"\s*({LABEL}?)\s?:\s", re.IGNORECASE)
INNER: Final = re.compile(rf"(?<=[.?!…)\]\"”])[ \t]+(?=({LABEL}?)\s?:[ \t]+\S)", re.IGNORECASE)
FEWEST: Final = 2


def apart(written: list[str]) -> list[str]:
    """Return the lines, cut before each speaker within one; as they are where that is nobody's habit.

    A label within a line is a speaker's after the end of a sentence, and if it tells a role or is a name that
    opens lines elsewhere; and one alone in a text of many turns is none.

    >>> apart(["D: Hi there. P: Hello.", "the thing is: it hurts"])
    ['D: Hi there.', 'P: Hello.', 'the thing is: it hurts']
    """
    firsts = [found[1] for line in written if (found := OPEN.match(line))]
    opens = Counter(key(label) for label in firsts)
    inner = [_inner(line, opens) for line in written]
    within = Counter(key(found[1]) for line in inner for found in line)
    opening = {key(label) for label in firsts if _speaks(label, opens)}
    turns = sum(opens[label] for label in opening)
    if len(opening | within.keys()) < FEWEST or (within.total() < FEWEST and turns > 1):
        return written
    return [part for line, found in zip(written, inner, strict=True) for part in _cut(line, found)]


def _inner(line: str, opens: Counter[str]) -> list[re.Match[str]]:
    """Return the speakers within a line; "Hale" of "Mrs. Hale:" is no other one."""
    first = OPEN.match(line)
    end = first.end() if first else 0
    found = []
    for match in INNER.finditer(line):
        if match.start() >= end and _speaks(match[1], opens):
            found.append(match)
            end = match.end(1)
    return found


def _speaks(label: str, opens: Counter[str]) -> bool:
    return says(label) is not None or (key(label) in opens and name(label))


def _cut(line: str, found: list[re.Match[str]]) -> list[str]:
    starts, ends = [0, *(f.end() for f in found)], [*(f.start() for f in found), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]
