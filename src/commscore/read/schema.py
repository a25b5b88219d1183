"""The contract's coded consultation as JSON, both ways and lossless: reports, codings, training data."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from commscore.errors import UnreadableError
from commscore.read.contract import SCHEMA, Consultation, checked
from commscore.read.jsontext import loaded
from commscore.types import Code, Document, Kind, Label, Measure, Moment, Provenance, Report, Score, Turn
from commscore.work import Review


def dump(report: Report) -> dict[str, object]:
    """Return the report as the contract's JSON object.

    `disputed` is written only where it is true, `group`, `tasks`, `reviews` and `notes` only where there are
    any, and how and why a person coded the document only where that is known.
    """
    document = report.document
    group = {} if document.group is None else {"group": document.group}
    tasks = {"tasks": [_label(label) for label in report.labels]} if report.labels else {}
    return {
        "schema": SCHEMA,
        "kind": str(document.kind),
        "id": document.id,
        "source": document.source,
        **group,
        "turns": [asdict(turn) | {"role": str(turn.role)} for turn in document.turns],
        "codes": [_undisputed(asdict(code)) for code in report.codes],
        "moments": [_undisputed(asdict(moment)) for moment in report.moments],
        **tasks,
        "measures": [asdict(measure) for measure in report.measures],
        "scores": [asdict(score) | {"measures": list(score.measures)} for score in report.scores],
        **({"reviews": [_review(review) for review in report.reviews]} if report.reviews else {}),
        **({"notes": list(report.notes)} if report.notes else {}),
        "provenance": _provenance(report.provenance),
    }


def load(entry: object, where: str, kinds: Sequence[Kind] = (Kind.CONSULTATION,)) -> Report:
    """Return the report that `dump` wrote; `where` names file and line.

    `kinds` are those that are wanted. Raises UnreadableError, with the place and the remedy, for another
    version or kind, for what the contract does not allow, and for a span or a turn that is not there.
    """
    report = _report(checked(Consultation, entry, where, kinds))
    _check_places(report, where)
    return report


def read_coded(path: Path) -> Iterator[Report]:
    """Yield the reports in a .json file (one object, or a list) or a .jsonl file (one a line).

    Those of a letter that is cut into turns, as the comments of a corpus are, are among them.
    """
    yield from loaded(path, _turned)


def _turned(entry: object, where: str) -> Report:
    cut = isinstance(entry, dict) and "turns" in entry
    return load(entry, where, tuple(Kind) if cut else (Kind.CONSULTATION,))


def _report(read: Consultation) -> Report:
    values = read.provenance.model_dump()
    return Report(
        Document(
            read.id,
            tuple(Turn(**dict(turn)) for turn in read.turns),
            Kind(read.kind),
            read.source,
            read.group,
        ),
        codes=tuple(Code(**dict(code)) for code in read.codes),
        moments=tuple(Moment(**dict(moment)) for moment in read.moments),
        labels=tuple(Label(**dict(label)) for label in read.tasks),
        measures=tuple(Measure(**dict(measure)) for measure in read.measures),
        scores=tuple(Score(**dict(score)) for score in read.scores),
        provenance=Provenance(**values | {"models": MappingProxyType(values["models"])}),
        reviews=tuple(Review(**dict(review)) for review in read.reviews),
        notes=read.notes,
    )


def _check_places(report: Report, where: str) -> None:
    """Raise UnreadableError unless every code's and label's span and every moment's turn is there."""
    turns = report.document.turns
    for number, code in enumerate(report.codes):
        _check_span(turns, code.turn, (code.start, code.end), f"{where}: codes.{number} ({code.code})")
    for number, moment in enumerate(report.moments):
        last = max(moment.turn, moment.response_turn or 0)
        if last >= len(turns):
            raise UnreadableError(
                f"{where}: moments.{number}: there is no turn {last}; turns count from 0: correct it"
            )
    for number, label in enumerate(report.labels):
        place = f"{where}: tasks.{number} ({label.task})"
        if label.turn is None and label.spans:
            raise UnreadableError(f"{place}: spans need a turn; name the turn or leave the spans out")
        if label.turn is not None and label.turn >= len(turns):
            raise UnreadableError(f"{place}: there is no turn {label.turn}; turns count from 0: correct it")
        for span in label.spans:
            _check_span(turns, label.turn or 0, span, place)


def _check_span(turns: Sequence[Turn], turn: int, span: tuple[int, int], place: str) -> None:
    start, end = span
    if not start < end <= (len(turns[turn].text) if turn < len(turns) else -1):
        raise UnreadableError(
            f"{place}: turn {turn} has no characters {start} to {end}; "
            "turns count from 0 and offsets are into the turn's text: code it again"
        )


def _undisputed(values: dict[str, Any]) -> dict[str, Any]:
    if not values["disputed"]:
        del values["disputed"]
    return values


def _label(label: Label) -> dict[str, object]:
    return asdict(label) | {"spans": [list(span) for span in label.spans]}


def _review(review: Review) -> dict[str, object]:
    return asdict(review) | {"verdict": str(review.verdict), "at": review.at.isoformat()}


def _provenance(provenance: Provenance) -> dict[str, object]:
    corrections = {"corrections": provenance.corrections} if provenance.corrections else {}
    return {
        "commscore": provenance.commscore,
        "models": dict(provenance.models),
        "codebook": provenance.codebook,
        "coder": provenance.coder,
        "privacy": provenance.privacy,
        "roles": provenance.roles,
        "warnings": list(provenance.warnings),
        **corrections,
        **({} if provenance.coding is None else {"coding": str(provenance.coding)}),
        **({} if provenance.chosen is None else {"chosen": str(provenance.chosen)}),
    }
