"""A person's coding of a letter: coded paragraph by paragraph, and a coded letter as the contract has it.

While it is coded, a letter is a document whose turns are its paragraphs, with the codes of `codebook.coded`;
how grave a category is stands as a label of the whole document, `severity.CATEGORY`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Final

from commscore.codebook.coded import ASK, DERIVED, FLAG, NOTHING, PASSAGES, STAGE, UNCLEAR, coded
from commscore.codebook.letters import categories
from commscore.errors import UnreadableError
from commscore.read.letterschema import dump
from commscore.report.records import lines, one_or_list
from commscore.train.letters.material import given
from commscore.triage.priority import priority
from commscore.types import (
    Code,
    Document,
    Flag,
    Kind,
    Label,
    Letter,
    LetterReport,
    Named,
    Problem,
    Report,
    Role,
    Span,
    Turn,
)

SEVERITY: Final = "severity."  # before a category's name, as a label of the whole letter
BETWEEN: Final = "\n\n"
WRAPPED: Final = 100  # characters that a line of a paragraph broken by hand has at most; ours
LINE: Final = re.compile(r"\S(?:[^\n]*\S)?")
BLOCK: Final = re.compile(r"\S(?:.*?\S)?(?=\s*\n[^\S\n]*\n|\s*\Z)", re.DOTALL)
WRITER: Final = "Paragraph"


def cut(letter: Letter) -> Document:
    """Return a letter as a document to code, a turn a paragraph."""
    turns = tuple(Turn(WRITER, letter.text[s:e], Role.PATIENT) for s, e in paragraphs(letter.text))
    return Document(letter.id, turns, Kind.LETTER, letter.source, letter.group)


def paragraphs(text: str) -> list[Span]:
    r"""Return where each paragraph lies: between empty lines, and of long lines each line.

    >>> paragraphs("Dear Sir,\nI wait.\n\nYours"), len(paragraphs("Dear Sir,\n" + "I wait. " * 20))
    ([(0, 17), (19, 24)], 2)
    """
    found: list[Span] = []
    for block in BLOCK.finditer(text):
        wrapped = all(len(line) <= WRAPPED for line in block[0].splitlines())
        lines_of = [] if wrapped else [line.span() for line in LINE.finditer(text, *block.span())]
        found += lines_of or [block.span()]
    return found


def joined(document: Document) -> Letter:
    """Return the letter of a document that was cut from one, an empty line between paragraphs."""
    text = BETWEEN.join(turn.text for turn in document.turns)
    return Letter(document.id, text, document.source, group=document.group)


def as_turns(report: LetterReport) -> Report:
    """Return a coded letter as it is coded on: by paragraph, without what is not certain."""
    document = cut(report.letter)
    places = paragraphs(report.letter.text)
    sure = replace(
        report,
        problems=tuple(each for each in report.problems if each.certain),
        stages=tuple(each for each in report.stages if each.certain),
        asks=tuple(each for each in report.asks if each.certain),
    )
    codes = [
        Code(each.code, turn, *span, found_by=_finder(report, each.code), disputed=each.disputed)
        for each in given(sure)
        for turn, span in _in_turns(each.spans, places)
    ]
    graves = tuple(Label(SEVERITY + each.category, None, str(each.severity)) for each in sure.problems)
    codes.sort(key=lambda code: (code.turn, code.start, code.end, code.code))
    return Report(document, tuple(dict.fromkeys(codes)), labels=graves, provenance=report.provenance)


def as_letter(report: Report) -> LetterReport:
    """Return a coding by paragraph as a coded letter; how grave a category is that has no label is not known.

    A letter without a stage is "unclear", one that asks for nothing says so, as the codebook has it; its
    priority follows from what was coded.
    """
    starts = [0, *accumulate(len(turn.text) + len(BETWEEN) for turn in report.document.turns)]
    spans: dict[tuple[str, bool], list[Span]] = {}
    for code in report.codes:
        span = (starts[code.turn] + code.start, starts[code.turn] + code.end)
        spans.setdefault((code.code, code.disputed), []).append(span)
    graves = severities(report)
    problems = tuple(
        Problem(
            name, graves.get(name, 2), (graves[name],) * 2 if name in graves else (1, 3), found, disputed=d
        )
        for name, found, d in _of(spans, "")
        if name in categories()
    )
    flags = tuple(Flag(name, found, disputed=d) for name, found, d in _of(spans, FLAG))
    passages = {name: found for name, found, _ in _of(spans, "") if name in PASSAGES}
    return LetterReport(
        joined(report.document),
        problems=problems,
        stages=tuple(_named(spans, STAGE)) or (Named(UNCLEAR),),
        asks=tuple(_named(spans, ASK)) or (Named(NOTHING),),
        harm=passages.get("harm", ()),
        questions=passages.get("question", ()),
        praise=passages.get("praise", ()),
        flags=flags,
        priority=priority(problems, flags),
        provenance=report.provenance,
    )


def severities(report: Report) -> Mapping[str, int]:
    """Return how grave each category is, by those that the coder said."""
    found = {label.task: label.value for label in report.labels if label.task.startswith(SEVERITY)}
    return {task.removeprefix(SEVERITY): int(value) for task, value in found.items()}


def graded(report: Report, category: str, severity: int | None) -> Report:
    """Return the coding with a category as grave as this, 1 to 3; None for not said."""
    task = SEVERITY + category
    others = tuple(label for label in report.labels if label.task != task)
    return replace(report, labels=others + ((Label(task, None, str(severity)),) if severity else ()))


def ungraded(report: Report) -> tuple[str, ...]:
    """Return the categories that are given and of which nobody said how grave they are."""
    names = {code.code for code in report.codes}
    return tuple(name for name in categories() if name in names and name not in severities(report))


def as_lines(codings: tuple[Report, ...]) -> bytes:
    """Return codings of letters as JSON lines of coded letters."""
    return lines(dump(as_letter(coding)) for coding in codings)


def as_json(codings: tuple[Report, ...]) -> bytes:
    """Return codings of letters as JSON: one coded letter, or a list of them."""
    return one_or_list([dump(as_letter(coding)) for coding in codings])


def check_finished(report: Report) -> None:
    """Raise UnreadableError where a letter's coding does not say how grave each of its categories is."""
    if report.document.kind is Kind.LETTER and (left := ungraded(report)):
        named = ", ".join(categories()[name].title for name in left)
        raise UnreadableError(f"Say how grave it is, from 1 to 3: {named}. Then it is finished.")


def _of(
    spans: Mapping[tuple[str, bool], list[Span]], start: str
) -> Iterator[tuple[str, tuple[Span, ...], bool]]:
    """Yield name, words and whether it is disputed, in the codebook's order, of codes that begin so."""
    for code in coded(Kind.LETTER):
        for disputed in (False, True):
            if code.startswith(start) and (code, disputed) in spans:
                yield code.removeprefix(start), tuple(sorted(spans[code, disputed])), disputed


def _between(severity: int | None) -> tuple[int, int]:
    return (severity, severity) if severity else (1, 3)


def _named(spans: Mapping[tuple[str, bool], list[Span]], start: str) -> Iterator[Named]:
    return (Named(name, found, disputed=disputed) for name, found, disputed in _of(spans, start))


def _in_turns(spans: tuple[Span, ...], places: list[Span]) -> Iterator[tuple[int, Span]]:
    """Yield the paragraph of each span, and where in it; one that goes on in the next is cut."""
    for start, end in spans:
        for number, (begin, over) in enumerate(places):
            within = max(start, begin), min(end, over)
            if within[0] < within[1]:
                yield number, (within[0] - begin, within[1] - begin)


def _finder(report: LetterReport, code: str) -> str:
    """Return who or what found a code of a letter; "" where it does not say."""
    named = {
        **{each.category: each.found_by for each in report.problems},
        **{STAGE + each.name: each.found_by for each in report.stages},
        **{ASK + each.name: each.found_by for each in report.asks},
        **{FLAG + each.flag: each.found_by for each in report.flags},
    }
    return named.get(code, "") if code not in DERIVED else ""
