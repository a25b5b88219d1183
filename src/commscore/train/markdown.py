"""Tables in Markdown that can be read as plain text too, none wider than a screen."""

import textwrap
from collections.abc import Sequence
from typing import Final

from commscore.train.tables import Cell, Column, Table, figure, interval

WIDEST: Final = 110
FIRST_TO_GO: Final = ("found", "AP", "ECE", "κ", "prec.", "rec.")  # columns that a wide table can do without


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], figures: int = 0) -> str:
    """Return a table with its columns padded; all but the first `figures` ones are set right.

    >>> print(table(("code", "F1"), [("plan", "0.9")], figures=1))
    | code | F1  |
    |------|----:|
    | plan | 0.9 |
    """
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in (headings, *rows)]
    widths = [max(3, *(len(row[n]) for row in cells)) for n in range(len(headings))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    right = [n >= figures > 0 for n in range(len(headings))]
    rule = "".join(f"|{'-' * (w + 1)}{':' if r else '-'}" for w, r in zip(widths, right, strict=True)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def wrapped(text: str) -> str:
    """Return the text with its paragraphs and list entries broken at words; other blocks stay as they are."""
    blocks = []
    fenced = False
    for block in text.split("\n\n"):
        kept = fenced or block.startswith(("|", ">", "#", "```"))
        fenced ^= block.count("```") % 2 == 1
        blocks.append(block if kept else "\n".join(_entries(block)))
    return "\n\n".join(blocks)


def _entries(block: str) -> list[str]:
    """Return the entries of a list, or the one paragraph, each broken at words."""
    entries: list[str] = []
    for line in block.splitlines():
        if line.startswith("- ") or not entries:
            entries.append(line)
        else:
            entries[-1] += f" {line.strip()}"
    return [
        textwrap.fill(
            entry,
            WIDEST,
            subsequent_indent="  " if entry.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for entry in entries
    ]


def evaluated(found: Table) -> str:
    """Return a table of an evaluation, its intervals in brackets; columns go until it is narrow enough."""
    kept = [number for number, column in enumerate(found.columns) if not column.wide]
    for heading in ("", *FIRST_TO_GO):
        kept = [number for number in kept if found.columns[number].heading != heading]
        text = _of_columns(found, kept)
        if max(map(len, text.splitlines())) <= WIDEST:
            break
    return text


def _of_columns(found: Table, kept: Sequence[int]) -> str:
    columns = [found.columns[number] for number in kept]
    rows = [[_cell(row[n], c) for n, c in zip(kept, columns, strict=True)] for row in found.rows]
    words = sum(not column.figure for column in columns)
    return table([column.heading for column in columns], rows, figures=max(1, words))


def _cell(cell: Cell, column: Column) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    value = figure(cell.get("value"))
    bounds = interval(cell) if column.interval else "–"
    return value if bounds == "–" else f"{value} ({bounds})"
