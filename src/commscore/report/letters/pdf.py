"""The queue as PDF, each letter in full from a page of its own below it, to print and write on."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from reportlab.platypus import PageBreak

from commscore.report.letters import wording
from commscore.report.letters.blocks import Block, blocks, reasons
from commscore.report.letters.page import counts
from commscore.report.letters.queue import Line, lines
from commscore.report.letters.sheet import ORDERS_ONLY, sheet
from commscore.report.pdfparts import Lines, Sheet
from commscore.types import LetterReport

SIZE: Final = 9  # points
SCALES: Final = {1: 1.6, 2: 1.2}  # of headings
CAUTION: Final = "The order hides nothing: read every letter."
Flowable = Any  # reportlab has no types


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return one PDF: the queue, where there is more than one letter, and every letter."""
    now = today or date.today()
    found, own = lines(reports, now), Lines(SIZE)
    story = [own.heading(f"{len(found)} letter{'' if len(found) == 1 else 's'}", 1.8)]
    story.append(own.line((f"{counts(found)}. Days counted from {wording.day(now)}. {ORDERS_ONLY}", "quiet")))
    if len(found) > 1:
        story += [part for each in found for part in _line(own, each)]
    for each in found:
        story += [PageBreak()] if len(found) > 1 else []
        story += [_flowable(own, block) for block in blocks(sheet(each, now))]
    file = io.BytesIO()
    Sheet(file, "Complaint letters", CAUTION).build([*story, *own.note()])
    return file.getvalue()


def _line(own: Lines, each: Line) -> Iterator[Flowable]:
    """Yield a letter's place in the queue: why it stands there, what it is about and what is due."""
    yield own.heading(f"#{each.number} {each.id}: {each.priority}", SCALES[2])
    yield from (own.line(*parts) for parts in reasons(each))
    about = [
        ("; ".join(each.problems), ""),
        ("Asks: " + "; ".join(each.asked) if each.asked else "", "quiet"),
    ]
    yield own.line(*((f"{words}. ", style) for words, style in about if words))
    yield own.line(("; ".join((*each.due, *each.same)), "quiet"))


def _flowable(own: Lines, block: Block) -> Flowable:
    """Return a block; where Word has a coloured rule, its first words have the colour."""
    if block.level:
        return own.heading(block.words, SCALES[block.level])
    (words, style), *rest = block.parts
    return own.line((words, f"{style} {block.rule}"), *rest)
