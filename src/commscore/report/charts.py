"""Small charts of one figure with its interval on a line: worked out once, drawn by each format."""

import math
from dataclasses import dataclass
from itertools import pairwise

from commscore.report import figures
from commscore.report.palette import shade
from commscore.types import Measure

BLOCKS = ("─", "━", "●")
GOOD = 80.0  # points; the lower end of what the rubric counts as good
GOOD_COLOUR = "#6b8f71"
KEY = (
    "The dot is the figure and the bar its likely range (95 %); the green line is where the rubric gives 80 "
    "points or more. More figures, and what each means, stand in the HTML and CSV reports."
)
Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A figure on a line: `at`, `low` and `high` are fractions of it from 0 to 1, None where unknown.

    `ends` are the figures at the two ends of the line; `good` are the stretches of it, as fractions, where
    the rubric gives a measure `GOOD` points or more.
    """

    at: float
    low: float | None
    high: float | None
    ends: tuple[str, str]
    domain: str
    good: tuple[tuple[float, float], ...] = ()


def score_strip(domain: str, points: float, low: float | None, high: float | None) -> Strip:
    """Return a score on the line from 0 to 100."""
    return Strip(_cut(points / 100), _fraction(low, 100), _fraction(high, 100), ("0", "100"), domain)


def measure_strip(measure: Measure, domain: str, knots: Knots = ()) -> Strip | None:
    """Return a measure on a line from 0 to 1 for a share, else to a round figure.

    None without a value and where figures lie below 0.

    >>> measure_strip(Measure("monologue", 112.0, "words"), "").ends
    ('0', '200')
    """
    if measure.value is None or min(measure.value, measure.low or 0) < 0:
        return None
    last = max((value for value, _ in knots), default=0)
    share = figures.is_share(measure.unit)
    top = 1.0 if share else roof(max(measure.value, measure.high or 0, last))
    ends = ("0", figures.shown(top, measure.unit))
    good = tuple((_cut(low / top), _cut(high / top)) for low, high in stretches(knots) if low < top)
    exact = measure.low == measure.high
    low, high = (None if exact else _fraction(bound, top) for bound in (measure.low, measure.high))
    return Strip(_cut(measure.value / top), low, high, ends, domain, good)


def stretches(knots: Knots, points: float = GOOD) -> tuple[tuple[float, float], ...]:
    """Return where straight lines between the knots, flat outside them, reach so many points.

    >>> stretches(((0.0, 0), (0.5, 80), (1.0, 100)))
    ((0.5, inf),)
    >>> stretches(((0.2, 60), (0.4, 100), (0.6, 100), (0.8, 60)))
    ((0.3, 0.7),)
    """
    if not knots:
        return ()
    outside = ((-math.inf, knots[0][1]), *knots, (math.inf, knots[-1][1]))
    found: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(outside):
        if max(y0, y1) < points:
            continue
        crossing = x0 + (points - y0) / (y1 - y0) * (x1 - x0) if y0 != y1 else x0
        low = crossing if y0 < points else x0
        high = crossing if y1 < points else x1
        if found and found[-1][1] == low:
            low = found.pop()[0]
        if low < high:
            found.append((round(low, 9), round(high, 9)))
    return tuple((max(0.0, low), high) for low, high in found if high > 0)


def roof(value: float) -> float:
    """Return the next round figure, of 1, 2 or 5 and noughts, that is not below the value.

    >>> roof(0.3), roof(112), roof(5), roof(0)
    (0.5, 200.0, 5.0, 1.0)
    """
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    return round(next(n * size for n in (1, 2, 5, 10) if n * size >= value * 0.999), 10)


def as_text(strip: Strip, width: int = 24) -> tuple[str, str, str]:
    """Return the strip in characters: what stands before the interval, the interval, and what follows.

    >>> "".join(as_text(Strip(0.5, 0.25, 0.75, ("0", "100"), ""), 9))
    '──━━●━━──'
    """
    cells = [BLOCKS[0]] * width
    first, last = (_cell(f if f is not None else strip.at, width) for f in (strip.low, strip.high))
    cells[first : last + 1] = [BLOCKS[1]] * (last + 1 - first)
    cells[_cell(strip.at, width)] = BLOCKS[2]
    return "".join(cells[:first]), "".join(cells[first : last + 1]), "".join(cells[last + 1 :])


def as_png(strip: Strip, width: int = 480, height: int = 36) -> bytes:
    """Return the strip as a PNG image, for formats that hold no drawings."""
    import io

    from PIL import Image, ImageDraw

    colours = shade(strip.domain)
    image = Image.new("RGB", (width, height), "#ffffff")
    pen, middle, inset = ImageDraw.Draw(image), height // 2, height // 2
    reach = width - 2 * inset
    for low, high in strip.good:
        pen.rectangle((inset + low * reach, height - 5, inset + high * reach, height), fill=GOOD_COLOUR)
    pen.line((inset, middle, width - inset, middle), fill="#c3ccd5", width=4)
    if strip.low is not None and strip.high is not None:
        bounds = (inset + strip.low * reach, middle - 8, inset + strip.high * reach, middle + 8)
        pen.rounded_rectangle(bounds, 6, fill=colours.wash, outline=colours.ink, width=2)
    dot = inset + strip.at * reach
    pen.ellipse((dot - 10, middle - 10, dot + 10, middle + 10), fill=colours.ink)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(240, 240))
    return file.getvalue()


def _cell(fraction: float, width: int) -> int:
    return round(fraction * (width - 1))


def _fraction(value: float | None, top: float) -> float | None:
    return None if value is None else _cut(value / top)


def _cut(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
