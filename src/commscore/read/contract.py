"""What a coded consultation looks like in JSON: the contract's parts, checked strictly."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from commscore.types import Role

SCHEMA: Final = "commscore/1"
MANY: Final = 200_000
Probability = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]
Span = Annotated[tuple[Offset, Offset], Field(strict=False)]


class _Entry(BaseModel):
    """Base of all parts: strict about types, so that what is read is what was written."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Turn(_Entry):
    speaker: str
    text: str
    role: Annotated[Role, Field(strict=False)] = Role.OTHER
    start: FiniteFloat | None = None
    end: FiniteFloat | None = None


class _Code(_Entry):
    code: str
    turn: Offset
    start: Offset
    end: Offset
    probability: Probability = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False


class _Moment(_Entry):
    turn: Offset
    code: str
    response: str
    response_turn: Offset | None = None
    why: str = ""
    disputed: bool = False


class _Label(_Entry):
    task: str
    turn: Offset | None
    value: str | FiniteFloat
    share: Probability = 1.0
    spans: Annotated[tuple[Span, ...], Field(strict=False)] = ()


class _Measure(_Entry):
    name: str
    value: FiniteFloat | None
    unit: str
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    reference: str | None = None
    why: str | None = None


class _Score(_Entry):
    domain: str
    value: FiniteFloat | None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    measures: Annotated[tuple[str, ...], Field(strict=False)] = ()
    why: str | None = None


class _Provenance(_Entry):
    commscore: str = ""
    models: dict[str, str] = {}
    codebook: str = ""
    coder: str | None = None
    privacy: str = "off"
    roles: str = ""
    warnings: Annotated[tuple[str, ...], Field(strict=False)] = ()


class Consultation(_Entry):
    """One coded consultation, or a letter cut into turns; what a coding may leave out has a default."""

    version: Literal["commscore/1"] = Field(alias="schema")
    kind: Literal["consultation", "letter"]
    id: str
    source: str | None = None
    group: str | None = None
    turns: Annotated[list[_Turn], Field(max_length=MANY)]
    codes: Annotated[list[_Code], Field(max_length=MANY)] = []
    moments: Annotated[list[_Moment], Field(max_length=MANY)] = []
    tasks: Annotated[list[_Label], Field(max_length=MANY)] = []
    measures: Annotated[list[_Measure], Field(max_length=MANY)] = []
    scores: Annotated[list[_Score], Field(max_length=MANY)] = []
    provenance: _Provenance = _Provenance()
