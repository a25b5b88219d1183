"""What a draft reply answers and leaves out, as text to read and as JSON: what is left out comes first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from commscore.report.letters import wording
from commscore.report.letters.passage import passage
from commscore.report.letters.terminal import WIDTH
from commscore.report.quote import short
from commscore.report.records import json_bytes
from commscore.report.terminal import plain, text
from commscore.triage.answers import ANSWERED, LEFT_OUT, NOT_SURE, Answer
from commscore.triage.manner import DONE, FORM_ONLY, NOT_DONE
from commscore.triage.reply import MENTIONED, NEVER, ReplyCheck
from commscore.types import LetterReport, Span

if TYPE_CHECKING:
    from rich.console import RenderableType

Checked = tuple[LetterReport, ReplyCheck]
MARKS: Final = {LEFT_OUT: "✗", NEVER: "✗", NOT_SURE: "?", ANSWERED: "✓", MENTIONED: "✓"}
MANNERS: Final = {NOT_DONE: "✗", FORM_ONLY: "?", DONE: "✓"}
LONGEST: Final = 240  # characters of what is quoted
ENOUGH: Final = 4  # words that can be understood without what stands around them
MOST: Final = 2  # passages of the draft that an answer shows
BY_WORDS: Final = (
    "Found by the draft's words alone, for a person to check: an answer in quite other words is not seen."
)


def as_json(checked: Checked) -> bytes:
    """Return the check as a JSON object; spans point into the letter, `words` into the draft."""
    report, found = checked
    entry = {"letter": report.letter.id, **asdict(found)}
    return json_bytes(entry, indent=1)


def as_text(checked: Checked) -> bytes:
    """Return the check as plain text."""
    return plain(_parts(*checked), WIDTH)


def _parts(report: LetterReport, found: ReplyCheck) -> "Iterator[RenderableType]":
    letter, draft = report.letter.text, found.draft
    yield text((f"The draft reply to {short(report.letter.id)}", "bold"))
    yield text((BY_WORDS, "dim"))
    yield from _answers("Questions", found.questions, lambda _: "", letter, draft)
    yield from _answers("What is asked for", found.asks, wording.ask, letter, draft)
    yield from _answers("Problems", found.problems, wording.category, letter, draft)
    yield text(("\nHow it speaks", "bold underline"))
    for done in found.manner:
        yield text((f"  {MANNERS.get(done.verdict, '?')} {short(done.title)}: {done.verdict}", ""))
        yield from _quoted("in the draft", draft, done.spans)
    yield text((f"  {readability(found)}", ""))
    yield text(("\nWhat complainants are known to resent", "bold underline"))
    for one in found.rankles:
        yield text(("  ! ", "bold"), (f"“{short(draft[one.start : one.end], LONGEST)}”", ""))
        yield text((f"      {one.why} ({one.source})", "dim"))
    if not found.rankles:
        yield text(("  Nothing of it was found.", "dim"))


def _answers(
    title: str, answers: tuple[Answer, ...], named: Callable[[str], str], letter: str, draft: str
) -> "Iterator[RenderableType]":
    """Yield a heading with how many of each verdict there are, and the answers, what is left out first."""
    order = list(MARKS)
    verdicts = [answer.verdict for answer in answers]
    some = ", ".join(f"{verdicts.count(v)} {v}" for v in order if v in verdicts)
    yield text((f"\n{title}", "bold underline"), (f": {some}" if some else ": none in the letter", ""))
    for answer in ordered(answers):
        why = f" ({short(answer.why, 200)})" if answer.why else ""
        name = f" {named(answer.what)}:" if named(answer.what) else ""
        yield text((f"  {MARKS.get(answer.verdict, '?')}{name} {answer.verdict}{why}", "bold"))
        yield from _quoted("in the letter", letter, answer.spans)
        yield from _quoted("in the draft", draft, answer.words)


def ordered(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the answers, what is left out first."""
    order = list(MARKS)
    return tuple(sorted(answers, key=lambda a: order.index(a.verdict) if a.verdict in order else 0))


def _quoted(where: str, whole: str, spans: tuple[Span, ...]) -> "Iterator[RenderableType]":
    from rich.padding import Padding

    for span in spans[:MOST]:
        yield Padding(text((f"{where}: ", "dim"), (f"“{words(whole, span)}”", "italic")), (0, 0, 0, 6))
    if len(spans) > MOST:
        yield Padding(text((f"and {len(spans) - MOST} more {where}", "dim")), (0, 0, 0, 6))


def words(whole: str, span: Span) -> str:
    """Return the words of a span; where they are few, with the sentence that holds them."""
    own = short(whole[slice(*span)], LONGEST)
    return own if len(own.split()) >= ENOUGH else passage(whole, span).text


def readability(found: ReplyCheck) -> str:
    """Return the school grade in words."""
    figure = found.readability
    if figure.value is None:
        return f"? Readability: not judged ({figure.why})"
    known = figure.low is not None and figure.high is not None
    likely = f", likely {figure.low:.0f} to {figure.high:.0f}" if known else ""
    return f"Readability: US school grade {figure.value:.0f}{likely} (Coleman and Liau)"
