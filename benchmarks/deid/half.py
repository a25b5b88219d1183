"""Names and sentences to put into transcripts: a half to improve by, another to measure by."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

HALVES: Final = ("development", "test")
Names = Mapping[str, tuple[str, ...]]  # by origin


@dataclass(frozen=True, slots=True)
class Half:
    """`sentences` by place in the talk (start, any, end), `numbers` by kind; `words` are names and words."""

    name: str
    female: Names
    male: Names
    surname: Names
    words: frozenset[str]
    streets: tuple[str, ...]
    sentences: Names
    numbers: Names

    @property
    def given(self) -> frozenset[str]:
        """All given names."""
        return frozenset(n for lists in (self.female, self.male) for names in lists.values() for n in names)

    @property
    def surnames(self) -> frozenset[str]:
        """All surnames."""
        return frozenset(name for names in self.surname.values() for name in names)


@cache
def material() -> dict[str, Any]:
    """Return what the names and numbers of both halves are made by."""
    return tomllib.loads(Path(__file__).with_name("material.toml").read_text(encoding="utf-8"))


@cache
def half(name: str) -> Half:
    """Return the half of this name, one of HALVES."""
    found = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    by_key = {key: {k: tuple(v) for k, v in found[key].items()} for key in ("female", "male", "surname")}
    return Half(
        name,
        **by_key,
        words=frozenset(found["words"]),
        streets=tuple(found["streets"]),
        sentences={place: tuple(lines) for place, lines in found["names"].items()},
        numbers={kind: tuple(lines) for kind, lines in found["numbers"].items()},
    )
