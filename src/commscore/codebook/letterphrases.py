"""The shape of the files in codebook/letters: phrases that earn a letter's codes, and their loaders."""

from functools import cache
from typing import Literal

from pydantic import Field

from commscore.codebook import load
from commscore.codebook.schema import Entry


class LetterPhrase(Entry):
    """Words in a letter that earn what it `gives`, with an example that fires and a near miss that does not.

    `match`, `unless`, `other` and `near` are patterns as `codebook.pattern.writing` reads them: nothing is
    given where `unless` is found close by in the same sentence, where the words are part of `other`, or where
    `near` is asked for and found neither there nor within `window` sentences on either side. A phrase about
    `now` counts only where its clause does not lie in the past. `severity` is that of a problem told in these
    words alone, 0 for what gives no problem.
    """

    gives: str
    match: str
    unless: str = ""
    other: str = ""
    near: str = ""
    window: int = Field(default=1, ge=0)
    now: bool = False
    severity: int = Field(default=0, ge=0, le=3)
    span: Literal["match", "sentence", "to_end"] = "sentence"
    example: str
    near_miss: str


class LetterPhrases(Entry):
    """A file of phrases and where they come from; `words` are sets of words that patterns name in braces."""

    source: str = Field(min_length=1)
    words: dict[str, str] = Field(default_factory=dict)
    phrase: tuple[LetterPhrase, ...]


class LetterWords(Entry):
    """Sets of words that every file of phrases may name in braces."""

    source: str = Field(min_length=1)
    words: dict[str, str]


@cache
def letter_words() -> dict[str, str]:
    """Return the sets of words that all files of phrases share."""
    return load(LetterWords, "letters", "words.toml").words


@cache
def letter_phrases(name: str) -> LetterPhrases:
    """Return the phrases of codebook/letters/`name`.toml."""
    return load(LetterPhrases, "letters", f"{name}.toml")
