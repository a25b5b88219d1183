"""What a coded consultation looks like in JSON: the contract's parts, checked strictly."""

from collections.abc import Collection
from typing import Annotated, Final, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from commscore.errors import UnreadableError
from commscore.types import Kind, Role
from commscore.work import Chosen, Coding, Verdict

SCHEMA: Final = "commscore/1"
MANY: Final = 200_000
ELSEWHERE: Final = {
    Kind.CONSULTATION: "letters go to 'commscore triage'",
    Kind.LETTER: "consultations go to 'commscore score'",
}
Probability = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]
Span = Annotated[tuple[Offset, Offset], Field(strict=False)]


class Part(BaseModel):
    """Base of all parts: strict about types, so that what is read is what was written."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class _Turn(Part):
    speaker: str
    text: str
    role: Annotated[Role, Field(strict=False)] = Role.OTHER
    start: FiniteFloat | None = None
    end: FiniteFloat | None = None


class _Code(Part):
    code: str
    turn: Offset
    start: Offset
    end: Offset
    probability: Probability = 1.0
    found_by: str = ""
    certain: bool = True
    disputed: bool = False


class _Moment(Part):
    turn: Offset
    code: str
    response: str
    response_turn: Offset | None = None
    why: str = ""
    disputed: bool = False


class _Label(Part):
    task: str
    turn: Offset | None
    value: str | FiniteFloat
    share: Probability = 1.0
    spans: Annotated[tuple[Span, ...], Field(strict=False)] = ()


class _Measure(Part):
    name: str
    value: FiniteFloat | None
    unit: str
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    reference: str | None = None
    why: str | None = None


class _Score(Part):
    domain: str
    value: FiniteFloat | None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    measures: Annotated[tuple[str, ...], Field(strict=False)] = ()
    why: str | None = None


class _Review(Part):
    turn: Offset
    start: Offset
    end: Offset
    code: str
    verdict: Annotated[Verdict, Field(strict=False)]
    author: str
    reason: str
    at: Annotated[AwareDatetime, Field(strict=False)]
    instead: str | None = None
    number: int | None = None


class Provenance(Part):
    """Where the contents come from."""

    commscore: str = ""
    models: dict[str, str] = {}
    codebook: str = ""
    coder: str | None = None
    privacy: str = "off"
    roles: str = ""
    warnings: Annotated[tuple[str, ...], Field(strict=False)] = ()
    corrections: str = ""
    coding: Annotated[Coding | None, Field(strict=False)] = None
    chosen: Annotated[Chosen | None, Field(strict=False)] = None


class Consultation(Part):
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
    reviews: Annotated[list[_Review], Field(max_length=MANY)] = []
    notes: Annotated[tuple[str, ...], Field(strict=False)] = ()
    provenance: Provenance = Provenance()


Coded = TypeVar("Coded", bound=Part)


def checked(shape: type[Coded], entry: object, where: str, kinds: Collection[Kind]) -> Coded:
    """Return the coded document in a JSON value; `where` names file and line.

    Raises UnreadableError, with the place and the remedy, for what is no object, for another version or kind
    than `kinds`, and for what the contract does not allow.
    """
    wanted = Kind.CONSULTATION if Kind.CONSULTATION in kinds else Kind.LETTER
    if not isinstance(entry, dict):
        raise UnreadableError(
            f"{where}: not a JSON object; a coded {wanted} is one object, a line each in .jsonl"
        )
    if entry.get("schema") != SCHEMA:
        found = str(entry.get("schema"))[:40]
        raise UnreadableError(
            f"{where}: schema is {found!r}, this version reads {SCHEMA!r}; convert or export it again"
        )
    if entry.get("kind") not in kinds:
        found = str(entry.get("kind"))[:40]
        raise UnreadableError(f"{where}: kind is {found!r}, a {wanted} is wanted; {ELSEWHERE[wanted]}")
    try:
        return shape.model_validate(entry)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableError(f"{where}: {place}: {first['msg']}; see the contract of {SCHEMA}") from None
