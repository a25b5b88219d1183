"""A sentence with marks, filled with the people and numbers of one consultation, and where each stands."""

import re
from dataclasses import dataclass, field
from random import Random
from typing import Final

from deid.people import Cast
from deid.saidnames import misheard, spelled, whole
from deid.saidnumbers import JOINTS, KINDS, Wanted

MARK: Final = re.compile(r"\{(\w+)(?: (\w+))?(?: (\w+))?\}")
HESITATES: Final = 0.1
SPOKEN: Final = 0.5


@dataclass(frozen=True, slots=True)
class Put:
    """What was put in: a name or a number, its form, and of names the origin.

    `kind` is "name" or one of the kinds of numbers; `form` "plain", "word", "spelled" or "misheard", of a
    number "written", "spoken" or, said turn by turn, "in parts".
    """

    kind: str
    form: str
    origin: str
    sentence: str


@dataclass(slots=True)
class Line:
    """A turn to be; `own` is one of the transcript, `places` are what was put in and where it stands."""

    speaker: str
    text: str
    places: list[tuple[int, int, Put]] = field(default_factory=list)
    own: bool = False
    follows: bool = False  # answers the line before: nothing may come between


def filled(sentence: str, cast: Cast, kind: str = "") -> list[Line]:
    """Return the turns of a sentence with names or, of a `kind`, a number in place of its marks."""
    number = Number(kind, cast, sentence) if kind else None
    lines: list[Line] = []
    for turn in sentence.split(" | "):
        speaker, said = re.fullmatch(r"([DP])~?: (.*)", turn).groups()  # type: ignore[union-attr]
        line, at = Line(speaker, "", follows=bool(lines)), 0
        for mark in MARK.finditer(said):
            line.text += said[at : mark.start()]
            at = mark.end()
            if number:
                number.put(line, mark[1])
            else:
                _put_name(line, cast, sentence, *mark.groups())
        line.text += said[at:]
        lines.append(line)
    return lines


def _put_name(line: Line, cast: Cast, sentence: str, role: str, form: str, how: str | None) -> None:
    person, rng = cast.person(role), cast.rng
    before, name = whole(person, form, rng)
    words = set(re.split(r"[- ]", name))
    kind = how or ("word" if words & cast.half.words else "plain")
    said = name
    if how == "spelled":
        said = spelled(name, rng)
    elif how == "misheard":
        half = cast.half
        said = misheard(name, rng, sorted(half.given if form == "given" else half.surnames))
    start = len(line.text) + len(before)
    line.text += before + said
    line.places.append((start, len(line.text), Put("name", kind, person.origin, sentence)))


class Number:
    """One number of a sentence, whole or in three parts."""

    def __init__(self, kind: str, cast: Cast, sentence: str) -> None:
        self.rng: Random = cast.rng
        spoken = self.rng.random() < SPOKEN
        self.parts = KINDS[kind](Wanted(self.rng, spoken, cast.person("patient"), cast.half.streets))
        self.written_joint = self.rng.choice(JOINTS.get(kind, (" ",)))
        form = "in parts" if "{a}" in sentence else "spoken" if spoken else "written"
        self.what = Put(kind, form, "", sentence)
        self.spoken = spoken

    def put(self, line: Line, which: str) -> None:
        """Append the number, or its part a, b or c, to the line."""
        if which in "abc":
            self._add(line, self.parts["abc".index(which)])
        elif not self.spoken:
            self._add(line, self.written_joint.join(self.parts))
        else:
            stops = self.rng.randrange(1, len(self.parts)) if len(self.parts) > 1 else 0
            stops = stops if self.rng.random() < HESITATES else 0
            if stops:
                self._add(line, ", ".join(self.parts[:stops]))
                line.text += self.rng.choice((", um, ", ", er, ", "... "))
            self._add(line, ", ".join(self.parts[stops:]))

    def _add(self, line: Line, text: str) -> None:
        line.places.append((len(line.text), len(line.text) + len(text), self.what))
        line.text += text
