"""Names by their place among the lines: where a letter is signed, and what answers who somebody is."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import given, names
from commscore.privacy.fits import after_answer
from commscore.privacy.naming import CLOSE, Named, ends_line, name_from
from commscore.privacy.words import Like, Word

LINE: Final = 4  # words of a line that is nothing but a name
SHORT: Final = 5  # letters from which a line of one word in capitals is no abbreviation
ASKED: Final = 30  # characters that a question may go on for after it asked who somebody is


def signatures(said: Sequence[Word]) -> Iterator[Named]:
    """Yield the lines that are nothing but a name, as where a letter is signed."""
    first = 0
    for at in range(1, len(said) + 1):
        if at < len(said) and "\n" not in said[at].gap:
            continue
        line = said[first:at]
        after = said[at].gap.partition("\n")[0] if at < len(said) else ""
        gaps = [line[0].gap.rpartition("\n")[2], after, *(w.gap for w in line[1:])]
        if len(line) <= LINE and _signed(line) and not any(c.isdigit() for gap in gaps for c in gap):
            yield Named(first, at, "line")
        first = at


def answers(text: str, said: Sequence[Word]) -> Iterator[Named]:
    """Yield the names that answer a question, in the line before, of who somebody is."""
    for start in (at for at, word in enumerate(said) if at and "\n" in word.gap):
        asked = text[: said[start].start].rstrip()
        if not _question().search(asked, asked.rfind("\n") + 1):
            continue
        ahead = range(start, len(said))
        at = next((at for at in ahead if said[at].low not in names().fillers or ends_line(said, at)), start)
        found = name_from(said, at, "answer", after_answer, told=True, near=False)
        if found:
            yield found


@cache
def _question() -> "regex.Pattern[str]":
    phrases = "|".join(regex.escape(p).replace("'", "['’]?") for p in names().asks)
    return regex.compile(rf"(?<!\w)(?:{phrases})(?!\w)[^.\n]{{0,{ASKED}}}$", regex.IGNORECASE)


def _signed(line: Sequence[Word]) -> bool:
    """Tell whether a line is nothing but a name: initials, or a given name and what may follow it."""
    start = line[0]
    initials = len(line) > 1 and len(start.text) == 1 and line[-1].like >= Like.UNKNOWN
    short = len(line) == 1 and start.text.isupper() and len(start.text) < SHORT
    whole = (start.like is Like.GIVEN and not short) or (
        start.low in given() and len(line) > 1 and line[-1].like >= Like.UNKNOWN
    )
    close = all(CLOSE.fullmatch(w.gap) for w in line[1:]) and line[-1].low not in names().places
    return close and (initials or whole) and all(_in_line(w) for w in line)


def _in_line(word: Word) -> bool:
    return len(word.text) == 1 or word.like >= Like.WORD
