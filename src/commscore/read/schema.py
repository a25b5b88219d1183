"""The contract's coded consultation as JSON, both ways and lossless: reports, codings, training data."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from commscore.errors import UnreadableError
from commscore.read.jsontext import entries
from commscore.read.limits import check_size
from commscore.types import Code, Document, Kind, Measure, Moment, Provenance, Report, Role, Score, Turn

SCHEMA: Final = "commscore/1"
MANY: Final = 200_000
Probability = Annotated[float, Field(ge=0, le=1)]
Offset = Annotated[int, Field(ge=0)]


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


class _Consultation(_Entry):
    version: Literal["commscore/1"] = Field(alias="schema")
    kind: Literal["consultation"]
    id: str
    source: str | None = None
    turns: Annotated[list[_Turn], Field(max_length=MANY)]
    codes: Annotated[list[_Code], Field(max_length=MANY)] = []
    moments: Annotated[list[_Moment], Field(max_length=MANY)] = []
    measures: Annotated[list[_Measure], Field(max_length=MANY)] = []
    scores: Annotated[list[_Score], Field(max_length=MANY)] = []
    provenance: _Provenance = _Provenance()


def dump(report: Report) -> dict[str, object]:
    """Return the report as the contract's JSON object; `disputed` is written only where it is true."""
    document = report.document
    return {
        "schema": SCHEMA,
        "kind": str(document.kind),
        "id": document.id,
        "source": document.source,
        "turns": [asdict(turn) | {"role": str(turn.role)} for turn in document.turns],
        "codes": [_undisputed(asdict(code)) for code in report.codes],
        "moments": [_undisputed(asdict(moment)) for moment in report.moments],
        "measures": [asdict(measure) for measure in report.measures],
        "scores": [asdict(score) | {"measures": list(score.measures)} for score in report.scores],
        "provenance": _provenance(report.provenance),
    }


def load(entry: object, where: str) -> Report:
    """Return the report that `dump` wrote; `where` names file and line.

    Raises UnreadableError, with the place and the remedy, for another version or kind, for what the
    contract does not allow, and for a span or a turn that is not there.
    """
    if not isinstance(entry, dict):
        raise UnreadableError(
            f"{where}: not a JSON object; a coded consultation is one object, a line each in .jsonl"
        )
    _check_kind(entry, where)
    try:
        read = _Consultation.model_validate(entry)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UnreadableError(f"{where}: {place}: {first['msg']}; see the contract of {SCHEMA}") from None
    report = _report(read)
    _check_places(report, where)
    return report


def read_coded(path: Path) -> Iterator[Report]:
    """Yield the reports in a .json file (one object, or a list) or a .jsonl file (one a line)."""
    many = path.suffix.casefold() in (".jsonl", ".ndjson")
    try:
        content = path.read_bytes()
        check_size(len(content))
        for where, entry in entries(content, many):
            yield load(entry, where or "the object")
    except UnreadableError as problem:
        raise UnreadableError(f"{path.name}: {problem}") from None
    except OSError as problem:
        raise UnreadableError(f"{path}: {problem.strerror}; check the path") from None


def _check_kind(entry: dict[str, Any], where: str) -> None:
    if entry.get("schema") != SCHEMA:
        found = str(entry.get("schema"))[:40]
        raise UnreadableError(
            f"{where}: schema is {found!r}, this version reads {SCHEMA!r}; convert or export it again"
        )
    if entry.get("kind") != Kind.CONSULTATION:
        found = str(entry.get("kind"))[:40]
        raise UnreadableError(
            f"{where}: kind is {found!r}, a consultation is wanted; letters go to 'commscore triage'"
        )


def _report(read: _Consultation) -> Report:
    values = read.provenance.model_dump()
    return Report(
        Document(read.id, tuple(Turn(**dict(turn)) for turn in read.turns), Kind.CONSULTATION, read.source),
        codes=tuple(Code(**dict(code)) for code in read.codes),
        moments=tuple(Moment(**dict(moment)) for moment in read.moments),
        measures=tuple(Measure(**dict(measure)) for measure in read.measures),
        scores=tuple(Score(**dict(score)) for score in read.scores),
        provenance=Provenance(**values | {"models": MappingProxyType(values["models"])}),
    )


def _check_places(report: Report, where: str) -> None:
    """Raise UnreadableError unless every code's span and every moment's turn is there."""
    turns = report.document.turns
    for number, code in enumerate(report.codes):
        length = len(turns[code.turn].text) if code.turn < len(turns) else -1
        if not code.start < code.end <= length:
            raise UnreadableError(
                f"{where}: codes.{number} ({code.code}): turn {code.turn} has no characters {code.start} to "
                f"{code.end}; turns count from 0 and offsets are into the turn's text: code it again"
            )
    for number, moment in enumerate(report.moments):
        last = max(moment.turn, moment.response_turn or 0)
        if last >= len(turns):
            raise UnreadableError(
                f"{where}: moments.{number}: there is no turn {last}; turns count from 0: correct it"
            )


def _undisputed(values: dict[str, Any]) -> dict[str, Any]:
    if not values["disputed"]:
        del values["disputed"]
    return values


def _provenance(provenance: Provenance) -> dict[str, object]:
    return {
        "commscore": provenance.commscore,
        "models": dict(provenance.models),
        "codebook": provenance.codebook,
        "coder": provenance.coder,
        "privacy": provenance.privacy,
        "roles": provenance.roles,
        "warnings": list(provenance.warnings),
    }
