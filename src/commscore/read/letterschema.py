"""The contract's coded letter as JSON, both ways and lossless: reports, codings, training data.

Beside the contract's names: `severity_range` of a category; `stages_disputed` and `asks_disputed` for what
one of two coders gave; `evidence`, which holds by name the words that show a stage or something asked for
(`stages`, `asks`) and how it was found where that was no person (`stages_found`, `asks_found`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from commscore.errors import UnreadableError
from commscore.read.contract import SCHEMA, checked
from commscore.read.jsontext import loaded
from commscore.read.lettercontract import CodedLetter, How
from commscore.types import (
    Aside,
    Clock,
    Flag,
    Kind,
    Letter,
    LetterReport,
    Named,
    Priority,
    Problem,
    Provenance,
    Span,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

KNOWN: Final = ("source", "received", "reference", "group")


def dump(report: LetterReport) -> dict[str, object]:
    """Return the report as the contract's JSON object.

    What has its default (a person's probability, a source that is not known, clocks that were not set) is
    left out. Raises ValueError for a stage, or something asked for, that is there twice.
    """
    letter = report.letter
    known = {name: getattr(letter, name) for name in KNOWN if getattr(letter, name) is not None}
    if letter.received is not None:
        known["received"] = letter.received.isoformat()
    asides = {"asides": [asdict(aside) for aside in letter.asides]} if letter.asides else {}
    evidence = _evidence(report)
    return {
        "schema": SCHEMA,
        "kind": str(Kind.LETTER),
        "id": letter.id,
        **known,
        "text": letter.text,
        **asides,
        "categories": [_told(problem) for problem in report.problems],
        **_names("stages", report.stages),
        **_names("asks", report.asks),
        **({"evidence": evidence} if evidence else {}),
        "harm": _lists(report.harm),
        "questions": _lists(report.questions),
        "praise": _lists(report.praise),
        "flags": [_told(flag) for flag in report.flags],
        "priority": _told(report.priority),
        **({"clocks": [_clock(clock) for clock in report.clocks]} if report.clocks else {}),
        "provenance": _coded_by(report),
    }


def load(entry: object, where: str) -> LetterReport:
    """Return the report that `dump` wrote; `where` names file and line.

    Raises UnreadableError, with the place and the remedy, for another version or kind, for what the
    contract does not allow, and for a span that is not there.
    """
    report = _report(checked(CodedLetter, entry, where, (Kind.LETTER,)), where)
    _check_places(report, where)
    return report


def read_coded_letters(path: Path) -> Iterator[LetterReport]:
    """Yield the reports in a .json file (one object, or a list) or a .jsonl file (one a line)."""
    yield from loaded(path, load)


def _coded_by(report: LetterReport) -> dict[str, Any]:
    """Return where the contents come from; a person's coding names no version of commscore."""
    told = _told(report.provenance)
    return {name: value for name, value in told.items() if value or name != "commscore"}


def _told(value: "DataclassInstance") -> dict[str, Any]:
    """Return the value's fields, those left out that have their default, in the order of the value."""
    found: dict[str, Any] = {}
    for field in fields(value):
        held = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if held != default:
            found[field.name] = _plain(held)
    return found


def _plain(held: object) -> object:
    if isinstance(held, tuple):
        return [_plain(part) for part in held]
    return dict(held) if isinstance(held, Mapping) else held


def _lists(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _names(what: str, named: Sequence[Named]) -> dict[str, list[str]]:
    if len({one.name for one in named}) < len(named):
        raise ValueError(f"{what}: a name is there twice: {[one.name for one in named]}")
    return {
        what: [one.name for one in named if not one.disputed],
        f"{what}_disputed": [one.name for one in named if one.disputed],
    }


def _evidence(report: LetterReport) -> dict[str, Any]:
    """Return the words that show stages and asks, and how those were found; {} where nothing is known."""
    found: dict[str, Any] = {}
    both = (("stages", report.stages), ("asks", report.asks))
    for what, named in both:
        found[what] = {one.name: _lists(one.spans) for one in named if one.spans}
    for what, named in both:
        told = {one.name: _told(one) for one in named}
        how = {name: {k: v for k, v in of.items() if k in How.model_fields} for name, of in told.items()}
        found[f"{what}_found"] = {name: of for name, of in how.items() if of}
    return {what: of for what, of in found.items() if of}


def _clock(clock: Clock) -> dict[str, object]:
    why = {} if clock.why is None else {"why": clock.why}
    return {"name": clock.name, "due": clock.due and clock.due.isoformat(), "basis": clock.basis, **why}


def _report(read: CodedLetter, where: str) -> LetterReport:
    given = read.provenance.model_dump()
    known = {name: getattr(read, name) for name in KNOWN}
    asides = tuple(Aside(**dict(aside)) for aside in read.asides)
    return LetterReport(
        Letter(read.id, read.text, asides=asides, **known),
        problems=tuple(
            Problem(**dict(one) | {"severity_range": one.severity_range or (one.severity, one.severity)})
            for one in read.categories
        ),
        stages=_named(read, "stages", where),
        asks=_named(read, "asks", where),
        harm=read.harm,
        questions=read.questions,
        praise=read.praise,
        flags=tuple(Flag(**dict(flag)) for flag in read.flags),
        priority=Priority(**dict(read.priority)),
        clocks=tuple(Clock(**dict(clock)) for clock in read.clocks),
        provenance=Provenance(**given | {"models": MappingProxyType(given["models"])}),
    )


def _named(read: CodedLetter, what: str, where: str) -> tuple[Named, ...]:
    """Return the stages or asks, those that are disputed last; UnreadableError for one that is not there."""
    certain, disputed = getattr(read, what), getattr(read, f"{what}_disputed")
    names = (*certain, *disputed)
    spans, found = getattr(read.evidence, what), getattr(read.evidence, f"{what}_found")
    strange = next(iter({*spans, *found} - {*names}), None)
    if strange is not None or len(set(names)) < len(names):
        told = f"evidence names {strange[:40]!r}, which is not there" if strange else "a name is there twice"
        raise UnreadableError(f"{where}: {what}: {told}; give each name once, and evidence for those alone")
    return tuple(
        Named(name, spans.get(name, ()), **dict(found.get(name, How())), disputed=at >= len(certain))
        for at, name in enumerate(names)
    )


def _check_places(report: LetterReport, where: str) -> None:
    """Raise UnreadableError unless every span lies in the text."""
    held = {
        "asides": [(aside.start, aside.end) for aside in report.letter.asides],
        "categories": [span for one in report.problems for span in one.spans],
        "stages": [span for one in report.stages for span in one.spans],
        "asks": [span for one in report.asks for span in one.spans],
        "harm": report.harm,
        "questions": report.questions,
        "praise": report.praise,
        "flags": [span for one in report.flags for span in one.spans],
    }
    for what, spans in held.items():
        for start, end in spans:
            if not start < end <= len(report.letter.text):
                raise UnreadableError(
                    f"{where}: {what}: the text has no characters {start} to {end}; offsets are into "
                    "the letter's text: code it again"
                )
