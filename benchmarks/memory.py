"""The memory of a program while it runs, and whether it grows. Linux alone; 0 elsewhere."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path


def megabytes(process: int) -> float:
    """Return the memory in MB of a process and of all that it started.

    Of each it is what it has to itself, and its share of what it shares (PSS).
    """
    return sum(map(_own, _below(process))) / 1000


def growth(taken: Sequence[float], of: Callable[[Sequence[float]], float] = statistics.median) -> float:
    """Return what is `of` the last third, its median or another figure, over the same of the middle third.

    >>> growth([0, 0, 2, 2, 3, 3])
    1.5
    """
    third = len(taken) // 3
    if not third or not (middle := of(taken[third:-third])):
        return 1.0
    return of(taken[-third:]) / middle


def _below(process: int) -> Iterable[int]:
    """Yield the numbers of a process and of all below it, whichever thread started them."""
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for child in path.read_text("ascii").split():
                yield from _below(int(child))


def _own(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
