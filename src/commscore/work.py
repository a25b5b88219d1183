"""What people do with documents: reviews of codes, codings, and how far a letter is; frozen, and no more."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a person says of a code."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CHANGED = "changed"
    ADDED = "added"


class Status(StrEnum):
    """How far a letter is; a person says so, and nothing else does."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    WITH_SERVICE = "with the service"
    ANSWERED = "answered"
    CLOSED = "closed"


OVER = frozenset({Status.ANSWERED, Status.CLOSED})  # what is due no more


class Coding(StrEnum):
    """How a person coded: seeing no machine's codes, starting from them, or settling two codings."""

    BLIND = "blind"
    PRE_ANNOTATED = "pre-annotated"
    ADJUDICATED = "adjudicated"


class Chosen(StrEnum):
    """Why a document was given to be coded: drawn at random, or one that a model was least sure of."""

    RANDOM = "random"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a code given to characters start..end of a turn.

    It is kept beside what the machine said. `code` is the machine's code, or the person's where it was added;
    `instead` is the code it was changed to. What became of a patient's cue, concern or question is reviewed
    as "concern.missed", changed to "concern.explored" and the like: the code, a stop and the response. `at`
    is in UTC. `number` is the store's own number; None until it is kept.
    """

    turn: int
    start: int
    end: int
    code: str
    verdict: Verdict
    author: str
    reason: str
    at: datetime
    instead: str | None = None
    number: int | None = None

    @property
    def moment(self) -> str:
        """The patient's code of which it says what became, "" where it is of a code itself."""
        code, stop, _ = self.code.partition(".")
        return code if stop else ""

    @property
    def place(self) -> tuple[int, int, int, str]:
        """What it has in common with other reviews of the same: turn, start, end and code; of a moment,
        the turn, nothing, nothing, and the code with its stop.
        """
        if self.moment:
            return self.turn, 0, 0, f"{self.moment}."
        return self.turn, self.start, self.end, self.code
