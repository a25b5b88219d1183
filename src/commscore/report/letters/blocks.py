"""A letter in full as headings and lines: what Word and PDF have in common, so that both say the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from commscore.report.letters.marked import SHADES, about, ending, label, marked_runs
from commscore.report.letters.passage import Passage
from commscore.report.letters.queue import Line, Reason
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, Item, Sheet
from commscore.report.quote import visible
from commscore.types import LetterReport

Parts = list[tuple[str, str]]  # words with their styles: bold, italic, quiet, or a colour as #rrggbb


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or a heading of a level from 1; `rule` is the colour of a rule beside it, "" without one."""

    parts: Parts
    level: int = 0
    rule: str = ""

    @property
    def words(self) -> str:
        """The words without their styles."""
        return "".join(words for words, _ in self.parts)


def reasons(each: Line) -> list[Parts]:
    """Return why a letter stands where it does, a line a reason, as the queue shows it."""
    return [why(reason) for reason in each.reasons] or [[(each.unreasoned, "quiet")]]


def blocks(s: Sheet) -> Iterator[Block]:
    """Yield a letter from top to bottom."""
    each = s.line
    yield Block([(f"#{each.number} {each.id}: {each.priority}", "")], 1)
    yield Block([(" · ".join(f"{name}: {what}" for name, what in s.facts), "quiet")])
    yield from (Block([("Please note: ", "bold"), (said, "")]) for said in (*each.same, *s.warnings))
    yield Block([("Why it stands here", "")], 2)
    yield from (Block(why(reason), rule=SHADES["flag"].ink) for reason in s.reasons)
    if not s.reasons:
        yield Block([(each.unreasoned, "quiet")])
    yield from _items("What the reply must answer", s.to_answer, NOTHING_ASKED)
    if s.clocks:
        yield Block([("Clocks", "")], 2)
    for clock in s.clocks:
        left = f" ({clock.left})" if clock.left else ""
        yield Block([(f"{clock.title}: ", "bold"), (f"{clock.due}{left}. ", ""), (clock.basis, "quiet")])
    yield from _items("What went wrong, as the letter tells it", s.problems, NO_PROBLEM)
    yield from _items("Harm claimed", tuple(Item("", (p,)) for p in s.harm))
    yield from _items("Praise to pass on", tuple(Item("", (p,)) for p in s.praise))
    yield Block([("The letter", "")], 2)
    key = "Coloured words are coded; the code follows them in brackets. Grey is not coded."
    yield Block([(key, "quiet")])
    yield from map(Block, _text(each.report))
    yield Block([("How to read this", "")], 2)
    yield Block([(" ".join(s.limits), "quiet")])


def _items(title: str, items: tuple[Item, ...], none: str = "") -> Iterator[Block]:
    if items or none:
        yield Block([(title, "")], 2)
    for item in items:
        note = f" ({item.note})" if item.note else ""
        parts = [(item.title, "bold"), (note, "quiet"), *_quoted(item.passages)]
        yield Block(parts, rule=SHADES.get(item.about, SHADES[""]).ink)
    if not items and none:
        yield Block([(none, "quiet")])


def why(reason: Reason) -> Parts:
    """Return a reason with what to check first and its words."""
    more = [(f" and {reason.more} more", "quiet")] if reason.more else []
    check = [(f" ({reason.check})", "")] if reason.check else []
    return [(reason.title, "bold"), *check, *_quoted(reason.passages), *more]


def _quoted(passages: Iterable[Passage]) -> Parts:
    """Return passages as parts of a line, the words that count in bold."""
    return [
        part
        for p in passages
        for part in (
            (" “", ""),
            (p.before, "italic"),
            (p.words, "bold italic" if p.partly else "italic"),
            (p.after, "italic"),
            ("”", ""),
        )
    ]


def _text(report: LetterReport) -> list[Parts]:
    """Return the letter's lines, each in parts; the codes of coloured words stand in brackets after them."""
    found, paragraphs = marked_runs(report), [Parts()]
    for position, run in enumerate(found):
        coded = [c for c in run.codes if about(c) != "aside"]
        style = SHADES.get(about(coded[0]), SHADES[""]).ink if coded else ""
        style = style or ("quiet" if run.codes else "")
        for number, part in enumerate(visible(run.text).split("\n")):
            if number:
                paragraphs.append(Parts())
            paragraphs[-1].append((part, style))
        ends = "".join(f" [{label(c)}]" for c in ending(found, position))
        paragraphs[-1].append((ends, "quiet"))
    shown = [[part for part in parts if part[0]] for parts in paragraphs]
    kept = [shown[0], *(here for before, here in pairwise(shown) if here or before)]
    return [parts or [("", "")] for parts in kept]
