"""What a worker does, whoever starts it: one part, read, scored and written whole as one file."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from commscore.batch.forms import FORMS
from commscore.batch.inputs import Source
from commscore.batch.plan import HEAD, Plan, read_plan, sources_of
from commscore.batch.rows import Row, items, rows
from commscore.batch.task import Item, Task, reports
from commscore.batch.tries import again
from commscore.batch.whole import whole
from commscore.errors import CommscoreError
from commscore.processes import within
from commscore.types import Document, Kind, Letter, Turn

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Done:
    """How many documents of a part were read, how many could not be, and how many seconds that took."""

    read: int = 0
    failed: int = 0
    seconds: float = 0.0


def part_file(plan: Plan, folder: Path, number: int) -> Path:
    """Return where a part's file lies, or will."""
    return folder / f"part-{number:06}{FORMS[plan.form].suffix}"


def write_part(work: Path, folder: Path, number: int, limit: float | None = None) -> Done:
    """Write a part's file into `folder`, and return what was done; nothing where it is there already.

    `limit` are the seconds after which a document that is still being read ends this process. Raises
    CommscoreError where nothing can be written or nothing can be scored at all.
    """
    plan = _plan(work, (work / HEAD).stat().st_mtime_ns)
    target = part_file(plan, folder, number)
    if target.exists():
        return Done()
    tries = again(work / f"part-{number:06}.tries")
    _ready(plan.task)
    began = time.perf_counter()
    counts = {True: 0, False: 0}

    def counted(found: Iterable[Row]) -> Iterator[Row]:
        for row in found:
            counts[row.why is None] += 1
            yield row

    made = rows(plan.task, sources_of(plan, number), tries)
    with whole(target) as file:
        FORMS[plan.form].write(counted(watched(made, limit)), plan.task.kind, file)
    tries.over()
    return Done(counts[True], counts[False], time.perf_counter() - began)


def assess_part(
    task: Task, sources: tuple[Source, ...], journal: Path, limit: float | None = None
) -> list[Item]:
    """Return the reports of a part's documents, or why there are none, in order."""
    tries = again(journal)
    _ready(task)
    found = list(watched(items(task, sources, tries), limit))
    tries.over()
    return found


def insist(function: Callable[..., What], *given: object) -> What:
    """Return what the function returns, called again while it raises what is none of our errors.

    The function itself knows when that makes no sense any more (`tries.again`).
    """
    with ThreadPoolExecutor(1) as thread:
        while True:
            future = thread.submit(function, *given)
            problem = future.exception()
            if problem is None:
                return future.result()
            if isinstance(problem, CommscoreError):
                raise problem


def watched(found: Iterable[What], limit: float | None) -> Iterator[What]:
    """Yield the items; one that is longer in coming than `limit` seconds ends this process."""
    each = iter(found)
    while True:
        with within(limit):
            try:
                item = next(each)
            except StopIteration:
                return
        yield item


@cache
def _ready(task: Task) -> None:
    """Load what a task needs, so that no document's time goes into it."""
    letter, document = Letter("", "Why?"), Document("", (Turn("Doctor", "Why?"),))
    for _ in reports(task, [letter if task.kind is Kind.LETTER else document]):
        pass


@lru_cache(maxsize=1)
def _plan(work: Path, changed: int) -> Plan:
    """Return the plan in a folder, read once for each that was made there."""
    return read_plan(work)
