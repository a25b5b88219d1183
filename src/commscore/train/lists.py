"""The word lists of perturbations, from the TOML files in `train/lists/`: data, not code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

FOLDER = files("commscore.train").joinpath("lists")
Model = TypeVar("Model", bound=BaseModel)
Pair = tuple[str, str]


class Entry(BaseModel):
    """Base of all lists: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spelling(Entry):
    """British and American words: `pairs` go both ways, `to_american` one."""

    pairs: tuple[Pair, ...]
    to_american: tuple[Pair, ...]


class Names(Entry):
    """Names, and words of a man and a woman that change places; see the file."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    genders: tuple[Pair, ...]
    one_way: tuple[Pair, ...]
    titles: frozenset[str]
    after_him: frozenset[str]


class Shares(Entry):
    """How a recogniser's errors divide, together 1."""

    substituted: float
    deleted: float
    inserted: float


class Misheard(Entry):
    """Words that are put in, groups that sound alike (the first word is what was said), common words."""

    inserted: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    common: tuple[str, ...]


class Recogniser(Entry):
    """The shape of misheard.toml."""

    share: Shares
    words: Misheard


class Stuffing(Entry):
    """Empathic phrases: `phrases` to measure with, `training` to train with."""

    phrases: tuple[str, ...]
    training: tuple[str, ...]


class Failure(Entry):
    """A short invented exchange on which a model may go wrong: what is `wanted` in the last turn, and why."""

    title: str
    why: str
    turns: tuple[Pair, ...] = Field(min_length=1)
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


class Failures(Entry):
    """The shape of failures.toml."""

    failure: tuple[Failure, ...]


def _load(model: type[Model], name: str) -> Model:
    return model.model_validate(tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8")))


@cache
def spelling() -> Spelling:
    """Return the pairs of British and American spelling."""
    return _load(Spelling, "spelling.toml")


@cache
def names() -> Names:
    """Return the names and the words of genders."""
    return _load(Names, "names.toml")


@cache
def recogniser() -> Recogniser:
    """Return what a recogniser gets wrong, and how."""
    return _load(Recogniser, "misheard.toml")


@cache
def stuffing() -> Stuffing:
    """Return the phrases to put where nothing was felt."""
    return _load(Stuffing, "stuffing.toml")


@cache
def letter_failures() -> tuple[Failure, ...]:
    """Return the invented letters that the card shows a model on, one turn each."""
    return _load(Failures, "letterfailures.toml").failure


@cache
def failures() -> tuple[Failure, ...]:
    """Return the invented exchanges that the card shows a model on."""
    return _load(Failures, "failures.toml").failure
