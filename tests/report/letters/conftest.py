"""An invented letter with everything that a report of one can hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from commscore.triage.clocks import clocks
from commscore.triage.priority import priority
from commscore.types import Aside, Flag, Letter, LetterReport, Named, Problem, Provenance, Span

TEXT = """\
Dear Sir or Madam,

My father has had no insulin since Friday. I told the nurse twice and she did not listen. The ward was filthy.
He has been in tears with the pain ever since.

The physiotherapist was kindness itself. Why was nobody told? I want an apology, and his notes.

Yours faithfully,
J. Marl
"""
TODAY = date(2026, 3, 12)


def said(text: str, words: str) -> Span:
    """Return where the words stand in the text."""
    start = text.index(words)
    return start, start + len(words)


def a_letter(before: str = "", **changes: object) -> LetterReport:
    """Return the letter, `before` standing in front of each of its coded sentences, with changes."""
    text = TEXT
    for words in ("My father", "He has been", "The physio"):
        text = text.replace(words, f"{before}{words}")
    found = Letter(
        "letter-7",
        text,
        "letter-7.txt",
        date(2026, 3, 9),
        "C/0417",
        (
            Aside("salutation", *said(text, "Dear Sir or Madam,")),
            Aside("signature", *said(text, "Yours faithfully,")),
        ),
    )
    flags = (
        Flag("ongoing_risk", (said(text, f"{before}My father has had no insulin since Friday."),)),
        Flag("legal", (said(text, "I want an apology"),), check="does the writer mean a claim?"),
    )
    problems = (
        Problem("environment", 1, (1, 2), (said(text, "The ward was filthy."),), certain=False),
        Problem("listening", 3, (3, 3), (said(text, "I told the nurse twice and she did not listen."),)),
    )
    report = LetterReport(
        found,
        problems,
        stages=(Named("ward"),),
        asks=(Named("apology", (said(text, "I want an apology"),)), Named("information", certain=False)),
        harm=(said(text, "He has been in tears with the pain ever since."),),
        questions=(said(text, "Why was nobody told?"),),
        praise=(said(text, "The physiotherapist was kindness itself."),),
        flags=flags,
        priority=priority(problems, flags),
        clocks=clocks(found.received, found),
        provenance=Provenance("0.1.0", codebook="c" * 64, warnings=("found by rules alone",)),
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def of(level: str, name: str, received: date | None = None) -> LetterReport:
    """Return a small letter at a level of the queue."""
    flags = {"urgent": (Flag("ongoing_risk", ()),), "high": (Flag("death", ()),), "standard": ()}[level]
    found = Letter(name, f"The matter of {name}.", received=received)
    return LetterReport(found, flags=flags, priority=priority((), flags), clocks=clocks(received, found))


@pytest.fixture
def spoiled() -> Callable[[str], LetterReport]:
    """Return a function that puts a text wherever another's text can stand."""

    def everywhere(text: str) -> LetterReport:
        report = a_letter(text)
        found = replace(report.letter, id=text, source=text, reference=text)
        flags = tuple(replace(f, check=text) for f in report.flags)
        own = (Flag(text, ((0, 4),), check=text),)
        problems = (*report.problems, Problem(text, 3, (3, 3), ((0, 4),)))
        made = Provenance(text, {text: text}, text, coder=text, privacy=text, warnings=(text,))
        return replace(
            report,
            letter=found,
            flags=(*flags, *own),
            problems=problems,
            stages=(Named(text),),
            asks=(Named(text, ((0, 4),)),),
            priority=replace(
                report.priority, reasons=(*report.priority.reasons, text, f"{text}: severity 3")
            ),
            clocks=tuple(replace(c, name=text, basis=text, why=text) for c in report.clocks),
            provenance=made,
        )

    return everywhere
