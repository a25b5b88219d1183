"""Hostile files through the commands: each is read or refused with its reason; nothing else happens.

A file takes so many seconds at most, the memory stays below a limit, no file appears beside the results, and
no cell of a table begins as a formula.
"""

import csv
import io
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from soak.hostile import ANY, AWAY, LETTERS, TALKS, Files
from soak.places import command

MEMORY = 1_500_000_000  # bytes that a command may hold
SECONDS = {"twenty-hours.vtt": 300, "many.csv": 600}
ASKED = 60  # seconds by the clock, the start of a command with them
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def attacked(kind: str, name: str, content: bytes) -> tuple[float, int, list[str]]:
    """Return the seconds, the peak of memory until now in bytes, and what was wrong with a command."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "up" / "in"  # paths that lead away end above it, and are seen there
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        output = folder / "out.csv"
        began = time.perf_counter()
        arguments = [kind, str(folder / name), "--model", "rules", "--format", "csv", "--output", str(output)]
        status, problem = command(arguments, cwd=folder)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        found = list(_wrong(status, problem, name, output))
        beside = {str(path) for path in (*Path(place).rglob("*"), Path("/etc", AWAY)) if path.exists()}
        if beside := beside - {str(path) for path in (folder.parent, folder, folder / name, output)}:
            found.append(f"written beside: {sorted(beside)}")
        if seconds > SECONDS.get(name, ASKED):
            found.append(f"{seconds:.0f} s")
        if peak > MEMORY:
            found.append(f"{peak // 1_000_000} MB, in this command or one before it")
        return seconds, peak, found


def _wrong(status: int, problem: str, name: str, output: Path) -> Iterator[str]:
    if status not in {0, 1} or "Traceback" in problem:
        yield f"status {status}: {problem[-500:]}"
    elif status == 1 and f"commscore: {name}" not in problem:
        yield f"refused without its name: {problem[:300]}"
    if output.exists():
        written = output.read_text("utf-8-sig")
        cells = (cell for row in csv.reader(io.StringIO(written)) for cell in row)
        bad = [cell for cell in cells if cell.startswith(FORMULAS) and not _figure(cell)]
        yield from (f"a cell begins as a formula: {cell[:40]}" for cell in bad[:3])
        if "root:" in written:
            yield "a file of this machine was read"


def _figure(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def soak() -> dict[str, Any]:
    """Return what came of each hostile file."""
    made: list[tuple[str, Files]] = [("score", ANY | TALKS), ("triage", ANY | LETTERS)]
    rows, failures = [], list[str]()
    for kind, files in made:
        for name, content in files.items():
            seconds, peak, found = attacked(kind, name, content())
            rows.append([kind, name, round(seconds, 1), peak // 1_000_000])
            print(json.dumps(rows[-1]), *found, flush=True)
            failures += [f"{kind} {name}: {each}" for each in found]
    return {"files": rows, "failures": failures}
