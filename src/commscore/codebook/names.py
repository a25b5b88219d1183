"""The shape of the file that tells names from what looks like names, its loader, and the lists beside it."""

from functools import cache

from pydantic import Field

from commscore.codebook import FOLDER, load
from commscore.codebook.schema import Entry

Words = frozenset[str]


class Names(Entry):
    """The words before names, and the words that are none; see privacy/names.toml for what each list is."""

    source: str
    titles: Words = Field(min_length=1)
    callings: Words
    introduces: tuple[str, ...]
    closes: tuple[str, ...]
    greets: tuple[str, ...]
    salutes: tuple[str, ...]
    mentions: tuple[str, ...]
    endings: tuple[str, ...]
    spelling: tuple[str, ...]
    people: Words
    relatives: Words
    owned: Words
    acts: Words
    states: Words
    asks: tuple[str, ...]
    fillers: Words
    worded: Words
    auxiliaries: Words
    particles: Words
    places: Words
    royals: Words
    saints: Words
    bodies: Words
    calendar: Words
    dating: Words
    modal: Words
    articles: Words
    eponyms: Words
    signs: Words
    illnesses: Words
    technical: tuple[str, ...]
    others: Words


class StandIns(Entry):
    """What stands in for personal details; see privacy/standins.toml."""

    source: str
    given: tuple[str, ...] = Field(min_length=20)
    surname: tuple[str, ...] = Field(min_length=20)
    place: tuple[str, ...] = Field(min_length=10)
    structural: Words
    kept: Words
    spoken: Words
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    ordinals: Words


@cache
def standins() -> StandIns:
    """Return what stands in for personal details."""
    return load(StandIns, "privacy", "standins.toml")


@cache
def names() -> Names:
    """Return what stands before a name, and what looks like a name and is none."""
    return load(Names, "privacy", "names.toml")


@cache
def given() -> Words:
    """Return given names, in small letters."""
    return _listed("given.txt")


@cache
def surnames() -> Words:
    """Return surnames, in small letters."""
    return _listed("surnames.txt")


@cache
def ordinary() -> Words:
    """Return words that are written small in any text."""
    return _listed("ordinary.txt")


@cache
def medicines() -> Words:
    """Return names of medicines, in small letters, none of which is a name or an ordinary word."""
    return _listed("medicines.txt")


def _listed(file: str) -> Words:
    lines = FOLDER.joinpath("privacy", file).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
