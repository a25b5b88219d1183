"""An evaluation as one HTML file in the look of the reports: nothing is fetched or run, no text quoted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from commscore.report.palette import stylesheet
from commscore.train.shown import facts_of, notes_of, tables_of
from commscore.train.tables import ALL, Json, Table, at, figure, interval

if TYPE_CHECKING:
    from jinja2 import Template

SIZE: Final = 280  # the curve's square, in the drawing's own units
LARGEST, SMALLEST = 7.0, 2.5  # radii of its points


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the reliability curve as drawn: its place, its interval's ends, its size, its words."""

    x: float
    y: float
    low: float | None
    high: float | None
    radius: float
    says: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part as the template shows it."""

    title: str
    facts: str
    tables: tuple[Table, ...]
    curve: tuple[Dot, ...]
    calibration: Json | None


def render(found: Json) -> bytes:
    """Return an evaluation's JSON as a page in UTF-8."""
    from markupsafe import Markup

    texts = [
        files("commscore.report").joinpath("page.css"),
        files("commscore.train").joinpath("evaluation.css"),
    ]
    css = Markup("\n".join([stylesheet(), *(t.read_text(encoding="utf-8") for t in texts)]))  # noqa: S704 - our files
    names = [name for name in found["parts"] if name != ALL]
    views = [view(found, name) for name in ([ALL, *names] if len(names) > 1 else [ALL])]
    page = _template().render(
        found=found,
        views=views,
        notes=notes_of(found),
        css=css,
        figure=figure,
        interval=interval,
        at=at,
        size=SIZE,
    )
    return page.encode("utf-8", "replace")


def view(found: Json, name: str) -> PartView:
    """Return one part of an evaluation's JSON as it is shown."""
    part = found["parts"][name]
    calibration = part["calibration"]
    points = calibration["points"] if calibration else []
    title = "All documents" if name == ALL else name
    return PartView(title, facts_of(found, name), tables_of(found, name), curve(points), calibration)


def curve(points: Sequence[Json]) -> tuple[Dot, ...]:
    """Return the reliability curve in the drawing's units, y downwards; a point's area grows with its cells.

    >>> point = {"mean": 0.5, "share": 1.0, "low": None, "high": None, "cells": 9}
    >>> [(dot.x, dot.y) for dot in curve([point])]
    [(140.0, 0.0)]
    """
    most = max((point["cells"] for point in points), default=1)
    return tuple(
        Dot(
            x=point["mean"] * SIZE,
            y=(1 - point["share"]) * SIZE,
            low=None if point["low"] is None else (1 - point["low"]) * SIZE,
            high=None if point["high"] is None else (1 - point["high"]) * SIZE,
            radius=max(SMALLEST, LARGEST * (point["cells"] / most) ** 0.5),
            says=f"said {figure(point['mean'])}, true {figure(point['share'])} ({interval(point)})",
        )
        for point in points
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    text = files("commscore.train").joinpath("evaluation.html.jinja").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)
