"""The queue as text: plain for a file, in colour for a terminal that has it; one letter comes in full."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from commscore.report.letters import wording
from commscore.report.letters.marked import SHADES
from commscore.report.letters.passage import Passage
from commscore.report.letters.queue import Line, Reason, gravest_first, lines
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, ORDERS_ONLY, Item, Sheet, sheet
from commscore.report.terminal import plain, text
from commscore.types import LetterReport

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

WIDTH = 120  # characters of a line
STYLES = {"urgent": "bold red", "high": "bold yellow", "standard": "bold"}


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return the queue as plain text in UTF-8, lines of at most 120 characters."""
    return plain(_parts(reports, today), WIDTH)


def show_here(reports: Sequence[LetterReport], today: date | None = None) -> None:
    """Print the queue to the terminal at standard output: in its colours, as wide as it is."""
    from rich.console import Console

    console: Console = Console()
    for part in _parts(reports, today):
        console.print(part, highlight=False)


def _parts(reports: Sequence[LetterReport], today: date | None) -> "Iterator[RenderableType]":
    found = lines(reports, today)
    if not found:
        yield text(("No letters.", "bold"))
        return
    yield _queue(found)
    if len(found) == 1:
        yield from _full(sheet(found[0], today))
    yield ""
    yield text((ORDERS_ONLY, "dim"))


def _queue(found: Sequence[Line]) -> "RenderableType":
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.HORIZONTALS, padding=(0, 1, 0, 0), show_lines=True, expand=True, header_style="bold"
    )
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Priority, letter, due", ratio=4, overflow="fold")
    table.add_column("Why, in the letter's words", ratio=10, overflow="fold")
    table.add_column("Problems, asks", ratio=4, overflow="fold")
    for line in found:
        about = _stacked(
            text((line.priority, STYLES.get(line.level, "bold"))),
            text((line.id, "bold")),
            *(text((clock, "")) for clock in line.due),
            *(text((same, "italic")) for same in line.same),
        )
        table.add_row(str(line.number), about, _why(line), _coded(line))
    return table


def _why(line: Line) -> "RenderableType":
    if not line.reasons:
        return text((line.unreasoned, "dim"))
    return _stacked(*map(_reason, line.reasons))


def _reason(reason: Reason) -> "Text":
    check = f" ({reason.check})" if reason.check else ""
    quoted = [part for p in reason.passages for part in ((" “", "dim"), *_said(p), ("”", "dim"))]
    more = f" and {reason.more} more" if reason.more else ""
    return text((reason.title, "bold"), (f"{check}:" if quoted else check, ""), *quoted, (more, "dim"))


def _said(p: Passage) -> tuple[tuple[str, str], ...]:
    return (p.before, "dim"), (p.words, "italic"), (p.after, "dim")


def _coded(line: Line) -> "RenderableType":
    problems = [
        text((said, SHADES[wording.domain(p.category)].dark_ink))
        for p, said in zip(gravest_first(line.report), line.problems, strict=True)
    ]
    asked = [text(("asks: " + "; ".join(line.asked), ""))] if line.asked else []
    return _stacked(*problems, *asked)


def _full(s: Sheet) -> "Iterator[RenderableType]":
    """Yield the parts of one letter that its line does not show."""
    yield text((" · ".join(f"{label}: {what}" for label, what in s.facts), "dim"))
    yield from (text(("Please note: ", "bold yellow"), (warning, "")) for warning in s.warnings)
    for heading, items, none in (
        ("What went wrong, as the letter tells it", s.problems, NO_PROBLEM),
        ("What the reply must answer", s.to_answer, NOTHING_ASKED),
        ("Harm claimed", _items(s.harm), ""),
        ("Praise to pass on", _items(s.praise), ""),
    ):
        if items or none:
            yield text((f"\n{heading}", "bold underline"))
        yield from (part for item in items for part in _item(item))
        if not items and none:
            yield text((f"  {none}", "dim"))
    if s.clocks:
        yield text(("\nClocks", "bold underline"))
    for clock in s.clocks:
        left = f" ({clock.left})" if clock.left else ""
        yield text((f"  {clock.title}: ", "bold"), (f"{clock.due}{left}. ", ""), (clock.basis, "dim"))


def _items(passages: tuple[Passage, ...]) -> tuple[Item, ...]:
    return tuple(Item("", (p,)) for p in passages)


def _item(item: Item) -> "Iterator[RenderableType]":
    from rich.padding import Padding

    if item.title:
        yield text((f"  {item.title}", "bold"), (f", {item.note}" if item.note else "", ""))
    for p in item.passages:
        yield Padding(text(("“", "dim"), *_said(p), ("”", "dim")), (0, 0, 0, 4))


def _stacked(*parts: "RenderableType") -> "RenderableType":
    from rich.console import Group

    return Group(*parts)
