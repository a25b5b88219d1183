"""Coded letters as documents of sentences, for the network that reads them sentence by sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from commscore.codebook.coded import ASK, DERIVED, FLAG, STAGE
from commscore.models.letters import SEVERITY
from commscore.read.asides import asides
from commscore.sentences import ParsedLetter, Sentence, parse_letters
from commscore.types import Code, Label, Letter, LetterReport, Provenance, Report, Span

PROVENANCE: Final = Provenance("", coder="as coded")


@dataclass(frozen=True, slots=True, eq=False)
class Lettered:
    """A coded letter, its sentences, and these as the turns of a document with codes and severities."""

    gold: LetterReport
    parsed: ParsedLetter
    report: Report


@dataclass(frozen=True, slots=True)
class Given:
    """What a coding says of a letter: a code, its words, and whether it is disputed.

    `whole` says that the words are all that earn it, so that other sentences do not.
    """

    code: str
    spans: tuple[Span, ...]
    disputed: bool
    whole: bool


def lettered(reports: Iterable[LetterReport]) -> list[Lettered]:
    """Return coded letters with their sentences, asides looked for as in use where a coding names none."""
    gold = [replace(each, letter=_looked_through(each.letter)) for each in reports]
    parsed = parse_letters(report.letter for report in gold)
    return [
        Lettered(one, sentences, _report(one, sentences)) for one, sentences in zip(gold, parsed, strict=True)
    ]


def _looked_through(letter: Letter) -> Letter:
    return letter if letter.asides else replace(letter, asides=asides(letter.text))


def given(report: LetterReport) -> Iterator[Given]:
    """Yield each code of the letter.

    A coding that quotes its stages quotes every sentence that earns a code; one that does not names one or
    two of a problem's.
    """
    quoted = any(named.spans for named in (*report.stages, *report.asks))
    for problem in report.problems:
        yield Given(problem.category, problem.spans, problem.disputed, quoted)
    for start, entries in ((STAGE, report.stages), (ASK, report.asks)):
        for named in entries:
            if start + named.name not in DERIVED:
                yield Given(start + named.name, named.spans, named.disputed, bool(named.spans))
    for flag in report.flags:
        yield Given(FLAG + flag.flag, flag.spans, flag.disputed, quoted)
    for code, spans in report.passages.items():
        yield Given(code, spans, False, True)


def letter_codes_of(report: LetterReport) -> dict[str, bool]:
    """Return the codes that a letter is given, and whether each is disputed."""
    return {each.code: each.disputed for each in given(report)}


def _report(gold: LetterReport, parsed: ParsedLetter) -> Report:
    codes = tuple(code for each in given(gold) for code in _codes(each, parsed))
    return Report(parsed.document(), codes, labels=tuple(_severities(gold, parsed)), provenance=PROVENANCE)


def _codes(each: Given, parsed: ParsedLetter) -> Iterator[Code]:
    """Yield a code for each sentence that earns it; where others may too, they are marked as disputed."""
    for number, sentence in enumerate(parsed.sentences):
        inside = [cut for span in each.spans if (cut := _cut(span, sentence))]
        for start, end in inside:
            yield Code(each.code, number, start, end, disputed=each.disputed)
        if not inside and not each.whole and not sentence.aside:
            yield Code(each.code, number, 0, sentence.end - sentence.start, disputed=True)


def _severities(gold: LetterReport, parsed: ParsedLetter) -> Iterator[Label]:
    """Yield for each sentence that shows a problem the worst severity among those that it shows."""
    sure = [problem for problem in gold.problems if not problem.disputed]
    for number, sentence in enumerate(parsed.sentences):
        shown = [p.severity for p in sure if any(_cut(span, sentence) for span in p.spans)]
        if shown and not sentence.aside:
            yield Label(SEVERITY, number, str(max(shown)))


def _cut(span: Span, sentence: Sentence) -> Span | None:
    """Return the part of a span that lies in a sentence, by the sentence's own characters."""
    start, end = max(span[0], sentence.start), min(span[1], sentence.end)
    return (start - sentence.start, end - sentence.start) if start < end else None
