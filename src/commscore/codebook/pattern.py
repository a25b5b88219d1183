"""Patterns over speech: regular expressions that a trainer can read and that survive how people talk.

In a pattern of the codebook a space stands for any gap between words, hesitations included ("I'm, um,
sorry"); an apostrophe for a straight or a curly one, or for the gap that some tokenised corpora put
there ("do n't"); `{name}` for a set of words defined in the file, which may name others. Case never
matters, and a pattern begins and ends at the edge of a word.
"""

import re
from collections.abc import Mapping

from commscore.errors import CodebookError

FILLERS = r"(?:um+|uh+|uhm|er+m?|hmm+|you know|i mean|sort of|kind of|like|just|really|actually)"
# All the hesitations there are, or none: never some of them, which would try every split of a long run.
GAP = rf"(?:[\s,…]++(?:(?:{FILLERS}\b[\s,.…]*+)++)?)"
EDGE = r"(?<![\w'’])"
SPOKEN = {" ": GAP, "'": r"\s?['’]", "’": r"\s?['’]", "n't": r"\s?n\s?['’]?t"}
# Letters: no hesitations, but apostrophes left out, hyphens for spaces, stars around what matters; any word
# (\w+) may hold an apostrophe, and a verb may hang on the word before it ("the lump's growing").
HUNG = r"(?=['’](?:s|re|m|ve|d|ll)\b)"
WRITTEN = SPOKEN | {" ": rf"(?:[\s,*…-]++|{HUNG})", "'": r"(?:\s?['’])?", r"\w+": r"[\w'’]+"}
NAMED = re.compile(r"\{([a-z_]+)\}")
MEANT = re.compile(r"\[[^\]]*\]|\\w\+|n't|'|’| ")  # what stands in brackets means itself
DEEP = 4  # sets of words within sets of words


def speech(pattern: str, words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Return the compiled pattern.

    Raises CodebookError when it is not a regular expression or names an unknown set of words.

    >>> bool(speech("i'm sorry to hear").search("I’m, um, so... I'm really sorry to hear that"))
    True
    >>> bool(speech("do you {take}", {"take": "take|use"}).search("Do you   use anything?"))
    True
    """
    return _compiled(pattern, words, SPOKEN, EDGE)


def writing(pattern: str, words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Return the compiled pattern for what was written: an apostrophe may be left out, unless it is curly.

    A curly one has to stand there: "i’ll" is not "ill".

    Raises CodebookError as `speech` does.

    >>> bool(writing("he didn't self harm").search("He didnt self-harm"))
    True
    """
    return _compiled(pattern, words, WRITTEN, rf"(?:{EDGE}|{HUNG})")


def _compiled(
    pattern: str, words: Mapping[str, str] | None, means: Mapping[str, str], edge: str
) -> re.Pattern[str]:
    try:
        expanded = pattern
        for _ in range(DEEP):
            expanded = NAMED.sub(lambda m: f"(?:{(words or {})[m[1]]})", expanded)
        expanded = MEANT.sub(lambda m: means.get(m[0], m[0]), expanded)
        return re.compile(rf"{edge}(?:{expanded})(?!\w)", re.IGNORECASE)
    except (KeyError, re.error) as problem:
        raise CodebookError(f"pattern {pattern!r}: {problem}; see codebook/pattern.py") from problem
