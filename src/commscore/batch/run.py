"""A run over an archive: parts planned or found, done by an engine, and told of when all are there."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from commscore.batch.forms import FORMS, join
from commscore.batch.how import How
from commscore.batch.inputs import sources
from commscore.batch.plan import Plan, plan
from commscore.batch.task import Task
from commscore.batch.whole import sweep, told, whole
from commscore.batch.worker import Done, insist, part_file, write_part
from commscore.errors import CommscoreError
from commscore.models.model import cores
from commscore.read.letterrows import LetterColumns


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many documents were read, how many could not be, and by priority how many letters there are."""

    read: int
    failed: int
    levels: Mapping[str, int]


def archive(  # noqa: PLR0913, PLR0917 - what, how, and whom to tell
    paths: Iterable[Path],
    task: Task,
    output: Path,
    form: str,
    how: How,
    step: Callable[[Done], None] = lambda _: None,
    refused: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Write the reports of all documents below the paths to `output`, in memory that does not grow with them.

    With the form "parquet" `output` is a folder of part files in the order of the input, with "jsonl" a file,
    of letters in the queue's order. What a run that was stopped had done stays done. `step` is told of each
    part, `refused` of each reason why a document has no report, in order. Raises CommscoreError where nothing
    can be written, where another run was begun there or is at it, and where nothing can be scored at all.
    """
    folder, work = _places(output, form)
    columns = task.columns if isinstance(task.columns, LetterColumns) else None
    _check_apart(paths := list(paths), folder)
    with _mine(work):
        made = plan(work, task, form, sources(paths, task.kind, columns))
        for stale in work.glob("*.tries"):
            stale.unlink()
        sweep(folder)
        files = [part_file(made, folder, number) for number in range(len(made.places))]
        left = [number for number, file in enumerate(files) if not file.exists()]
        for done in _done(made, folder, left, how):
            step(done)
        outcome = _told(files, form, refused)
        if form == "jsonl" and outcome.read:
            with whole(output) as file:
                join(files, file)
    if form == "jsonl":
        shutil.rmtree(work, ignore_errors=True)
    return outcome


def _places(output: Path, form: str) -> tuple[Path, Path]:
    """Return the folders of the part files and of the plan; both are hidden where they are no result."""
    if form == "jsonl":
        work = output.parent / f".{output.name}.parts"
        return work, work
    return output, output / ".commscore"


def _done(made: Plan, folder: Path, left: list[int], how: How) -> Iterator[Done]:
    """Yield what was done of each part that is left, as they come."""
    workers = how.workers or cores()
    if not left:
        return
    if how.engine == "ray":
        from commscore.batch.cluster import by_ray

        yield from by_ray(made, folder, left, workers, how)
    elif len(made.places) == 1:
        yield insist(write_part, made.work, folder, 0)
    else:
        from commscore.batch.local import started

        calls = [(write_part, (made.work, folder, number, how.limit)) for number in left]
        with started(calls, min(workers, len(left))) as futures:
            for future in as_completed(futures):
                yield future.result()


def _told(files: Iterable[Path], form: str, refused: Callable[[str], None]) -> Outcome:
    counts: Counter[str] = Counter()
    read = failed = 0
    for file in files:
        for row in FORMS[form].heads(file):
            if row.why is not None:
                failed += 1
                refused(row.why)
            else:
                read += 1
                counts[row.priority or ""] += 1
    return Outcome(read, failed, counts)


@contextmanager
def _mine(work: Path) -> Iterator[None]:
    """Hold a folder for this run alone; CommscoreError where another one does."""
    from filelock import FileLock, Timeout

    with told(work):
        for folder in (work.parent, work):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(work / "lock", timeout=0):
            yield
    except Timeout:
        raise CommscoreError(
            f"{work}: another run is at it; wait for it to end, or give another --output"
        ) from None


def _check_apart(paths: Iterable[Path], folder: Path) -> None:
    """Raise CommscoreError where part files would lie among what is read."""
    for path in paths:
        if folder.absolute() == path.absolute() or (
            path.absolute() in folder.absolute().parents and not folder.name.startswith(".")
        ):
            raise CommscoreError(
                f"{folder}: lies in {path}, which is read; give --output a folder outside of it"
            )
