"""Spoken numbers that are somebody's: by how many digits they say, their checks and the words before."""

from typing import Final

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from commscore.codebook.personal import spoken
from commscore.privacy.checks import modulus_11, postcode, telephone
from commscore.privacy.spoken import said, words

NAME: Final = "spoken digits"
FORM: Final = regex.compile(r"[a-z]{1,2}\d[a-z\d]?\d[abd-hjlnp-uw-z]{2}")
LETTERS: Final = regex.compile(
    r"(?<![\w'’])(?:(?:(?:double|treble|triple)[ -])?[a-z][ ,.-]{1,2}){1,3}$", regex.IGNORECASE
)
BEFORE: Final = 40  # characters in which the letters of a number stand


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
                start = _begins(text, run.start()) if kind == "record_number" else run.start()
                found.append(self._result(kind, start, run.end()))
        spelled = [run for run in words().postcode.finditer(text) if _is_postcode(_spelled(run[0]))]
        return found + [self._result("postcode", run.start(), run.end()) for run in spelled]

    def _kind(self, number: str, run: str, before: str) -> str | None:
        """Return what kind of number this is; None for a number that may be anything."""
        if not (any(c.isalpha() for c in run) or "\n" in run) or len(number) < spoken().fewest:
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


def _begins(text: str, at: int) -> int:
    """Return where a number begins with the letters before it: "G F W, one five two"."""
    letters = LETTERS.search(text[max(0, at - BEFORE) : at])
    return at - len(letters[0]) if letters else at


def _spelled(text: str) -> str:
    """Return letters and digits that are spoken one by one as they are written.

    >>> _spelled("h x nine, four l t"), _spelled("double s twenty-three five p h")
    ('hx94lt', 'ss235ph')
    """
    found = words().spelled.findall(text.lower())
    return "".join(c * spoken().times.get(times, 1) if c else said(number) for times, c, number in found)


def _is_postcode(text: str) -> bool:
    """Tell whether this is a postcode, were an "o" among its digits a nought."""
    return any(postcode(each) and FORM.fullmatch(each) for each in (text, text.replace("o", "0")))
