"""The people of one consultation, drawn as they occur in Britain: origin, sex and family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from deid.half import Half, material

SAME_ORIGIN: Final = 0.85  # of relatives; the rest married in
ELSEWHERE: Final = {"caribbean": 0.6}  # share with an English surname
OTHERS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody; `second` is the other half of a double-barrelled name, used where one is asked for."""

    title: str
    given: str
    surname: str
    second: str
    origin: str


@dataclass(slots=True)
class Cast:
    """Who is spoken of in one consultation, the same person for the same role."""

    half: Half
    rng: Random
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, role: str) -> Person:
        """Return the person of this role."""
        if role not in self.people:
            self.people[role] = self._new(role)
        return self.people[role]

    def _new(self, role: str) -> Person:
        rng, roles, alike = self.rng, material()["roles"], material()["family"].get(role)
        family = self.person("patient") if alike else None
        origin = drawn(material()["staff" if role in roles["staff"] else "people"], rng)
        if family and rng.random() < SAME_ORIGIN:
            origin = family.origin
        woman = role in roles["women"] or (role not in roles["men"] and rng.random() < 0.5)
        given = rng.choice((self.half.female if woman else self.half.male)[origin])
        surname = self._surname(origin, given)
        if family and rng.random() < alike:
            surname = family.surname
        title = drawn({"Mrs": 0.6, "Miss": 0.2, "Ms": 0.2}, rng) if woman else "Mr"
        return Person(title, given, surname, self._surname(origin, surname), origin)

    def _surname(self, origin: str, but: str) -> str:
        away = self.rng.random() < ELSEWHERE.get(origin, OTHERS)
        return self.rng.choice(
            [name for name in self.half.surname["english" if away else origin] if name != but]
        )


def drawn(shares: Mapping[str, float], rng: Random) -> str:
    """Return one of the keys, by its share."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]
