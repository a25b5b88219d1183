"""What goes in and comes out over HTTP: the contract's objects, and the reason where there is no report."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, Field, FiniteFloat, TypeAdapter, ValidationError

from commscore.codebook import schema
from commscore.codebook.letters import LetterCodebook
from commscore.errors import UnreadableError
from commscore.read.contract import Consultation, Part
from commscore.read.lettercontract import CodedLetter, Date
from commscore.read.limits import MAX_LETTER, MAX_SPEAKER, MAX_TURN, MAX_TURNS
from commscore.types import Kind, Privacy, Role

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Nation = Literal["england", "scotland", "wales", "northern-ireland"]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Seconds = Annotated[FiniteFloat, Field(ge=-1e9, le=1e9)]
NO_KIND: Final = "Input should be 'consultation' or 'letter'"


class GivenTurn(Part):
    """One stretch of speech; without a role in any turn the clinician is found."""

    speaker: Annotated[str, Field(max_length=MAX_SPEAKER)]
    text: Annotated[str, Field(max_length=MAX_TURN)]
    role: Annotated[Role, Field(strict=False)] = Role.OTHER
    start: Seconds | None = None
    end: Seconds | None = None


class GivenConsultation(Part):
    """A consultation to report on, in the schema of the contract; what else a report holds is left unread."""

    version: Literal["commscore/1"] = Field(alias="schema")
    kind: Literal["consultation"]
    id: Id
    source: str | None = None
    turns: Annotated[tuple[GivenTurn, ...], Field(strict=False, min_length=1, max_length=MAX_TURNS)]


class GivenLetter(Part):
    """A letter to report on, in the schema of the contract; what else a report holds is left unread."""

    version: Literal["commscore/1"] = Field(alias="schema")
    kind: Literal["letter"]
    id: Id
    source: str | None = None
    text: Annotated[str, Field(min_length=1, max_length=MAX_LETTER)]
    received: Date | None = None
    reference: str | None = None


class ConsultationReport(Consultation):
    """A consultation's report, with words to try where something met no answer."""

    suggestions: tuple[schema.Suggestion, ...] = ()


class LetterReport(CodedLetter):
    """A letter's report."""


class ConsultationReports(BaseModel):
    """The reports of a file's consultations, and why there is none of others."""

    reports: list[ConsultationReport]
    failures: list[str]


class LetterReports(BaseModel):
    """The reports of a file's letters, and why there is none of others."""

    reports: list[LetterReport]
    failures: list[str]


class Refusal(BaseModel):
    """Why there is no report; never the text."""

    why: str


class ConsultationCodebook(schema.Consultation):
    """The codebook of consultations."""


class Codebook(BaseModel):
    """What is coded in consultations and in letters."""

    consultation: ConsultationCodebook
    letter: LetterCodebook


class InstalledModel(BaseModel):
    """A trained model; `problem` is "" where every file is what its manifest promises."""

    name: str
    kind: str
    in_use: bool
    created: str
    sha256: str
    codes: tuple[str, ...]
    corpora: tuple[str, ...]
    figures: dict[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to report on: an object of the contract, or a file where there is a `name`.

    `kind` is None where the object itself says what it is. `clinician` and `received` are for files.
    """

    content: bytes
    kind: Kind | None = None
    name: str = ""
    privacy: Privacy = Privacy.REPLACE
    nation: Nation = "england"
    clinician: str | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and one line of JSON: a report, or a `Refusal`."""

    status: int
    body: bytes


Given = GivenConsultation | GivenLetter
_GIVEN: Final[dict[Kind | None, TypeAdapter[Given]]] = {
    Kind.CONSULTATION: TypeAdapter(GivenConsultation),
    Kind.LETTER: TypeAdapter(GivenLetter),
    None: TypeAdapter(Annotated[Given, Field(discriminator="kind")]),
}


def given(content: bytes, kind: Kind | None = None) -> Given:
    """Return the object of the contract in UTF-8 JSON.

    Raises UnreadableError, with the place and without a word of what is there, for what the contract does
    not allow.
    """
    try:
        return _GIVEN[kind].validate_json(content)
    except ValidationError as problem:
        raise UnreadableError(told(problem.errors(include_url=False, include_input=False)[0])) from None


def told(error: "ErrorDetails") -> str:
    """Return what is wrong, and where, of an error as pydantic lists them; no value that was given."""
    place = ".".join(str(part) for part in error["loc"])
    said = NO_KIND if error["type"] == "union_tag_invalid" else error["msg"]
    return f"{place}: {said}" if place else said


def refusal(status: int, why: str) -> Answer:
    """Return an answer that says why there is no report."""
    return Answer(status, Refusal(why=why).model_dump_json().encode())
