"""The shape of the codebook's files: pydantic models that refuse what contradicts itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from commscore.types import Role


class Entry(BaseModel):
    """Base of all entries: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Domain(Entry):
    """One of the four domains that scores are given for."""

    name: str
    title: str


class CodeEntry(Entry):
    """A code: when it is given and when not, and words that earn it."""

    name: str
    title: str
    role: Role
    domain: str
    give: str
    not_when: str
    examples: tuple[str, ...] = Field(min_length=1)


class ResponseEntry(Entry):
    """What can become of a patient's cue, concern or question, judged over `window` clinician turns."""

    name: str
    to: tuple[str, ...]
    window: int = Field(ge=1)
    good: bool
    give: str


class Consultation(Entry):
    """The consultation codebook as a whole."""

    version: str
    settled: tuple[str, ...]
    domain: tuple[Domain, ...]
    code: tuple[CodeEntry, ...]
    response: tuple[ResponseEntry, ...]


class Phrase(Entry):
    """Words that earn a code, with an example that fires and a near miss that does not.

    `match` is a pattern as `codebook.pattern` reads it, searched in each sentence of the speaker's turn;
    the code is not given where `unless` is found in the same sentence. `needs` names a condition on what
    the other speaker said before. The span is the matched words, or the whole sentence.
    In `example` and `near_miss`, words before "→" are what the other speaker said just before.
    """

    code: str
    match: str
    unless: str = ""
    needs: Literal["", "hardship", "patient_talk"] = ""
    span: Literal["match", "sentence", "to_end"] = "match"
    example: str
    near_miss: str


class PhraseFile(Entry):
    """A file of phrases; `words` are sets of words that the patterns name in braces."""

    words: dict[str, str] = {}
    phrase: tuple[Phrase, ...] = ()
