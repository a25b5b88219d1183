"""What may come in: how large a file, how long a turn, how many turns; and that there are words at all."""

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from commscore.errors import UnreadableError
from commscore.types import Turn

MAX_FILE: Final = 100_000_000
MAX_TURN: Final = 100_000
MAX_LETTER: Final = 100_000  # characters, some forty pages
MAX_LINES: Final = 200_000
MAX_SPEAKER: Final = 200
MAX_TURNS: Final = 100_000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def check_size(size: int) -> None:
    """Raise UnreadableError for a file of no bytes, or of more than MAX_FILE."""
    if size == 0:
        raise UnreadableError("the file is empty; export it again")
    if size > MAX_FILE:
        raise UnreadableError(f"{size:,} bytes; at most {MAX_FILE:,} are read: split it")


def lines(text: str, most: int = MAX_LINES) -> list[str]:
    """Return the lines of a text; UnreadableError for more than `most`."""
    if text.count("\n") > most:
        raise UnreadableError(
            f"line {most}: more lines than transcripts have; split it, a consultation a file"
        )
    return text.split("\n")


def settled(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Return the turns, control characters blanked; UnreadableError for too many, too long, or no words."""
    kept: list[Turn] = []
    for number, turn in enumerate(turns, 1):
        if number > MAX_TURNS:
            raise UnreadableError(f"more than {MAX_TURNS:,} turns; split it, a consultation a file")
        kept.append(_settled(number, turn))
    if not any(turn.text.strip() for turn in kept):
        raise UnreadableError("no turn holds any words; check that the transcript was exported with its text")
    return tuple(kept)


def _settled(number: int, turn: Turn) -> Turn:
    if len(turn.text) > MAX_TURN or len(turn.speaker) > MAX_SPEAKER:
        raise UnreadableError(
            f"turn {number} is {len(turn.speaker) + len(turn.text):,} characters long; at most {MAX_TURN:,} "
            f"are read, {MAX_SPEAKER} for a speaker's name: put each turn on a line or in a row of its own"
        )
    if any(time is not None and not math.isfinite(time) for time in (turn.start, turn.end)):
        raise UnreadableError(
            f"turn {number}: its time is not a number of seconds; correct it or leave it out"
        )
    if CONTROL.search(turn.text) or CONTROL.search(turn.speaker):
        return replace(turn, text=CONTROL.sub(" ", turn.text), speaker=CONTROL.sub(" ", turn.speaker))
    return turn
