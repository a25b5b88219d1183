"""The queue as a Word document, each letter in full on pages of its own below it, to edit and write in."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from commscore.report.letters import wording
from commscore.report.letters.blocks import Block, Parts, blocks, reasons
from commscore.report.letters.page import counts
from commscore.report.letters.queue import Line, lines
from commscore.report.letters.sheet import ORDERS_ONLY, sheet
from commscore.report.wordparts import blank, line, rule, runs
from commscore.types import LetterReport

Document = Any  # python-docx has no types
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
        for block in blocks(sheet(each, now)):
            _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Document, block: Block) -> None:
    if block.level:
        document.add_heading(block.words, block.level)
        return
    paragraph = line(document, *block.parts)
    if block.rule:
        rule(paragraph, block.rule[1:])


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
        told = reasons(each)
        for paragraph, parts in zip(_paragraphs(cells[1], len(told)), told, strict=True):
            runs(paragraph, *parts)
        asked = "\n" * bool(each.problems) + "Asks: " + "; ".join(each.asked) if each.asked else ""
        runs(cells[2].paragraphs[0], ("\n".join(each.problems), ""), (asked, "quiet"))
        runs(cells[3].paragraphs[0], ("\n".join(each.due), ""))


def _repeated(row: Any) -> None:
    """Have a table's row stand at the head of each of its pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _paragraphs(cell: Any, wanted: int) -> list[Any]:
    return [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(wanted - 1))]
