"""The shape of the files that `triage` works by, and their loaders: clocks, replies, the same matter."""

from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from commscore.codebook import load
from commscore.codebook.schema import Entry


class Nation(Entry):
    """A nation and whose bank holidays are its; `unknown` says why its rules are not known here, or is ""."""

    name: str
    title: str
    subdivision: str
    unknown: str = ""


class ClockRule(Entry):
    """By when something is due `since` a day; see letters/clocks.toml for what the fields mean."""

    name: str
    title: str
    since: Literal["received", "event"]
    working_days: int | None = Field(default=None, ge=1)
    months: int | None = Field(default=None, ge=1)
    rule: str
    regulation: str
    status: Literal["reported", "recalled"]
    counted: str

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.working_days is None) == (self.months is None):
            raise ValueError(f"{self.name}: give either working_days or months")
        return self

    @property
    def basis(self) -> str:
        """The rule in a line, with what it rests on."""
        checked = {"reported": "as reported", "recalled": "recalled, not checked"}[self.status]
        return f"{self.rule} ({self.regulation}; {checked}); {self.counted}"


class DateWords(Entry):
    """The words by which a letter dates an event, or says that a date is none."""

    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    field: str
    header: str
    label: str
    letter: str
    identity: str
    born: str
    recent_birth_months: int = Field(ge=1)
    long_ago_years: int = Field(ge=1)
    deadline: str
    to_come: str
    past: str
    last_year: str
    year_before_last: str
    undated: str


class Clocks(Entry):
    """The clocks, the nations, and how a letter dates an event."""

    nation: tuple[Nation, ...] = Field(min_length=1)
    clock: tuple[ClockRule, ...] = Field(min_length=1)
    dates: DateWords


class SameMatter(Entry):
    """When letters may be of the same matter; see letters/same.toml."""

    shingle: int = Field(ge=2)
    least: int = Field(ge=2)
    similarity: float = Field(gt=0, le=1)
    quoted: float = Field(gt=0, le=1)


class SameFile(Entry):
    """The file that holds them."""

    same: SameMatter


class ReplyPhrase(Entry):
    """Words of a draft reply, with an example that fires and a near miss that does not.

    `match` is a pattern as `codebook.pattern` reads it; nothing is found in a sentence with `unless`.
    """

    match: str
    unless: str = ""
    example: str
    near_miss: str


class Resented(ReplyPhrase):
    """Words that complainants resent: `why`, and the `source` of that."""

    why: str
    source: str


class Manner(Entry):
    """What a reply should do: `title`, the phrases by which it does, and what only looks like it."""

    name: Literal["apology", "explanation", "change", "ombudsman"]
    title: str
    phrase: tuple[ReplyPhrase, ...] = Field(min_length=1)
    form_only: tuple[ReplyPhrase, ...] = ()


class Answering(Entry):
    """When a draft answers a question; see letters/reply.toml."""

    enough: float = Field(gt=0, le=1)
    some: float = Field(gt=0, le=1)
    mention: float = Field(gt=0, le=1)
    window: int = Field(ge=1)
    least: int = Field(ge=1)
    stem: int = Field(ge=3)
    stem_share: float = Field(gt=0, le=1)
    light: frozenset[str]
    restates: str
    puts_off: str
    of_change: str
    wants: dict[str, str]
    gives: dict[str, str]


class ReplyWords(Entry):
    """What a draft reply is checked by."""

    answering: Answering
    manner: tuple[Manner, ...]
    ask: dict[str, str]
    category: dict[str, str]
    resented: tuple[Resented, ...]


@cache
def clocks() -> Clocks:
    """Return the clocks and how days are counted."""
    return load(Clocks, "letters", "clocks.toml")


@cache
def same_matter() -> SameMatter:
    """Return when letters may be of the same matter."""
    return load(SameFile, "letters", "same.toml").same


@cache
def reply() -> ReplyWords:
    """Return what a draft reply is checked by."""
    return load(ReplyWords, "letters", "reply.toml")
