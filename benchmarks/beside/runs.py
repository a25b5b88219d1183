"""Programs run as processes of their own: what they took by the clock, of the processors, and of memory.

Nothing large may be imported here: a process begins with the peak memory of the one that started it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

PEAK: Final = 1e6 if sys.platform == "darwin" else 1e3  # of the system's unit a megabyte
Stages = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Process:
    """A process that has ended: its seconds by the clock and of the processors, and its peak of memory."""

    seconds: float
    processor: float
    megabytes: float
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a program took: each stage's `seconds` and `processor` seconds, and its process's peak of memory.

    They are medians of `runs` processes; the memory is the most of them.
    """

    stages: Stages
    megabytes: float
    runs: int
    packages: Mapping[str, str]
    counts: Mapping[str, float]

    def took(self, *stages: str, by: str = "seconds") -> float:
        """Return the seconds of these stages together, by the clock or of the processors."""
        return sum(self.stages[stage][by] for stage in stages)


def run(command: Sequence[str | Path], home: Path | None = None) -> Process:
    """Run a command to its end; SystemExit with its last words where it fails.

    With `home` it has that folder for its user's, so that what it leaves there goes with the folder.
    """
    own = {**os.environ, **({"HOME": str(home)} if home else {})}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        begun = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=own) as process:
            said = process.stdout.read() if process.stdout else ""
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begun
        if process.returncode:
            errors.seek(0)
            raise SystemExit(f"{command[1]} failed ({process.returncode}):\n{errors.read()[-2000:]}")
    return Process(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / PEAK, said)


def told(process: Process) -> tuple[dict[str, Any], float]:
    """Return what a program of `programs/` answered with its last line, and its peak of memory."""
    found: dict[str, Any] = json.loads(process.said.splitlines()[-1])
    return found, process.megabytes


def row(answers: Sequence[tuple[dict[str, Any], float]]) -> Row:
    """Return the medians of a program's answers."""
    first = answers[0][0]
    stages = {
        stage: {by: median(answer["stages"][stage][by] for answer, _ in answers) for by in took}
        for stage, took in first["stages"].items()
    }
    most = max(megabytes for _, megabytes in answers)
    return Row(stages, most, len(answers), first["packages"], first["counts"])


def cold(processes: Iterable[Process]) -> Row:
    """Return the medians of a command's runs, each from the process's start to its end."""
    every = list(processes)
    took = {by: median(getattr(each, by) for each in every) for by in ("seconds", "processor")}
    return Row({"all": took}, max(each.megabytes for each in every), len(every), {}, {})
