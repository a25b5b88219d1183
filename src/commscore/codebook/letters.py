"""The shape of the letter codebook's file, and its loader."""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from commscore.codebook import load
from commscore.codebook.rules import Precision
from commscore.codebook.schema import Domain, Entry

Level = Literal["urgent", "high", "standard"]
Severity = Annotated[int, Field(ge=1, le=3)]


class CategoryEntry(Entry):
    """A problem category: the letter says that `give`."""

    name: str
    title: str
    domain: str
    give: str


class SeverityEntry(Entry):
    """A level of severity, of the problem as told and not of the harm."""

    level: Severity
    title: str
    give: str


class NamedEntry(Entry):
    """A stage of care or something that a writer asks for."""

    name: str
    title: str
    give: str


class FlagEntry(Entry):
    """A flag, and the level that it gives a letter in the queue."""

    name: str
    title: str
    level: Level
    give: str


class PriorityRule(Entry):
    """The levels, the gravest first, and the level that a severity gives."""

    levels: tuple[Level, ...]
    severity: dict[Severity, Level]


class LetterCodebook(Entry):
    """The letter codebook as a whole."""

    version: str
    settled: tuple[str, ...]
    domain: tuple[Domain, ...]
    category: tuple[CategoryEntry, ...]
    severity: tuple[SeverityEntry, ...]
    stage: tuple[NamedEntry, ...]
    ask: tuple[NamedEntry, ...]
    flag: tuple[FlagEntry, ...]
    priority: PriorityRule


@cache
def letter() -> LetterCodebook:
    """Return the letter codebook."""
    return load(LetterCodebook, "letter.toml")


@cache
def categories() -> dict[str, CategoryEntry]:
    """Return the problem categories by name, in the codebook's order."""
    return {entry.name: entry for entry in letter().category}


@cache
def flags() -> dict[str, FlagEntry]:
    """Return the flags by name, in the codebook's order."""
    return {entry.name: entry for entry in letter().flag}


@cache
def precision() -> dict[str, float]:
    """Return by code how often what the rules find in a letter is confirmed."""
    return load(Precision, "letters", "precision.toml").precision
