"""The monthly summary: as text to read, and as CSV and JSON with every share and its interval."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from commscore.codebook.letters import categories, letter
from commscore.report.letters import wording
from commscore.report.letters.terminal import WIDTH
from commscore.report.records import json_bytes
from commscore.report.table import written
from commscore.report.terminal import plain, text
from commscore.triage.summary import ALL, UNDATED, WHY, Cell, Summary

if TYPE_CHECKING:
    from rich.console import RenderableType

WITHHELD: Final = "–"
COLUMNS: Final = ("month", "category", "severity", "stage", "count", "share", "low", "high", "why")
READ: Final = (
    "In brackets: the share of the month's letters, with its 95 % interval; CSV and JSON hold all shares. "
    "A “maybe”, or what is disputed, is not counted."
)
TWICE: Final = "Each letter counts, those of one matter and the same text sent twice too."
MONTHS: Final = {UNDATED: "No date", ALL: "All"}


def as_json(summary: Summary) -> bytes:
    """Return the summary as a JSON object: its months and its cells."""
    entry = {"months": summary.months, "cells": [asdict(found) for found in summary.cells], "note": TWICE}
    return json_bytes(entry, indent=1)


def as_table(summary: Summary) -> bytes:
    """Return the summary as CSV in UTF-8 with a mark: a row a cell, shares from 0 to 1."""
    return written(COLUMNS, ([getattr(found, name) for name in COLUMNS] for found in summary.cells))


def as_text(summary: Summary) -> bytes:
    """Return the summary as plain text: a table a category, a row a month."""
    return plain(_parts(summary), WIDTH)


def _parts(summary: Summary) -> "Iterator[RenderableType]":
    yield text(("Letters by month", "bold underline"))
    for month in summary.months:
        yield text((f"  {_month(month):<12} {_shown(summary.cell(month))}", ""))
    hidden = []
    for name in categories():
        if all(found.count is None for found in summary.cells if found.category == name):
            hidden.append(wording.category(name))
        else:
            yield text((f"\n{wording.category(name)}", "bold underline"))
            yield _table(summary, name)
    if hidden:
        yield text((f"\nNo number can be shown for: {', '.join(hidden)}.", ""))
    yield text((f"\n{WITHHELD}: {WHY}. {READ} {TWICE}", ""))


def _table(summary: Summary, name: str) -> "RenderableType":
    from rich.table import Table

    stages = [s.name for s in letter().stage if _any(summary, name, s.name)]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("  ", "letters", *(f"severity {entry.level}" for entry in letter().severity)):
        table.add_column(title)
    for stage in stages:
        table.add_column(wording.stage(stage).lower())
    for month in summary.months:
        severities = (summary.cell(month, name, entry.level) for entry in letter().severity)
        told = (summary.cell(month, name, stage=stage) for stage in stages)
        counts = (WITHHELD if c.count is None else str(c.count) for c in (*severities, *told))
        table.add_row(f"  {_month(month)}", _shown(summary.cell(month, name)), *counts)
    return table


def _any(summary: Summary, name: str, stage: str) -> bool:
    return any(summary.cell(month, name, stage=stage).count is not None for month in summary.months)


def _month(month: str) -> str:
    return MONTHS.get(month, month)


def _shown(found: Cell) -> str:
    """Return a count with its share and interval, a mark where it is withheld.

    >>> _shown(Cell("all", "quality", None, "", 12, 0.24, 0.15, 0.36))
    '12 (24 %, 15–36 %)'
    """
    if found.count is None:
        return WITHHELD
    if found.share is None or found.low is None or found.high is None:
        return str(found.count)
    return f"{found.count} ({found.share:.0%}, {found.low * 100:.0f}–{found.high * 100:.0f} %)".replace(
        "%,", " %,"
    )
