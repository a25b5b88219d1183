"""Numbers as they are spoken: "nine nine nine, double two, oh four", over several turns where dictated so.

What is said is read as digits; whether they are a personal detail is told by how many there are, by the
checks that written numbers go through, and by the words before them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from commscore.codebook.personal import spoken
from commscore.privacy.checks import modulus_11, postcode, telephone

NAME: Final = "spoken digits"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of digits: what each says, and patterns for one, a run of them and a postcode spelled."""

    units: Mapping[str, str]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    piece: "regex.Pattern[str]"
    run: "regex.Pattern[str]"
    postcode: "regex.Pattern[str]"


@cache
def words() -> Spoken:
    """Return the words of digits, as the codebook has them."""
    rules = spoken()
    units = {word: str(n) for n, word in enumerate(rules.units)} | dict.fromkeys(rules.also, "0")
    unit, times = f"(?:{'|'.join(units)})", "|".join(rules.times)
    tens, teens = "|".join(rules.tens), "|".join(rules.teens)
    several = rf"(?:{times})[ -](?:{unit}|\d)|(?:{tens})(?:[ -]{unit})?|{teens}"
    one = rf"(?:{several}|{unit}|hundred|thousand|\d{{1,7}})"
    gap, echo = rf"(?:{rules.gap}){{1,6}}", rf"\n(?:{rules.echo})?[.,!]?\n"
    letter, digit, far = r"[a-z]", rf"(?:{unit}|\d)", r"[ ,.-]{1,2}"
    outward = rf"\b(?:{letter}{far}){{1,2}}(?:{one}{far}){{1,2}}(?:{letter}{far})?"
    return Spoken(
        units=units,
        teens={teen: n for n, teen in enumerate(rules.teens, 10)},
        tens={ten: 10 * n for n, ten in enumerate(rules.tens, 2)},
        piece=regex.compile(rf"\b{one}\b", regex.IGNORECASE),
        run=regex.compile(rf"\b{one}\b(?:(?:{gap}|{echo}){one}\b)*+", regex.IGNORECASE),
        postcode=regex.compile(rf"{outward}(?:{digit}{far})?{letter}{far}{letter}\b", regex.IGNORECASE),
    )


def said(text: str) -> str:
    """Return the digits that words say.

    >>> said("nine nine nine, double two oh"), said("oh seven seven hundred"), said("sixty-four, 20")
    ('999220', '07700', '6420')
    """
    return "".join(_digits(piece[0].lower()) for piece in words().piece.finditer(text))


def _digits(word: str) -> str:
    first, _, rest = word.replace("-", " ").partition(" ")
    known, times = words(), spoken().times
    if first in times:
        return known.units.get(rest, rest) * times[first]
    if first in known.tens:
        return str(known.tens[first] + int(known.units.get(rest, "0")))
    if first in known.teens:
        return str(known.teens[first])
    return {"hundred": "00", "thousand": "000"}.get(first) or known.units.get(first, first)


class SpokenRecogniser(LocalRecognizer):
    """Finds numbers and postcodes that are spoken, or spelled."""

    def __init__(self) -> None:
        kinds = sorted({entry.kind for entry in spoken().number} | {"postcode"})
        super().__init__(supported_entities=kinds, name=NAME)
        self.context: list[str] = []
        self.before = {
            entry.kind: regex.compile(
                rf"\b(?:{'|'.join(map(regex.escape, entry.context))})", regex.IGNORECASE
            )
            for entry in spoken().number
        }

    def load(self) -> None:
        """Load nothing."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Return the numbers that are spoken and are somebody's."""
        found = []
        for run in words().run.finditer(text):
            kind = self._kind(said(run[0]), run[0], text[max(0, run.start() - spoken().window) : run.start()])
            if kind:
                found.append(self._result(kind, run.start(), run.end()))
        spelled = [run for run in words().postcode.finditer(text) if _postcode(_spelled(run[0]))]
        return found + [self._result("postcode", run.start(), run.end()) for run in spelled]

    def _kind(self, number: str, run: str, before: str) -> str | None:
        """Return what kind of number this is; None for a number that may be anything."""
        if not any(c.isalpha() for c in run) or len(number) < spoken().fewest:
            return None
        named = {kind: [m.end() for m in named.finditer(before)][-1:] for kind, named in self.before.items()}
        near = max((kind for kind in named if named[kind]), key=lambda kind: named[kind], default=None)
        if len(number) == 10 and (modulus_11(number) or near == "nhs_number"):
            return "nhs_number"
        if telephone(number):
            return "telephone"
        return near or ("record_number" if len(number) >= spoken().many else None)

    def _result(self, kind: str, start: int, end: int) -> RecognizerResult:
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: NAME,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(kind, start, end, 1.0, recognition_metadata=metadata)


def _spelled(text: str) -> str:
    """Return letters and digits that are spoken one by one as they are written.

    >>> _spelled("h x nine, four l t")
    'hx94lt'
    """
    parts = regex.findall(r"[a-z]+|\d+", text.lower())
    return "".join(part if len(part) == 1 and part != "o" else said(part) for part in parts)


def _postcode(text: str) -> bool:
    return postcode(text) and bool(regex.fullmatch(r"[a-z]{1,2}\d[a-z\d]?\d[abd-hjlnp-uw-z]{2}", text))
