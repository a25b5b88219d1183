import io
import math

import pytest
from PIL import Image

from commscore.codebook import rubric
from commscore.report.charts import as_png, measure_strip, roof, score_strip, stretches
from commscore.types import Measure


@pytest.mark.parametrize(
    ("measure", "at", "ends"),
    [
        (Measure("a", 0.25, "share of words"), 0.25, ("0", "100 %")),
        (Measure("a", 0.0, "words"), 0.0, ("0", "1")),
        (Measure("a", 30.0, "words", 20.0, 45.0), 0.6, ("0", "50")),
    ],
)
def test_measure_strip(measure: Measure, at: float, ends: tuple[str, str]) -> None:
    strip = measure_strip(measure, "")
    assert strip is not None
    assert (strip.at, strip.ends) == (pytest.approx(at), ends)


@pytest.mark.parametrize("value", [None, -0.4])
def test_no_strip_without_a_value_or_below_zero(value: float | None) -> None:
    assert measure_strip(Measure("a", value, "seconds", why="because"), "") is None


def test_an_exact_figure_has_no_range() -> None:
    strip = measure_strip(Measure("a", 3.0, "turns", 3.0, 3.0), "")
    assert strip is not None
    assert strip.low is None


@pytest.mark.parametrize("value", [1e-9, 0.3, 1, 1.01, 7, 99.9, 12345.6])
def test_roof_is_above(value: float) -> None:
    assert value * 0.999 <= roof(value) <= value * 10


@pytest.mark.parametrize("part", [p for d in rubric().rubric for p in d.part], ids=lambda p: p.measure)
def test_stretches_of_the_rubric(part) -> None:  # type: ignore[no-untyped-def]
    found = stretches(part.knots)
    assert found, "no value of this measure reaches 80 points"
    for low, high in found:
        assert 0 <= low < high <= math.inf


def test_png_is_an_image() -> None:
    image = Image.open(io.BytesIO(as_png(score_strip("empathy", 50, 20, 80))))
    assert image.size == (480, 36)
