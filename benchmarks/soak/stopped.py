"""A run over an archive, stopped at any moment (kill -9, its workers too) and started again until it is done.

In the end its file is what a run that nobody stopped wrote, byte for byte, and nothing is left beside it.
"""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from soak.hostile import FORMULA
from soak.mangled import started

LETTERS, FILE = 1500, 50
SAID = "Nobody listened to me on ward {n}. Why was I not told about it? I want an apology for day {n}."


def soak(times: int, seed: int = 1, letters: int = LETTERS) -> dict[str, Any]:
    """Return what came of stopping a run so many times."""
    rng, failures, stops = random.Random(seed), list[str](), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _letters(folder / "in", letters)
        whole, stopped = folder / "whole" / "out.jsonl", folder / "stopped" / "out.jsonl"
        whole.parent.mkdir()
        stopped.parent.mkdir()
        began = time.monotonic()
        wanted = _run(_command(folder, whole))
        longest = time.monotonic() - began
        while stops < times:
            if _run(_command(folder, stopped), rng.uniform(0, longest)) is None:
                stops += 1
            else:
                failures += _different(whole, stopped)
                stopped.unlink()
        if _run(_command(folder, stopped)) != wanted:
            failures.append("the run that was stopped ended with another status")
        failures += _different(whole, stopped)
    return {"stopped": stops, "seconds_a_run": round(longest, 1), "failures": failures}


def _letters(folder: Path, count: int) -> None:
    """Write letters in files of FILE rows each; one in fifty is none, and is told of as such."""
    folder.mkdir()
    rows = [f'{n},"{SAID.format(n=n) if n % 50 else FORMULA[:1]}"' for n in range(count)]
    for first in range(0, count, FILE):
        text = "\n".join(["id,text", *rows[first : first + FILE]]) + "\n"
        (folder / f"letters-{first:05}.csv").write_text(text, "utf-8")


def _command(folder: Path, output: Path) -> list[str]:
    given = ["--model", "rules", "--format", "jsonl", "--workers", "2", "--output", str(output)]
    return ["-m", "commscore", "triage", str(folder / "in"), *given]


def _run(command: Sequence[str], seconds: float | None = None) -> int | None:
    """Return the status of a run; None where it was stopped after so many seconds."""
    program = started(command, stderr=subprocess.PIPE, start_new_session=True)
    try:
        problem = program.communicate(timeout=seconds)[1]
    except (subprocess.TimeoutExpired, KeyboardInterrupt) as stop:
        os.killpg(program.pid, signal.SIGKILL)  # the keyboard does not reach a session of its own
        program.communicate()
        if isinstance(stop, KeyboardInterrupt):
            raise
        return None
    if b"Traceback" in problem or program.returncode not in {0, 1}:
        raise RuntimeError(problem.decode(errors="replace")[-1500:])
    return program.returncode


def _different(whole: Path, stopped: Path) -> list[str]:
    """Return how the files of two runs differ, and what is left beside the second."""
    beside = sorted(path.name for path in stopped.parent.iterdir() if path != stopped)
    found = [f"left beside the file: {', '.join(beside)}"] if beside else []
    if whole.read_bytes() != stopped.read_bytes():
        found.append("the file of the run that was stopped is another one")
    return found
