"""What is shown of one letter: the one place that selects, so that all formats say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from commscore.codebook.coded import NOTHING
from commscore.codebook.letters import letter
from commscore.report.letters import wording
from commscore.report.letters.passage import LONGEST, Passage, passage
from commscore.report.letters.queue import Line, Reason, gravest_first, reasons
from commscore.report.quote import short
from commscore.types import Clock, LetterReport, Span

ORDERS_ONLY: Final = (
    "The priority only orders the queue, by a rule that is shown; read every letter. "
    "Flags are set to miss little, so that many turn out not to hold."
)
SEVERITY_OF: Final = (
    "Severity is of the problem as the letter tells it, from 1 to 3, not of the harm; "
    "the level of harm is for a person to judge."
)
BY_RULES: Final = "The codes were found by rules over words, which miss what is said in other words."
BY_MODEL: Final = "The codes were found by a trained model and by rules; both are wrong at times."
MOST_WORDS: Final = 3  # passages a reason shows: the rest stands marked in the letter
NOTHING_ASKED: Final = "No question and no request was found."
NO_PROBLEM: Final = "No problem was found."


@dataclass(frozen=True, slots=True)
class Item:
    """A code of a letter: its title, what is doubtful or to be made sure of, and all its words.

    `about` is what its colour stands for: a domain, or "". `key` names what a reply must answer, to tick it
    off: "question:START-END" or "ask:NAME".
    """

    title: str
    passages: tuple[Passage, ...] = ()
    note: str = ""
    about: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ClockRow:
    """What is due: `due` is a date in words or why there is none, `left` the days to it in words, or ""."""

    title: str
    due: str
    left: str
    basis: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter in full, below its line of the queue, with what must be read with it."""

    line: Line
    reasons: tuple[Reason, ...]
    facts: tuple[tuple[str, str], ...]
    problems: tuple[Item, ...]
    to_answer: tuple[Item, ...]
    harm: tuple[Passage, ...]
    praise: tuple[Passage, ...]
    clocks: tuple[ClockRow, ...]
    limits: tuple[str, ...]
    warnings: tuple[str, ...]


def sheet(line: Line, today: date | None = None) -> Sheet:
    """Return what is shown of a letter."""
    report, now = line.report, today or date.today()
    return Sheet(
        line,
        reasons(report, MOST_WORDS, LONGEST),
        facts(report),
        tuple(_problems(report)),
        tuple(_to_answer(report)),
        _passages(report, report.harm),
        _passages(report, report.praise),
        tuple(_clock(c, now) for c in report.clocks),
        (ORDERS_ONLY, SEVERITY_OF, BY_MODEL if report.provenance.models else BY_RULES),
        tuple(short(w, 400) for w in report.provenance.warnings),
    )


def facts(report: LetterReport) -> tuple[tuple[str, str], ...]:
    """Return what is known of the letter beside its words."""
    found, made = report.letter, report.provenance
    stages = ", ".join(wording.named(wording.stage(s.name), s) for s in report.stages)
    models = ", ".join(f"‘{name}’ ({sha[:12]})" for name, sha in made.models.items())
    by = f"the model {models} and rules" if models else "rules"
    stated = (
        ("Received", wording.day(found.received) if found.received else "not known"),
        ("Reference", found.reference or ""),
        ("File", found.source or ""),
        ("Stage of care", stages),
        ("Found by", f"{made.coder}, not by commscore" if made.coder else by),
    )
    return tuple((label, short(what, 200)) for label, what in stated if what)


def _problems(report: LetterReport) -> Iterator[Item]:
    """Yield the problems, the gravest first."""
    titles = {entry.level: entry.title for entry in letter().severity}
    for found in gravest_first(report):
        low, high = min(*found.severity_range, found.severity), max(*found.severity_range, found.severity)
        named = [titles[n] for n in (low, high) if n in titles]
        between = f"between {low} and {high}" if low < high else str(high)
        doubts = [wording.MAYBE * (not found.certain), wording.DISPUTED * found.disputed]
        said = f"severity {between} ({' to '.join(dict.fromkeys(named))})" if named else f"severity {between}"
        note = ", ".join(filter(None, [said, *doubts]))
        title, about = short(wording.category(found.category)), wording.domain(found.category)
        yield Item(title, _passages(report, found.spans), note, about)


def _to_answer(report: LetterReport) -> Iterator[Item]:
    """Yield each question, then each thing asked for: what a reply must answer."""
    for start, end in dict.fromkeys(report.questions):
        quoted = passage(report.letter.text, (start, end))
        yield Item("Question", (quoted,), key=f"question:{start}-{end}")
    for found in report.asks:
        if found.name != NOTHING:
            title = short(wording.named(wording.ask(found.name), found))
            yield Item(title, _passages(report, found.spans), key=f"ask:{found.name}")


def _clock(clock: Clock, today: date) -> ClockRow:
    title, basis = short(wording.clock(clock.name)), short(clock.basis, 400)
    if clock.due is None:
        return ClockRow(title, short(clock.why or "not known", 300), "", basis)
    return ClockRow(title, wording.day(clock.due), wording.days((clock.due - today).days), basis)


def _passages(report: LetterReport, spans: Iterable[Span] | Sequence[Span]) -> tuple[Passage, ...]:
    return tuple(passage(report.letter.text, span) for span in dict.fromkeys(spans))
