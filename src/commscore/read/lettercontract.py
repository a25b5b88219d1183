"""What a coded letter looks like in JSON: the contract's parts, checked strictly."""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA: Final = "commscore/1"
MANY: Final = 20_000
Probability = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]
Severity = Annotated[int, Field(ge=1, le=3)]
Span = Annotated[tuple[Offset, Offset], Field(strict=False)]
Spans = Annotated[tuple[Span, ...], Field(strict=False, max_length=MANY)]
Names = Annotated[tuple[str, ...], Field(strict=False, max_length=MANY)]
Date = Annotated[date, Field(strict=False)]


class _Entry(BaseModel):
    """Base of all parts: strict about types, so that what is read is what was written."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Aside(_Entry):
    kind: str
    start: Offset
    end: Offset


class _Problem(_Entry):
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


class How(_Entry):
    """How a stage or something asked for was found."""

    probability: Probability = 1.0
    found_by: str = ""
    certain: bool = True


class Evidence(_Entry):
    """By name, the words that show a stage or something asked for, and how it was found."""

    stages: dict[str, Spans] = {}
    asks: dict[str, Spans] = {}
    stages_found: dict[str, How] = {}
    asks_found: dict[str, How] = {}


class _Flag(_Entry):
    flag: str
    spans: Spans = ()
    probability: Probability = 1.0
    found_by: str = ""
    check: str = ""
    disputed: bool = False


class _Priority(_Entry):
    level: str
    reasons: Names = ()
    disputed: bool = False


class _Clock(_Entry):
    name: str
    due: Date | None
    basis: str
    why: str | None = None


class _Provenance(_Entry):
    commscore: str = ""
    models: dict[str, str] = {}
    codebook: str = ""
    coder: str | None = None
    privacy: str = "off"
    roles: str = ""
    warnings: Names = ()


class CodedLetter(_Entry):
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
    provenance: _Provenance = _Provenance()
