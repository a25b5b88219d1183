"""What a PDF is put together from: the sheet of paper, a block with a coloured rule, a small chart."""

from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from commscore.report.charts import GOOD_COLOUR, Strip
from commscore.report.fonts import printable, typeface
from commscore.report.palette import QUIET, TEXT, shade

MARGIN = 15 * mm
WIDTH = A4[0] - 2 * MARGIN
RULE, GAP = 2.2, 7.0  # points: the coloured rule, and the space between it and the text


class Sheet(BaseDocTemplate):  # type: ignore[misc]
    """A4 with a page number and a word of caution at the foot; no author, and no name but our own."""

    def __init__(self, file: IO[bytes], title: str, caution: str) -> None:
        super().__init__(file, pagesize=A4, title=title, author="commscore", lang="en-GB")
        self.caution = caution
        frame = Frame(MARGIN, 14 * mm, WIDTH, A4[1] - 25 * mm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=_foot))


class Lines:
    """Lines of parts in one size of type, in points; `unseen` is set where a letter could not be shown."""

    def __init__(self, size: float) -> None:
        self.size, self.type, self.unseen = size, typeface(), False

    def heading(self, words: str, scale: float = 1.3) -> Flowable:
        """Return a heading, which stays with what follows it."""
        line = self.line((words, "bold"), scale=scale)
        line.style.spaceBefore, line.style.spaceAfter, line.keepWithNext = 7, 2, True
        return line

    def line(self, *parts: tuple[str, str], scale: float = 1.0) -> Flowable:
        """Return a paragraph of parts, each with its styles: bold, italic, quiet, or a colour as #rrggbb."""
        style = ParagraphStyle("line", fontName=f"{self.type.family} regular", textColor=TEXT, spaceAfter=1)
        style.fontSize, style.leading = self.size * scale, self.size * scale * 1.28
        return Paragraph("".join(self._markup(text, styles) for text, styles in parts), style)

    def note(self) -> list[Flowable]:
        """Return a line that says so, where letters of what was set so far could not be shown."""
        said = f"Letters that this page cannot show stand as {self.type.mark}; the HTML report has them."
        return [self.line((said, ""))] if self.unseen else []

    def _markup(self, text: str, styles: str) -> str:
        shown = printable(text, self.type.letters, self.type.mark)
        self.unseen = self.unseen or shown.count(self.type.mark) > text.count(self.type.mark)
        marked = escape(shown)
        marked = f"<b>{marked}</b>" if "bold" in styles else marked
        marked = f"<i>{marked}</i>" if "italic" in styles else marked
        if "quiet" in styles:
            return f'<font color="{QUIET}" size="{self.size * 0.88:.1f}">{marked}</font>'
        colour = next((s for s in styles.split() if s.startswith("#")), "")
        return f'<font color="{colour}">{marked}</font>' if colour else marked


def _foot(canvas: Any, sheet: Any) -> None:
    canvas.saveState()
    canvas.setFont(f"{typeface().family} regular", 7)
    canvas.setFillColor(HexColor(QUIET))
    canvas.drawString(MARGIN, 8 * mm, sheet.caution)
    canvas.drawRightString(A4[0] - MARGIN, 8 * mm, f"Page {sheet.page}")
    canvas.restoreState()


class Ruled(Flowable):  # type: ignore[misc]
    """Paragraphs that stay together beside a coloured rule."""

    def __init__(self, lines: list[Any], colour: str) -> None:
        super().__init__()
        self.lines, self.colour = lines, colour
        self.spaceBefore, self.spaceAfter = 2, 4

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size that the lines need at this width, in points."""
        self.heights = [line.wrap(width - RULE - GAP, height)[1] + 1 for line in self.lines]
        self.width, self.height = width, sum(self.heights)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the rule and the lines, from the top down."""
        self.canv.setFillColor(HexColor(self.colour))
        self.canv.rect(0, 0, RULE, self.height, stroke=0, fill=1)
        top = self.height
        for line, height in zip(self.lines, self.heights, strict=True):
            top -= height
            line.drawOn(self.canv, RULE + GAP, top)


def strip_drawing(strip: Strip, width: float, height: float = 10) -> Drawing:
    """Return a strip as a drawing of this size in points."""
    colours, middle, inset = shade(strip.domain), height / 2, 3.0
    reach = width - 2 * inset
    drawing = Drawing(width, height)
    for low, high in strip.good:
        band = Rect(inset + low * reach, 0, (high - low) * reach, 1.3)
        band.fillColor, band.strokeColor = HexColor(GOOD_COLOUR), None
        drawing.add(band)
    drawing.add(Line(inset, middle, width - inset, middle, strokeColor=HexColor("#c3ccd5"), strokeWidth=0.8))
    if strip.low is not None and strip.high is not None:
        likely = Rect(
            inset + strip.low * reach, middle - 2, (strip.high - strip.low) * reach, 4, rx=1.5, ry=1.5
        )
        likely.fillColor, likely.strokeColor = HexColor(colours.wash), HexColor(colours.ink)
        likely.strokeWidth = 0.5
        drawing.add(likely)
    dot = Circle(inset + strip.at * reach, middle, 2.4)
    dot.fillColor, dot.strokeColor = HexColor(colours.ink), None
    drawing.add(dot)
    return drawing
