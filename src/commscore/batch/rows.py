"""A row a document: its report in the contract's schema, or why there is none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from commscore.batch.inputs import Source
from commscore.batch.task import Item, Read, Task, read, reports
from commscore.batch.tries import Tries
from commscore.errors import CommscoreError, UnreadableError
from commscore.report import FORMATS
from commscore.report.letters import FORMATS as LETTER_FORMATS
from commscore.types import Report

LOOK: Final = "look at it by itself, and tell us"
BEATEN: Final = f"its worker ended while it was read, for want of memory or time; {LOOK}"
What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a document: `report` as a line of JSON, or `why` there is none.

    `id` is None where that is not known. `priority` is a letter's, and `rank` what its queue is sorted by.
    """

    kind: str
    source: str
    id: str | None = None
    why: str | None = None
    report: bytes = b""
    priority: str | None = None
    rank: int = 0


def rows(task: Task, sources: Sequence[Source], tries: Tries) -> Iterator[Row]:
    """Yield the rows of the sources' documents, in order.

    What a try before this one is known to have been ended by is left out, and said to be.
    """
    each = _one_by_one(task, sources, tries) if tries.careful else _together(task, sources)
    for source, item in each:
        yield row(task, source, item)


def items(task: Task, sources: Sequence[Source], tries: Tries) -> Iterator[Item]:
    """Yield what the rows are made of: reports, and errors that say why there is none."""
    each = _one_by_one(task, sources, tries) if tries.careful else _together(task, sources)
    return (item for _, item in each)


def row(task: Task, source: Source, item: Item) -> Row:
    """Return the row of a report, or of the reason why there is none."""
    blank = Row(str(task.kind), source.name)
    if isinstance(item, UnreadableError):
        return replace(blank, why=str(item))
    if isinstance(item, Report):
        document = item.document
        made = FORMATS["jsonl"].render([item])
        return replace(blank, id=document.id, source=document.source or source.name, report=made)
    from commscore.report.letters.queue import rank

    grave, due = rank(item)
    return replace(
        blank,
        id=item.letter.id,
        source=item.letter.source or source.name,
        report=LETTER_FORMATS["jsonl"].render([item]),
        priority=item.priority.level,
        rank=grave * 10_000_000 + due.toordinal(),
    )


def _together(task: Task, sources: Iterable[Source]) -> Iterator[tuple[Source, Item]]:
    """Yield each item with its source, all sources read as one stream, so that models read many at a time."""
    came: list[Source] = []

    def stream() -> Iterator[Read]:
        for source in sources:
            for found in read(task, source):
                came.append(source)
                yield found

    for number, item in enumerate(reports(task, stream())):
        yield came[number], item


def _one_by_one(task: Task, sources: Iterable[Source], tries: Tries) -> Iterator[tuple[Source, Item]]:
    with ThreadPoolExecutor(1) as thread:
        for number, source in enumerate(sources):
            place = f"source {number}"
            read_here = partial(lambda source: list(read(task, source)), source)
            found = _tried(thread, read_here, tries, place, source.name)
            for n, document in enumerate(found):
                made = partial(lambda document: list(reports(task, [document])), document)
                name = f"{source.name}, document {n + 1}"
                for item in _tried(thread, made, tries, f"{place} document {n}", name):
                    yield source, item


def _tried(
    thread: ThreadPoolExecutor, make: Callable[[], list[What]], tries: Tries, place: str, name: str
) -> "list[What] | list[UnreadableError]":
    """Return what is made, or why it is not: that it ended the worker before, or what came in between."""
    if place in tries.blamed:
        return [UnreadableError(f"{name}: {BEATEN}")]
    tries.at(place)
    future = thread.submit(make)
    problem = future.exception()
    if problem is None:
        return future.result()
    if isinstance(problem, CommscoreError):
        raise problem
    return [UnreadableError(f"{name}: {type(problem).__name__} while it was read; {LOOK}")]
