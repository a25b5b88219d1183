"""Patterns over speech: regular expressions that a trainer can read and that survive how people talk.

In a pattern of the codebook a space stands for any gap between words, hesitations included ("I'm, um,
sorry"); an apostrophe for a straight or a curly one, or for the gap that some tokenised corpora put
there ("do n't"); `{name}` for a set of words defined in the file. Case never matters, and a pattern
begins and ends at the edge of a word.
"""

import re
from collections.abc import Mapping

from commscore.errors import CodebookError

FILLERS = r"(?:um+|uh+|uhm|er+m?|hmm+|you know|i mean|sort of|kind of|like|just|really|actually)"
# All the hesitations there are, or none: never some of them, which would try every split of a long run.
GAP = rf"(?:[\s,…]++(?:(?:{FILLERS}\b[\s,.…]*+)++)?)"
WRITTEN = {" ": GAP, "'": r"\s?['’]", "n't": r"\s?n\s?['’]?t"}


def speech(pattern: str, words: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Return the compiled pattern.

    Raises CodebookError when it is not a regular expression or names an unknown set of words.

    >>> bool(speech("i'm sorry to hear").search("I’m, um, so... I'm really sorry to hear that"))
    True
    >>> bool(speech("do you {take}", {"take": "take|use"}).search("Do you   use anything?"))
    True
    """
    try:
        expanded = re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{(words or {})[m[1]]})", pattern)
        expanded = re.sub(r"n't|'| ", lambda m: WRITTEN[m[0]], expanded)
        return re.compile(rf"(?<![\w'’])(?:{expanded})(?!\w)", re.IGNORECASE)
    except (KeyError, re.error) as problem:
        raise CodebookError(f"pattern {pattern!r}: {problem}; see codebook/pattern.py") from problem
