"""Spoken numbers that are somebody's: by how many digits they say, their checks and the words before."""

from typing import Final

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from commscore.codebook.personal import spoken
from commscore.privacy.checks import modulus_11, postcode, telephone
from commscore.privacy.spoken import said, words

NAME: Final = "spoken digits"


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
