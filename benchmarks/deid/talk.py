"""A consultation into which sentences are put, and where what they name stands in it."""

import re
from dataclasses import dataclass, replace
from typing import Final

from commscore.types import Document, Role, Turn
from deid.people import Cast
from deid.recognised import recognised
from deid.sentences import Line, Put

NEAR: Final = 6  # turns from the start or the end that count as such
ALONE: Final = 0.3  # share of sentences that are a turn of their own
ROLES: Final = {"D": Role.CLINICIAN, "P": Role.PATIENT}
SENTENCE: Final = re.compile(r"[^.?!]+[.?!]+")
ONE_SELF: Final = re.compile(r"I\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Something that was put in, with its turns and characters there; `lower` as recognisers write."""

    what: Put
    lower: bool
    spans: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Injected:
    """A document with what was put into it."""

    document: Document
    places: tuple[Place, ...]


class Talk:
    """A consultation into which sentences are put."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.document, self.cast, self.rng = document, cast, cast.rng
        letter = {role: letter for letter, role in ROLES.items()}
        self.speakers = {letter.get(turn.role, ""): turn.speaker for turn in document.turns}
        self.lines = [
            Line(letter.get(turn.role, turn.speaker), turn.text, own=True) for turn in document.turns
        ]

    def put(self, lines: list[Line], where: str, carried: bool) -> bool:
        """Put a sentence's turns near the start, the end or anywhere; False where nothing fits it."""
        if carried:
            return self._carried(lines[0])
        low, high = self._region(where)
        hosts = [line for line in self.lines[low:high] if line.own and line.speaker == lines[0].speaker]
        if len(lines) == 1 and hosts and self.rng.random() >= ALONE:
            self._within(self.rng.choice(hosts), lines[0])
            return True
        free = [at for at in range(low, high + 1) if at == len(self.lines) or not self.lines[at].follows]
        at = self.rng.choice(free)
        self.lines[at:at] = lines
        return True

    def _region(self, where: str) -> tuple[int, int]:
        last = len(self.lines)
        return {"start": (0, min(NEAR, last)), "end": (max(0, last - NEAR), last)}.get(where, (0, last))

    def _within(self, host: Line, line: Line) -> None:
        """Put a line between two sentences of another one, or before or after them."""
        inside = [(start, end) for start, end, _ in host.places]
        ends = [m.end() for m in SENTENCE.finditer(host.text) if not any(s < m.end() < e for s, e in inside)]
        at = self.rng.choice(
            [0, *ends, len(host.text)] if not host.text or host.text.rstrip()[-1:] in ".?!" else [0]
        )
        before = " " if at and not host.text[at - 1].isspace() else ""
        after = " " if at < len(host.text) and not host.text[at].isspace() else ""
        _insert(host, at, line, before, after)

    def _carried(self, line: Line) -> bool:
        """Put what stands before or after "~" to a sentence of the transcript; False where none fits."""
        asks = line.text.endswith("?")
        fitting = [
            (host, m)
            for host in self.lines
            if host.own and host.speaker == line.speaker
            for m in SENTENCE.finditer(host.text)
            if 4 <= len(m[0].split()) <= 25 and "<" not in m[0] and (not asks or m[0].endswith("?"))
            and not any(s < m.end() and m.start() < e for s, e, _ in host.places)
        ]  # fmt: skip
        if not fitting:
            return False
        host, found = self.rng.choice(fitting)
        before, after = line.text.split("~")
        shift = len(found[0]) - len(found[0].lstrip())
        start, end = found.start() + shift, found.end()
        if before:
            if not ONE_SELF.match(host.text, start):
                host.text = host.text[:start] + host.text[start].lower() + host.text[start + 1 :]
            _insert(host, start, Line("", before, line.places))
        else:
            end -= len(found[0]) - len(found[0].rstrip(".?!"))
            host_end = found.end()
            host.text = host.text[:end] + host.text[host_end:]
            _moved(host, host_end, end - host_end)
            moved = [(s - 1, e - 1, what) for s, e, what in line.places]  # "~" itself is not put in
            _insert(host, end, Line("", after, moved))
        return True

    def done(self, lower: bool) -> Injected:
        """Return the document, as recognisers write where `lower`, and where everything stands."""
        lines = [recognised(line) for line in self.lines] if lower else self.lines
        lines = [line for line in lines if line.text.strip()]
        turns = tuple(
            Turn(
                self.speakers.get(line.speaker, line.speaker), line.text, ROLES.get(line.speaker, Role.OTHER)
            )
            for line in lines
        )
        spans: dict[int, tuple[Put, list[tuple[int, int, int]]]] = {}
        for number, line in enumerate(lines):
            for start, end, what in line.places:
                spans.setdefault(id(what), (what, []))[1].append((number, start, end))
        places = tuple(Place(what, lower, tuple(found)) for what, found in spans.values())
        return Injected(replace(self.document, turns=turns), places)


def _insert(host: Line, at: int, line: Line, before: str = "", after: str = "") -> None:
    text = before + line.text + after
    host.text = host.text[:at] + text + host.text[at:]
    _moved(host, at, len(text))
    shift = at + len(before)
    host.places = sorted(
        [*host.places, *((s + shift, e + shift, what) for s, e, what in line.places)], key=lambda p: p[:2]
    )


def _moved(host: Line, at: int, by: int) -> None:
    """Move what stands at or after a place."""
    host.places = [(s + by, e + by, what) if s >= at else (s, e, what) for s, e, what in host.places]
