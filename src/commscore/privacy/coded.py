"""Codings whose text loses its personal details: their spans are moved to where the words are now."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from commscore.privacy.deidentify import Deidentified, deidentify
from commscore.privacy.finding import Finding
from commscore.privacy.rewrite import moved
from commscore.privacy.standins import StandIns
from commscore.types import Document, Letter, LetterReport, Privacy, Report, Span

Move = Callable[[Span], Span]


def deidentify_coding(
    coding: Report | LetterReport,
    mode: Privacy,
    stand_ins: StandIns | None = None,
    marked: Collection[str] = (),
    days: int | None = None,
) -> Deidentified[Document] | Deidentified[Letter]:
    """Return what `deidentify` makes of a coded text, and with it the coding of the new text."""
    if isinstance(coding, LetterReport):
        letter = deidentify(coding.letter, mode, stand_ins, marked, days)
        return replace(letter, coding=_letter_coding(coding, letter))
    document = deidentify(coding.document, mode, stand_ins, marked, days)
    return replace(document, coding=_coding(coding, document))


def _coding(report: Report, done: Deidentified[Document]) -> Report:
    moves = [_move(done.findings, done.replaced, number) for number in range(len(done.what.turns))]
    spans = [moves[code.turn]((code.start, code.end)) for code in report.codes]
    return replace(
        report,
        document=done.what,
        codes=tuple(
            replace(code, start=start, end=end)
            for code, (start, end) in zip(report.codes, spans, strict=True)
        ),
        labels=tuple(
            replace(label, spans=_all(moves[label.turn or 0], label.spans)) for label in report.labels
        ),
        provenance=replace(report.provenance, privacy=done.how),
    )


def _letter_coding(report: LetterReport, done: Deidentified[Letter]) -> LetterReport:
    move = _move(done.findings, done.replaced, None)
    return replace(
        report,
        letter=done.what,
        problems=tuple(replace(each, spans=_all(move, each.spans)) for each in report.problems),
        stages=tuple(replace(each, spans=_all(move, each.spans)) for each in report.stages),
        asks=tuple(replace(each, spans=_all(move, each.spans)) for each in report.asks),
        flags=tuple(replace(each, spans=_all(move, each.spans)) for each in report.flags),
        harm=_all(move, report.harm),
        questions=_all(move, report.questions),
        praise=_all(move, report.praise),
        provenance=replace(report.provenance, privacy=done.how),
    )


def _move(findings: Iterable[Finding], placed: Iterable[Finding], turn: int | None) -> Move:
    """Return what moves a span of this turn; a span that ends inside a finding takes in what replaced it."""
    old = [finding for finding in findings if finding.turn == turn]
    new = [finding for finding in placed if finding.turn == turn]
    return lambda span: (moved(span[0], old, new), moved(span[1], old, new, within=True))


def _all(move: Move, spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(map(move, spans))
