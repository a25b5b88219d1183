"""The queue as a Word document, each letter in full on pages of its own below it, to edit and write in."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from commscore.report.letters import wording
from commscore.report.letters.marked import SHADES, about, ending, label, marked_runs
from commscore.report.letters.page import counts
from commscore.report.letters.passage import Passage
from commscore.report.letters.queue import Line, Reason, lines
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, ORDERS_ONLY, Item, Sheet, sheet
from commscore.report.quote import visible
from commscore.report.wordparts import blank, line, rule, runs
from commscore.types import LetterReport

Document = Any  # python-docx has no types
Parts = list[tuple[str, str]]
WIDTHS_MM: Final = (36, 76, 40, 24)


def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
    """Return one .docx file: the queue, where there is more than one letter, and every letter."""
    now = today or date.today()
    found = lines(reports, now)
    document = blank()
    document.core_properties.title = "Complaint letters"
    document.add_heading(f"{len(found)} letter{'' if len(found) == 1 else 's'}", 0)
    line(document, (f"{counts(found)}. Days counted from {wording.day(now)}. {ORDERS_ONLY}", "quiet"))
    if len(found) > 1:
        _queue(document, found)
    for position, each in enumerate(found):
        if position or len(found) > 1:
            document.add_page_break()
        _letter(document, sheet(each, now))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _queue(document: Document, found: Sequence[Line]) -> None:
    from docx.shared import Mm

    table = document.add_table(rows=1, cols=len(WIDTHS_MM))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    titles = ("Letter", "Why, in the letter’s words", "What it is about", "What is due")
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        runs(cell.paragraphs[0], (title, "bold"))
    _repeated(table.rows[0])
    for each in found:
        cells = table.add_row().cells
        for cell, width in zip(cells, WIDTHS_MM, strict=True):
            cell.width = Mm(width)
        head: Parts = [(f"{each.priority}\n", "bold"), (f"#{each.number} {each.id}", "")]
        runs(cells[0].paragraphs[0], *head, *((f"\n{same}", "italic") for same in each.same))
        for paragraph, reason in zip(_paragraphs(cells[1], len(each.reasons)), each.reasons, strict=False):
            runs(paragraph, *_why(reason))
        if not each.reasons:
            runs(cells[1].paragraphs[0], (each.unreasoned, "quiet"))
        asked = "\n" * bool(each.problems) + "Asks: " + "; ".join(each.asked) if each.asked else ""
        runs(cells[2].paragraphs[0], ("\n".join(each.problems), ""), (asked, "quiet"))
        runs(cells[3].paragraphs[0], ("\n".join(each.due), ""))


def _repeated(row: Any) -> None:
    """Have a table's row stand at the head of each of its pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _paragraphs(cell: Any, wanted: int) -> list[Any]:
    return [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(wanted - 1))]


def _why(reason: Reason) -> Parts:
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


def _letter(document: Document, s: Sheet) -> None:
    each = s.line
    document.add_heading(f"#{each.number} {each.id}: {each.priority}", 1)
    line(document, (" · ".join(f"{name}: {what}" for name, what in s.facts), "quiet"))
    for said in (*each.same, *s.warnings):
        line(document, ("Please note: ", "bold"), (said, ""))
    document.add_heading("Why it stands here", 2)
    for reason in s.reasons:
        rule(line(document, *_why(reason)), SHADES["flag"].ink[1:])
    if not s.reasons:
        line(document, (each.unreasoned, "quiet"))
    _items(document, "What the reply must answer", s.to_answer, NOTHING_ASKED)
    if s.clocks:
        document.add_heading("Clocks", 2)
    for clock in s.clocks:
        left = f" ({clock.left})" if clock.left else ""
        line(document, (f"{clock.title}: ", "bold"), (f"{clock.due}{left}. ", ""), (clock.basis, "quiet"))
    _items(document, "What went wrong, as the letter tells it", s.problems, NO_PROBLEM)
    _items(document, "Harm claimed", tuple(Item("", (p,)) for p in s.harm))
    _items(document, "Praise to pass on", tuple(Item("", (p,)) for p in s.praise))
    document.add_heading("The letter", 2)
    line(
        document, ("Coloured words are coded; the code follows them in brackets. Grey is not coded.", "quiet")
    )
    for parts in _text(each.report):
        line(document, *parts)
    document.add_heading("How to read this", 2)
    line(document, (" ".join(s.limits), "quiet"))


def _items(document: Document, title: str, items: tuple[Item, ...], none: str = "") -> None:
    if items or none:
        document.add_heading(title, 2)
    for item in items:
        note = f" ({item.note})" if item.note else ""
        paragraph = line(document, (item.title, "bold"), (note, "quiet"), *_quoted(item.passages))
        rule(paragraph, SHADES.get(item.about, SHADES[""]).ink[1:])
    if not items and none:
        line(document, (none, "quiet"))


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
