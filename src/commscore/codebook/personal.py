"""The shape of the files that tell what a personal detail is and what finds it, and their loaders."""

import re
from functools import cache
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from commscore.codebook import load
from commscore.codebook.schema import Entry

PART: Final = re.compile(r"\{(date|number|ordinal|year|short)\}")


class KindEntry(Entry):
    """A kind of personal detail; a `direct` one names one person for certain."""

    name: str
    title: str
    plural: str
    direct: bool = False


class Recogniser(Entry):
    """A form that a personal detail has; see privacy/personal.toml for what the fields mean."""

    name: str
    kind: str
    pattern: str
    score: float = Field(gt=0, le=1)
    check: Literal["", "modulus_11", "telephone", "postcode", "iban", "luhn", "long_ago"] = ""
    context: tuple[str, ...] = ()
    as_written: bool = False
    takes: tuple[str, ...] = Field(min_length=1)
    leaves: tuple[str, ...] = Field(min_length=1)


class Personal(Entry):
    """What a personal detail is: its kinds, and the recognisers of all but names."""

    source: str
    threshold: float = Field(gt=0, lt=1)
    boost: float = Field(gt=0, lt=1)
    window: int = Field(ge=1)
    areas: str
    date: str
    number: str
    ordinal: str
    year: str
    short: str
    kind: tuple[KindEntry, ...]
    recogniser: tuple[Recogniser, ...]

    def pattern(self, of: Recogniser) -> str:
        """Return the pattern of a recogniser, with what stands in braces filled in."""
        return PART.sub(lambda match: str(getattr(self, match[1])), of.pattern)

    @model_validator(mode="after")
    def _known(self) -> Self:
        unknown = {r.kind for r in self.recogniser} - {k.name for k in self.kind}
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))}: no such kind")
        return self


class SpokenNumber(Entry):
    """The words before spoken digits that tell what kind of number they are."""

    kind: str
    context: tuple[str, ...] = Field(min_length=1)


class Spoken(Entry):
    """When spoken digits are somebody's number; see privacy/spoken.toml."""

    source: str
    window: int = Field(ge=1)
    fewest: int = Field(ge=3)
    many: int = Field(ge=5)
    units: tuple[str, ...] = Field(min_length=10, max_length=10)
    also: tuple[str, ...]
    teens: tuple[str, ...] = Field(min_length=10, max_length=10)
    tens: tuple[str, ...] = Field(min_length=8, max_length=8)
    times: dict[str, int]
    gap: str
    echo: str
    number: tuple[SpokenNumber, ...]


@cache
def personal() -> Personal:
    """Return what a personal detail is, and the recognisers."""
    return load(Personal, "privacy", "personal.toml")


@cache
def kinds() -> dict[str, KindEntry]:
    """Return the kinds of personal detail by name, in the order that they are shown."""
    return {kind.name: kind for kind in personal().kind}


@cache
def spoken() -> Spoken:
    """Return when spoken digits are somebody's number."""
    return load(Spoken, "privacy", "spoken.toml")
