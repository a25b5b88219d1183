"""What a Word document is put together from: styles, a coloured rule, a row, a chart, text with styles."""

import io
from typing import Any

from commscore.report import charts
from commscore.report.palette import QUIET, TEXT

STRIP_MM = 24  # what a cell of its column has left between margins of 1.9 mm, and a little less
WIDTHS_MM = (46, 44, 29, 57)
BEFORE_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
Document = Any  # python-docx has no types


def blank() -> Document:
    """Return an A4 document with narrow margins, small type and our name for no author."""
    import docx
    from docx.shared import Mm, Pt, RGBColor

    document = docx.Document()
    document.core_properties.author = "commscore"
    document.core_properties.title = "Consultation feedback"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin = section.bottom_margin = Mm(13)
    for name, size, before in (
        ("Normal", 8.5, 0),
        ("Title", 17, 0),
        ("Heading 1", 11.5, 7),
        ("Heading 2", 9.5, 5),
    ):
        style = document.styles[name]
        _typeface(style, "Arial")
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string(TEXT[1:].upper())
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(1.5)
    return document


def _typeface(style: Any, name: str) -> None:
    """Set a style's typeface; the template's theme would win over a mere name."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)


def rule(paragraph: Any, colour: str) -> None:
    """Draw a rule at the left of a paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    border.append(left)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(border, *BEFORE_BORDER)


def row(table: Any) -> Any:
    """Add a row of set widths that stays on one page, without space between its lines; return its cells."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    added = table.add_row()
    added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells = added.cells
    for cell, width in zip(cells, WIDTHS_MM, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        cell.paragraphs[0].paragraph_format.line_spacing = 0.95
    return cells


def picture(paragraph: Any, strip: charts.Strip) -> None:
    """Add a chart to a paragraph."""
    from docx.shared import Mm

    paragraph.add_run().add_picture(io.BytesIO(charts.as_png(strip)), width=Mm(STRIP_MM))


def line(document: Document, *parts: tuple[str, str]) -> Any:
    """Add a paragraph of parts, each with its styles in one string."""
    paragraph = document.add_paragraph()
    runs(paragraph, *parts)
    return paragraph


def runs(paragraph: Any, *parts: tuple[str, str]) -> None:
    """Add text with styles: bold, italic, quiet, large, or a colour as #rrggbb."""
    from docx.shared import Pt, RGBColor

    for text, styles in parts:
        run = paragraph.add_run(text)
        run.bold, run.italic = "bold" in styles or None, "italic" in styles or None
        colour = next((s for s in styles.split() if s.startswith("#")), QUIET if "quiet" in styles else "")
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour[1:].upper())
        if "quiet" in styles:
            run.font.size = Pt(8)
        if "large" in styles:
            run.font.size = Pt(15)
