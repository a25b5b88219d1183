"""A consultation as the measures see it: one array a quantity, each of shape (turns,)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from commscore import codebook
from commscore.measure.interval import Floats
from commscore.read.noise import words
from commscore.types import Code, Document, Moment, Role, Turn

Flags = npt.NDArray[np.bool_]
TIMED: Final = 0.9  # ours: with fewer of the turns timed, what is missing could change the figure
NO_TIMES: Final = "the transcript has no times"
NO_ENDS: Final = "the transcript says when turns start and not when they end"


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """The document with its certain codes, those of each speaker's own kind, and its moments.

    `words` counts them by turn; `clinician` and `patient` mark their turns with words in them; `starts` and
    `ends` are seconds, NaN where unknown or impossible; `counts` holds the spans of each code by turn.
    """

    turns: tuple[Turn, ...]
    words: Floats
    clinician: Flags
    patient: Flags
    starts: Floats
    ends: Floats
    counts: Mapping[str, Floats]
    codes: tuple[Code, ...]
    moments: tuple[Moment, ...]

    def spans(self, code: str) -> Floats:
        """Return how many spans of the code each turn has."""
        return self.counts.get(code, np.zeros(len(self.turns)))

    def having(self, *codes: str) -> Floats:
        """Return 1 for each turn with one of the codes, else 0."""
        found = np.zeros(len(self.turns))
        for code in codes:
            found = np.maximum(found, self.spans(code) > 0)
        return found

    def untimed(self) -> str | None:
        """Return why times cannot be used, None where they can."""
        spoken = self.words > 0
        if not spoken.any() or np.isnan(self.starts[spoken]).mean() > 1 - TIMED:
            return NO_TIMES
        return NO_ENDS if np.isnan(self.ends[spoken]).mean() > 1 - TIMED else None


def session(document: Document, codes: Sequence[Code], moments: Sequence[Moment]) -> Session:
    """Return the arrays that the measures are made from."""
    turns = document.turns
    counted = np.array([len(words(turn.text)) for turn in turns], dtype=float)
    kept = tuple(code for code in codes if code.certain and _belongs(code, turns))
    return Session(
        turns=turns,
        words=counted,
        clinician=_speaks(turns, Role.CLINICIAN) & (counted > 0),
        patient=_speaks(turns, Role.PATIENT) & (counted > 0),
        starts=np.array([_seconds(turn.start) for turn in turns], dtype=float),
        ends=np.array([_seconds(turn.end) if _lasts(turn) else np.nan for turn in turns], dtype=float),
        counts=_counts(kept, len(turns)),
        codes=kept,
        moments=tuple(_standing(moments, codes, turns)),
    )


def _belongs(code: Code, turns: tuple[Turn, ...]) -> bool:
    """Tell whether the code is known and its turn is one of the speaker's that it is for."""
    entry = codebook.codes().get(code.code)
    return entry is not None and 0 <= code.turn < len(turns) and turns[code.turn].role is entry.role


def _standing(moments: Iterable[Moment], codes: Iterable[Code], turns: tuple[Turn, ...]) -> Iterator[Moment]:
    """Yield the moments that rest on a certain code, or, as a person may give them, on none at all."""
    certain: dict[tuple[int, str], bool] = {}
    for code in codes:
        place = (code.turn, code.code)
        certain[place] = code.certain or certain.get(place, False)
    for moment in moments:
        if 0 <= moment.turn < len(turns) and certain.get((moment.turn, moment.code), True):
            yield moment


def _speaks(turns: Iterable[Turn], role: Role) -> Flags:
    return np.array([turn.role is role for turn in turns], dtype=bool)


def _seconds(time: float | None) -> float:
    return np.nan if time is None else time


def _lasts(turn: Turn) -> bool:
    return turn.start is not None and turn.end is not None and turn.end > turn.start


def _counts(codes: Iterable[Code], turns: int) -> dict[str, Floats]:
    counts: dict[str, Floats] = {}
    for code in codes:
        counts.setdefault(code.code, np.zeros(turns))[code.turn] += 1
    return counts
