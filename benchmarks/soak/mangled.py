"""Mangled inputs over the readers, the corridor and the store: no crash, no hang, no leak.

They are tried in a process of its own (`targets`) under a limit of memory; if it dies or does not answer, it
is a failure, and another goes on. Seconds are of processor time: what else the machine does is not counted.
"""

import json
import os
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from memory import growth

BENCHMARKS = Path(__file__).resolve().parents[1]
MEGABYTES = {"readers": 2000, "letters": 2000}
CORRIDOR = 4000  # megabytes of address space, of which a model and its libraries map much and use little
MANY, GROWTH = 500, 1.15  # inputs from which it is told whether memory grows, and by how much its least may
GIVE_UP = 240.0  # seconds by the clock: the largest input that is read takes a minute


def started(arguments: Iterable[str], **given: Any) -> subprocess.Popen[bytes]:
    """Return a Python of its own that runs a module of this program."""
    paths = [str(BENCHMARKS), str(BENCHMARKS.parent / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | given.pop("env", {})
    return subprocess.Popen([sys.executable, *arguments], env=env, **given)


class Child:
    """The process that tries inputs; it is started again after it died."""

    def __init__(self, target: str, seed: int) -> None:
        self.arguments = ["-m", "soak.targets", target, str(seed), str(MEGABYTES.get(target, CORRIDOR))]
        self.start()

    def start(self) -> None:
        """Start it."""
        pipes = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.DEVNULL,
            "bufsize": 0,
        }
        self.process = started(self.arguments, **pipes)

    def tried(self, number: int) -> tuple[str, str, float, float, float]:
        """Return what was tried, what came of it, the seconds, and the memory: its peak and now, in MB."""
        what = f"number {number}"
        try:
            assert self.process.stdin
            self.process.stdin.write(b"%d\n" % number)
            self.process.stdin.flush()
            what = " ".join(map(str, (number, *self._line())))
            return (what, *self._line())
        except (EOFError, BrokenPipeError) as problem:
            self.stop()
            self.start()
            return what, f"BROKEN the process died or hung {problem}", GIVE_UP, 0, 0

    def stop(self) -> None:
        """Have it end, as it does by itself without input unless it hangs."""
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def _line(self) -> Any:
        out = self.process.stdout
        assert out
        if not select.select([out], [], [], GIVE_UP)[0]:
            raise EOFError("(no answer)")
        if not (line := out.readline()):
            raise EOFError(f"(status {self.process.wait()})")
        return json.loads(line)


def soak(target: str, numbers: range, seed: int = 1) -> dict[str, Any]:
    """Return what came of the inputs of these numbers."""
    outcomes: Counter[str] = Counter()
    broken, slowest, most, held = [], (0.0, ""), 0.0, list[float]()
    child = Child(target, seed)
    try:
        for number in numbers:
            what, outcome, seconds, peak, now = child.tried(number)
            outcomes[f"{([*what.split(), '?'])[1]}: {outcome.split()[0]}"] += 1
            slowest = max(slowest, (seconds, what))
            most, held = max(most, peak), [*held, now] if now else []  # a new process begins anew
            if outcome.startswith("BROKEN"):
                broken.append(f"{what}: {outcome}")
                print(broken[-1], flush=True)
    finally:
        child.stop()
    if len(held) >= MANY and (grown := growth(held, min)) > GROWTH:
        broken.append(f"memory grew: {grown:.2f} times what it was")
    return {
        "inputs": len(numbers),
        "outcomes": dict(sorted(outcomes.items())),
        "slowest": [round(slowest[0], 2), slowest[1]],
        "peak_megabytes": round(most),
        "memory_growth": round(growth(held, min), 3),
        "failures": broken,
    }
