"""How a name is said: whole, after a title, double-barrelled, spelled out, or misheard by the other."""

from collections.abc import Iterable
from difflib import get_close_matches
from random import Random
from string import ascii_uppercase

from deid.half import material
from deid.people import Person


def whole(person: Person, form: str, rng: Random) -> tuple[str, str]:
    """Return what is said before the name and is none (a title), and the name in this form."""
    full = f"{person.given} {person.surname}"
    double = person.surname + ("-" if rng.random() < 0.8 else " ") + person.second
    names = {"given": person.given, "full": full, "tfull": full, "double": double}
    title = f"{person.title} " if form in ("titled", "tfull") else ""
    return title, names.get(form, person.surname)


def spelled(name: str, rng: Random) -> str:
    """Return a name letter by letter: "K-H-A-N", "C A double T", "P for Peter, A, T, E, L"."""
    letters = [letter.upper() for letter in name if letter.isalpha()]
    doubled = rng.random() < 0.75
    with_words = rng.random()
    parts, at = [], 0
    while at < len(letters):
        twice = doubled and at + 1 < len(letters) and letters[at] == letters[at + 1]
        parts.append(f"double {letters[at]}" if twice else letters[at])
        at += 2 if twice else 1
    if with_words < 0.2:
        every = with_words < 0.05
        parts = [
            f"{part} for {said_for(part)}" if part in ascii_uppercase and (every or number == 0) else part
            for number, part in enumerate(parts)
        ]
    words = any(" " in part for part in parts)
    joiner = rng.choice((" ", ", ")) if words else rng.choice(("-", "-", " ", ", "))
    return joiner.join(parts)


def said_for(letter: str) -> str:
    """Return the word that is said for a letter: "Peter" for P."""
    return str(material()["spoken"]["alphabet"][ascii_uppercase.index(letter)])


def misheard(name: str, rng: Random, names: Iterable[str]) -> str:
    """Return the name as it may be heard: another one that is like it, or with one sound that is another."""
    if rng.random() < 0.6 and (near := [n for n in get_close_matches(name, names, 4, 0.6) if n != name]):
        return rng.choice(near)
    low = name[1:].lower()
    changes = [(old, new) for old, new in material()["spoken"]["heard"] if old in low]
    if not changes:
        return name + rng.choice("sy")
    old, new = rng.choice(changes)
    return name[0] + low.replace(old, new, 1)
