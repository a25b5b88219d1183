"""Numbers of British people, made up by lot, as they are written and as they are said, in their parts."""

import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from deid.half import material
from deid.inwords import DIGITS, MONTHS, below_hundred, cut, digits, house, letters, ordinal, years
from deid.people import Person

Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a number is made for: `owner` names the mail address, `streets` are those of the half."""

    rng: Random
    spoken: bool
    owner: Person
    streets: Parts

    def filled(self, shape: str) -> str:
        """Return a shape with a digit for each "d" and a letter for each "L"."""
        lots = {"d": string.digits, "L": "ABCDEFGHKMNRSTWX"}
        return "".join(self.rng.choice(lots.get(c, c)) for c in shape)


def telephone(number: str, wanted: Wanted) -> Parts:
    """Return a number, given in groups by spaces, in its groups."""
    groups, rng = number.split(), wanted.rng
    if wanted.spoken:
        nought = rng.choices(("oh", "zero", "nought"), weights=(8, 2, 1))[0]
        return tuple(digits(group, rng, nought) for group in groups)
    first = f"({groups[0]})" if groups[0].startswith("01") and rng.random() < 0.1 else groups[0]
    return (first, *groups[1:])


def mobile(wanted: Wanted) -> Parts:
    """Return a mobile number, some of them with +44."""
    first = f"07{wanted.rng.choice('345789')}dd"
    shapes = (f"{first} ddd ddd", f"{first} ddd ddd", f"{first} dd dddd", "07700 900 ddd")
    parts = telephone(wanted.filled(wanted.rng.choice(shapes)), wanted)
    abroad = not wanted.spoken and wanted.rng.random() < 0.06
    return (f"+44 {parts[0][1:]}", *parts[1:]) if abroad else parts


def landline(wanted: Wanted) -> Parts:
    """Return a number of a place, of those that nobody has."""
    start = wanted.rng.choice(material()["numbers"]["landlines"])
    number = wanted.filled(start + "d" * (11 - len(start.replace(" ", ""))))
    if number.count(" ") == 1:
        number = f"{number[:-3]} {number[-3:]}"
    return telephone(number, wanted)


def nhs(wanted: Wanted) -> Parts:
    """Return an NHS number with its check digit: half of the 999 range, that nobody has."""
    while True:
        nine = wanted.filled(wanted.rng.choice(("999dddddd", "4dddddddd", "6dddddddd", "999dddddd")))
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
        if check != 10:
            return telephone(f"{nine[:3]} {nine[3:6]} {nine[6:]}{check % 11}", wanted)


def date_of_birth(wanted: Wanted) -> Parts:
    """Return a day from 1932 to 2019."""
    rng = wanted.rng
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1932, 2020)
    named, short = MONTHS[month - 1], f"{year % 100:02}"
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    if not wanted.spoken:
        written = (
            f"{day:02}/{month:02}/{year}", f"{day}/{month}/{short}", f"{day}.{month}.{short}",
            f"{day} {named} {year}", f"{day}{ending} of {named} {year}", f"{day}{ending} {named}, {year}",
            f"{named} {day}{ending}, {year}", f"{day} {named[:3]} {year}",
        )  # fmt: skip
        return (rng.choice(written),)
    said = years(year) if rng.random() < 0.65 or year >= 2000 else below_hundred(year % 100)
    nth, of = ordinal(day), ordinal(month)
    forms = (
        f"the {nth} of {named}, {said}", f"{nth} of {named} {said}", f"the {nth} of the {of}, {said}",
        f"{nth} of the {of} {said}", f"{named} the {nth}, {said}",
        f"{below_hundred(day)}, {below_hundred(month)}, {said}",
    )  # fmt: skip
    return (rng.choice(forms),)


def record(wanted: Wanted) -> Parts:
    """Return a hospital's number for a patient."""
    rng = wanted.rng
    number = wanted.filled(rng.choice(material()["numbers"]["records"]))
    if not wanted.spoken:
        return (number.replace(" ", "") if rng.random() < 0.6 else number,)
    nought = rng.choice(("oh", "zero"))
    groups = [part for group in number.split() for part in cut(group)]
    return (", ".join(digits(g, rng, nought) if g.isdigit() else letters(g) for g in groups),)


def postcode(wanted: Wanted) -> Parts:
    """Return a postcode of an area that there is."""
    rng, numbers = wanted.rng, material()["numbers"]
    area, district, sector = rng.choice(numbers["areas"]), rng.randrange(1, 29), rng.randrange(1, 10)
    unit = "".join(rng.choices(numbers["inward"], k=2))
    if not wanted.spoken:
        joined = "" if rng.random() < 0.15 else " "
        return (f"{area}{district}{joined}{sector}{unit}",)
    said = below_hundred(district) if rng.random() < 0.75 else digits(str(district), rng, "oh")
    return (f"{letters(area)} {said}{rng.choice((' ', ', '))}{DIGITS[sector]} {letters(unit)}",)


def address(wanted: Wanted) -> Parts:
    """Return a house and street, some with a flat before."""
    rng = wanted.rng
    number, street = rng.randrange(1, rng.choice((40, 100, 250))), rng.choice(wanted.streets)
    suffix = rng.choice("AB") if rng.random() < 0.08 else ""
    flat = rng.randrange(1, 20) if rng.random() < 0.15 else 0
    if not wanted.spoken:
        return ((f"Flat {flat}, " if flat else "") + f"{number}{suffix.lower()} {street}",)
    ahead = f"flat {below_hundred(flat)}, " if flat else ""
    return (f"{ahead}{house(number, rng)}{f' {suffix}' if suffix else ''} {street}",)


def email(wanted: Wanted) -> Parts:
    """Return a mail address made of the owner's name."""
    rng, given, surname = wanted.rng, plain(wanted.owner.given), plain(wanted.owner.surname)
    tail = f"{rng.randrange(1, 100):02}" if rng.random() < 0.45 else ""
    joint = rng.choice((".", ".", "_", "-", ""))
    local = rng.choice((given + joint + surname, given[0] + joint + surname, surname + joint + given, given))
    at = rng.choice(material()["numbers"]["mail"])
    if not wanted.spoken:
        return (f"{local}{tail}@{at}",)
    for mark, said in {".": " dot ", "_": " underscore ", "-": rng.choice((" dash ", " hyphen "))}.items():
        local = local.replace(mark, said)
    if tail:
        whole = tail[0] != "0" and rng.random() < 0.7
        local += f" {below_hundred(int(tail)) if whole else digits(tail, rng, 'oh')}"
    return (f"{local} at {at.replace('.', ' dot ')}",)


def plain(name: str) -> str:
    """Return a name as it stands in a mail address."""
    bare = unicodedata.normalize("NFKD", name.lower().translate(str.maketrans("łıø", "lio")))
    return "".join(letter for letter in bare if letter in string.ascii_lowercase)


KINDS: Final[dict[str, Callable[[Wanted], Parts]]] = {
    "mobile": mobile, "landline": landline, "nhs": nhs, "date_of_birth": date_of_birth, "record": record,
    "postcode": postcode, "address": address, "email": email,
}  # fmt: skip
JOINTS: Final = {"mobile": (" ", " ", ""), "nhs": (" ", " ", "", "-")}  # between the parts, written
