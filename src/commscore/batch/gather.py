"""Documents for people to look at: all in memory, in order, by several processes where there are many."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from commscore.batch.how import How
from commscore.batch.inputs import Source, sources
from commscore.batch.plan import parts
from commscore.batch.task import Item, Task, read_all, reports
from commscore.batch.worker import assess_part
from commscore.models.model import cores
from commscore.types import Kind

FEW: Final = {Kind.CONSULTATION: 20, Kind.LETTER: 500}  # that are done before other processes are ready


def gather(paths: Iterable[Path], task: Task, how: How) -> Iterator[Item]:
    """Yield the report of each document below the paths, or the error that says why there is none, in order.

    Raises CommscoreError where nothing can be scored at all.
    """
    found = list(sources(paths, task.kind, task.letter_columns))
    documents = sum(source.documents for source in found)
    workers = how.workers or cores()
    if documents <= FEW[task.kind] or workers == 1:
        yield from reports(task, read_all(task, found))
    else:
        yield from _by_processes(task, list(parts(found, task.kind, documents)), workers, how.limit)


def _by_processes(task: Task, cut: list[tuple[Source, ...]], workers: int, limit: float) -> Iterator[Item]:
    from commscore.batch.local import started

    with tempfile.TemporaryDirectory() as folder:  # for which try of which part it is: numbers alone
        calls = [
            (assess_part, (task, part, Path(folder) / f"part-{number:06}.tries", limit))
            for number, part in enumerate(cut)
        ]
        with started(calls, min(workers, len(calls))) as futures:
            for future in futures:
                yield from future.result()
