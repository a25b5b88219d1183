"""The figures as tables of Markdown, and as JSON."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from beside.bars import Bar
from beside.runs import Row


def lines(rows: Mapping[str, Row], bars: Iterable[Bar]) -> Iterator[str]:
    """Yield the lines of both tables: what each stage took, and each bar."""
    yield "| program | stage | seconds | processor | peak MB | runs |"
    yield "|---|---|---|---|---|---|"
    for name, row in rows.items():
        for stage, took in row.stages.items():
            clock, processor = _short(took["seconds"]), _short(took["processor"])
            yield f"| {name} | {stage} | {clock} | {processor} | {row.megabytes:.0f} | {row.runs} |"
    yield ""
    yield "| figure | value | of processor time | bar | |"
    yield "|---|---|---|---|---|"
    for bar in bars:
        own = "" if bar.processor is None else _short(bar.processor)
        asked = f"{'at most' if bar.most else 'at least'} {bar.bar:g}"
        yield f"| {bar.name} | {_short(bar.value)} | {own} | {asked} | {'met' if bar.met else 'NOT MET'} |"


def as_json(rows: Mapping[str, Row], bars: Iterable[Bar], load: Sequence[float]) -> dict[str, Any]:
    """Return the figures, the machine that they were measured on and its load before, as values of JSON."""
    machine = {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load_before": load,
        "python": platform.python_version(),
        "processor": platform.machine(),
    }
    return {
        "machine": machine,
        "rows": {name: asdict(row) for name, row in rows.items()},
        "bars": [{**asdict(bar), "met": bar.met} for bar in bars],
    }


def _short(value: float) -> str:
    """Return a figure with three digits that count.

    >>> _short(1234.5), _short(12.345), _short(0.01234)
    ('1234', '12.3', '0.0123')
    """
    return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"
