"""The sets of words that a file of codebook/letters names, as a pattern or as the words themselves."""

import re
from functools import cache

from commscore.codebook.letterphrases import letter_phrases, letter_words
from commscore.codebook.pattern import writing


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """Return the set `name` of codebook/letters/`file`.toml as a pattern over what was written."""
    words = letter_words() | letter_phrases(file).words
    return writing(words[name], words)


@cache
def listed(file: str, name: str) -> frozenset[str]:
    """Return the words of the set `name` of codebook/letters/`file`.toml; none where it has no such set."""
    return frozenset(filter(None, letter_phrases(file).words.get(name, "").split("|")))
