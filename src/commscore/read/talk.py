"""How clinicians talk and how patients do: what a turn's words tell of who says them, by the codebook's cues.

A cue weighs the logarithm of how much oftener clinicians' turns have it than patients'. A patient's own
question ("Should I stop driving?") is a cue that hides its words from the cues after it, which would take
every question for a clinician's.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from commscore.codebook import roles
from commscore.codebook.schema import RoleCue
from commscore.read.noise import mask

HALF: Final = 0.5  # added to each count, so that no weight is infinite


def weight(text: str) -> float:
    """Return the log odds that a clinician says this and not a patient, within ±`most` of the codebook.

    >>> weight("Any pain?") > 0 > weight("Should I stop driving?"), weight("Well.")
    (True, 0.0)
    """
    most = roles().cues.most
    return max(-most, min(most, sum((_weigh(cue) for cue in cues_in(text)), start=0.0)))


def cues_in(text: str) -> Iterator[RoleCue]:
    """Yield the cues that a turn's words hold, transcriber's tags left out.

    >>> [cue.name for cue in cues_in("Should I stop driving?")]
    ['asks about oneself']
    """
    spoken = mask(text)
    for cue, found in _patterns():
        if found.search(spoken):
            yield cue
            if cue.covers:
                spoken = found.sub(lambda words: " " * len(words[0]), spoken)


def pattern(match: str) -> re.Pattern[str]:
    """Return a cue's pattern: whole words, any gap for a space, straight or curly apostrophes, no case."""
    loose = match.replace("'", "['’]").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w'’])(?:{loose})(?!\w)", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[RoleCue, re.Pattern[str]], ...]:
    return tuple((cue, pattern(cue.match)) for cue in roles().cues.cue)


@cache
def _weigh(cue: RoleCue) -> float:
    cues = roles().cues
    return math.log((cue.clinician + HALF) / (cues.clinician_turns + 1)) - math.log(
        (cue.patient + HALF) / (cues.patient_turns + 1)
    )
