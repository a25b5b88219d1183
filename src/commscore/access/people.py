"""Who is what: the file of people and groups that a server is given, and what a log-in makes of it."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from commscore.access import UserRole, Visitor
from commscore.errors import AccessError

SETTING = "COMMSCORE_ACCESS"
Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Entry(_Given):
    """A person or a group, with the roles and the team that it gives."""

    name: Name
    roles: Annotated[frozenset[UserRole], Field(min_length=1)]
    team: Name


class People(_Given):
    """Who is what. `ask` is whom to ask for a role.

    `claim` and `group_claim` are what of the log-in names the person and their groups. Who is named as a
    person has those roles and that team alone, whatever their groups give.
    """

    ask: Name
    claim: Name = "email"
    group_claim: Name = "groups"
    people: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        for table in (self.people, self.groups):
            names = [_plain(entry.name) for entry in table]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"{', '.join(twice)}: named twice; put all roles into one entry")
        return self

    def visitor(self, claims: Mapping[str, object]) -> Visitor:
        """Return who logged in with these claims, without roles where nothing gives them any.

        Raises AccessError for one whose groups belong to several teams.
        """
        name = _plain(str(claims.get(self.claim) or ""))
        if not name or (self.claim == "email" and claims.get("email_verified") is False):
            return Visitor(name)
        told = claims.get(self.group_claim)
        groups = {_plain(str(each)) for each in (told if isinstance(told, list | tuple) else [told or ""])}
        found = [entry for entry in self.people if _plain(entry.name) == name] or [
            entry for entry in self.groups if _plain(entry.name) in groups
        ]
        return Visitor(name, frozenset(role for entry in found for role in entry.roles), self._team(found))

    def _team(self, entries: Iterable[Entry]) -> str:
        teams = sorted({entry.team for entry in entries})
        if len(teams) > 1:
            raise AccessError(
                f"your groups belong to {len(teams)} teams ({', '.join(teams)}), and you can work in one: "
                f"ask {self.ask} to name you with your team"
            )
        return teams[0] if teams else ""


def read_people(path: Path) -> People:
    """Return who is what, as the file says now; AccessError names the file, the place and the remedy."""
    try:
        stamp = path.stat()
        return _read(path, stamp.st_mtime_ns, stamp.st_size)
    except OSError as problem:
        why = (problem.strerror or type(problem).__name__).lower()
        raise AccessError(
            f"{path} cannot be read ({why}); name a file in {SETTING} that says who is what"
        ) from None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> People:
    """Return what a file holds that was changed last at this time."""
    try:
        return People.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise AccessError(f"{path}: {problem}; it has to be TOML, in UTF-8") from None
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        place = _place(first["loc"])
        raise AccessError(f"{path}{place}: {first['msg']}; correct it") from None


def _place(where: tuple[int | str, ...]) -> str:
    """Return where in the file something is, entries counted from 1.

    >>> _place(("people", 0, "roles", 1)), _place(())
    (', people 1, roles 2', '')
    """
    return "".join(f" {each + 1}" if isinstance(each, int) else f", {each}" for each in where)


def _plain(name: str) -> str:
    return name.strip().casefold()
