"""The values that flow through commscore: frozen, slotted, and free of behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from commscore.work import Chosen, Coding, Review


class Role(StrEnum):
    """Who speaks: the one who gives care, the patient (or who speaks for them), or somebody else."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    OTHER = "other"


class Kind(StrEnum):
    """What a document is."""

    CONSULTATION = "consultation"
    LETTER = "letter"


class Privacy(StrEnum):
    """What is done about personal details; OFF says that the text is anonymised already."""

    REPLACE = "replace"
    TAG = "tag"
    CHECK = "check"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech, or a paragraph; `start` and `end` in seconds, None where unknown."""

    speaker: str
    text: str
    role: Role = Role.OTHER
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A consultation or a letter; `source` names the file it came from.

    `group` names the conversation or the author that splits for training keep together; None is itself.
    """

    id: str
    turns: tuple[Turn, ...]
    kind: Kind = Kind.CONSULTATION
    source: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One code of the codebook, given to the characters `start` to `end` of turn number `turn`.

    `probability` is 1 in a person's coding. A code that is not `certain` is shown as "maybe" and counts
    in no measure. A `disputed` code is one that only one of two coders gave; it counts in no agreement.
    """

    code: str
    turn: int
    start: int
    end: int
    probability: float = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A patient's `code` (cue, concern or question) in turn `turn`, and what became of it.

    `response` is one of the codebook's responses, `response_turn` the turn that earned it, None when
    nothing did; `why` says in words how it was judged.
    """

    turn: int
    code: str
    response: str
    response_turn: int | None = None
    why: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A label of another scheme than the codebook, on turn number `turn`; None labels the whole document.

    `task` names what the raters were asked, `value` is the class they gave or a figure on a scale, `share`
    the part of them who gave it, `spans` the characters that earned it.
    """

    task: str
    turn: int | None
    value: str | float
    share: float = 1.0
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the whole document with its interval; None comes with the reason in `why`.

    `low` and `high` bound the 95 % interval; `reference` is the published figure it is read against.
    """

    name: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    reference: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Points of 100 for a domain, from these `measures`, with a 95 % interval; None with the reason."""

    domain: str
    value: float | None
    low: float | None = None
    high: float | None = None
    measures: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report's contents come from.

    `models` maps a model's name to its hash; `codebook` is the hash of the codebook's files; `coder`
    names the person who coded it, None for the machine. `privacy` is the mode the text went through,
    `roles` says how the clinician was found, `corrections` who corrected how much, `warnings` what a reader
    must know. `coding` says how a person coded it, `chosen` why this document; None where unknown.
    """

    commscore: str
    models: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    codebook: str = ""
    coder: str | None = None
    privacy: str = "off"
    roles: str = ""
    warnings: tuple[str, ...] = ()
    corrections: str = ""
    coding: Coding | None = None
    chosen: Chosen | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A document with everything that was found in it.

    `reviews` are those that its codes were corrected by, oldest first; `notes` are words to the learner.
    """

    document: Document
    codes: tuple[Code, ...] = ()
    moments: tuple[Moment, ...] = ()
    measures: tuple[Measure, ...] = ()
    scores: tuple[Score, ...] = ()
    labels: tuple[Label, ...] = ()
    provenance: Provenance = Provenance(commscore="")
    reviews: tuple[Review, ...] = ()
    notes: tuple[str, ...] = ()


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters `start` to `end` of a letter that are no complaint, and what they are instead.

    `kind` is "address", "salutation", "signature", "quoted" (earlier mail), "form" or "page".
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of complaint, an e-mail, a form or a story told; `asides` lie in the order of the text.

    `received` is given or stood in the mail's header, and is never guessed from the text. `reference` is
    the organisation's own number for the matter. `group` is whom splits for training keep together.
    """

    id: str
    text: str
    source: str | None = None
    received: date | None = None
    reference: str | None = None
    asides: tuple[Aside, ...] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A category of what went wrong, with the worst severity that the letter shows for it.

    `severity_range` holds the levels that it may lie between, both the same where that is certain. What is
    not `certain` is shown as "maybe"; a `disputed` one is one that only one of two coders gave.
    """

    category: str
    severity: int
    severity_range: tuple[int, int]
    spans: tuple[Span, ...]
    probability: float = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A stage of care, or something asked for, with the words that show it; none in a coding without."""

    name: str
    spans: tuple[Span, ...] = ()
    probability: float = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason for a person to look today or soon, with its words.

    `check` holds what a person must make sure of first, "" where the words are plain: a flag is never left
    out because it may be denied, past or somebody else's.
    """

    flag: str
    spans: tuple[Span, ...]
    probability: float = 1.0
    found_by: str = ""
    check: str = ""
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Priority:
    """Where a letter stands in the queue, by the codebook's rule, and all the reasons that fired.

    A `disputed` one is one on which two coders differed.
    """

    level: str
    reasons: tuple[str, ...] = ()
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A date by which something is due and the rule that says so; None comes with the reason in `why`."""

    name: str
    due: date | None
    basis: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class LetterReport:
    """A letter with everything that was found in it; `harm` holds quotes only, its level is a person's."""

    letter: Letter
    problems: tuple[Problem, ...] = ()
    stages: tuple[Named, ...] = ()
    asks: tuple[Named, ...] = ()
    harm: tuple[Span, ...] = ()
    questions: tuple[Span, ...] = ()
    praise: tuple[Span, ...] = ()
    flags: tuple[Flag, ...] = ()
    priority: Priority = Priority("standard")
    clocks: tuple[Clock, ...] = ()
    provenance: Provenance = Provenance(commscore="")

    @property
    def passages(self) -> dict[str, tuple[Span, ...]]:
        """Return what is quoted and has no name: harm, questions and praise, those that there are."""
        told = {"harm": self.harm, "question": self.questions, "praise": self.praise}
        return {code: spans for code, spans in told.items() if spans}
