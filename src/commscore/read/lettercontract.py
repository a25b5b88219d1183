"""What a coded letter looks like in JSON: the contract's parts, checked strictly."""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from commscore.read.contract import Offset, Part, Probability, Provenance, Span

MANY: Final = 20_000
Severity = Annotated[int, Field(ge=1, le=3)]
Spans = Annotated[tuple[Span, ...], Field(strict=False, max_length=MANY)]
Names = Annotated[tuple[str, ...], Field(strict=False, max_length=MANY)]
Date = Annotated[date, Field(strict=False)]


class _Aside(Part):
    kind: str
    start: Offset
    end: Offset


class _Problem(Part):
    """`severity_range` may be left out where the severity is certain."""

    category: str
    severity: Severity
    severity_range: Annotated[tuple[Severity, Severity], Field(strict=False)] | None = None
    spans: Spans = ()
    probability: Probability = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.severity_range and self.severity_range[0] > self.severity_range[1]:
            raise ValueError("the lower end of severity_range comes first")
        return self


class How(Part):
    """How a stage or something asked for was found."""

    probability: Probability = 1.0
    found_by: str = ""
    certain: bool = True


class Evidence(Part):
    """By name, the words that show a stage or something asked for, and how it was found."""

    stages: dict[str, Spans] = Field(default_factory=dict)
    asks: dict[str, Spans] = Field(default_factory=dict)
    stages_found: dict[str, How] = Field(default_factory=dict)
    asks_found: dict[str, How] = Field(default_factory=dict)


class _Flag(Part):
    flag: str
    spans: Spans = ()
    probability: Probability = 1.0
    found_by: str = ""
    check: str = ""
    disputed: bool = False


class _Priority(Part):
    level: str
    reasons: Names = ()
    disputed: bool = False


class _Clock(Part):
    name: str
    due: Date | None
    basis: str
    why: str | None = None


class CodedLetter(Part):
    """One coded letter; what a coding may leave out has a default.

    `stages` and `asks` hold names; the words that show them stand by name in `evidence`. A name that only
    one of two coders gave stands in `stages_disputed` or `asks_disputed` instead.
    """

    version: Literal["commscore/1"] = Field(alias="schema")
    kind: Literal["letter"]
    id: str
    source: str | None = None
    received: Date | None = None
    reference: str | None = None
    group: str | None = None
    text: str
    asides: Annotated[tuple[_Aside, ...], Field(strict=False, max_length=MANY)] = ()
    categories: Annotated[tuple[_Problem, ...], Field(strict=False, max_length=MANY)] = ()
    stages: Names = ()
    stages_disputed: Names = ()
    asks: Names = ()
    asks_disputed: Names = ()
    evidence: Evidence = Evidence()
    harm: Spans = ()
    questions: Spans = ()
    praise: Spans = ()
    flags: Annotated[tuple[_Flag, ...], Field(strict=False, max_length=MANY)] = ()
    priority: _Priority = _Priority(level="standard")
    clocks: Annotated[tuple[_Clock, ...], Field(strict=False, max_length=MANY)] = ()
    provenance: Provenance = Provenance()
