"""A run over an archive: parts planned or found, done by an engine, and told of when all are there."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from commscore.batch.forms import FORMS, join
from commscore.batch.how import How
from commscore.batch.inputs import sources
from commscore.batch.plan import HEAD, PARTS, Plan, plan
from commscore.batch.task import Task
from commscore.batch.whole import sweep, told, whole
from commscore.batch.worker import Done, insist, part_file, write_part
from commscore.errors import CommscoreError
from commscore.models.model import cores
from commscore.read.archive import hidden


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
    _check_apart(paths := list(paths), output)
    with _mine(work):
        _check_planned(folder, work, form)
        for stale in work.glob("*.tries"):
            stale.unlink()
        for place in {folder, work}:
            sweep(place)
        made = plan(work, task, form, sources(paths, task.kind, task.letter_columns))
        files = [part_file(made, folder, number) for number in range(len(made.places))]
        left = [number for number, file in enumerate(files) if not file.exists()]
        for done in _done(made, folder, left, how):
            step(done)
        outcome = _told(files, form, refused)
        if form == "jsonl":
            if outcome.read:
                with whole(output, work) as file:
                    join(files, file)
            _clear(work)
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
    """Hold a folder for this run alone, and leave none without a plan.

    Raises CommscoreError where another run holds it.
    """
    from filelock import FileLock, Timeout

    with told(work):
        for folder in (work.parent, work):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(work / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise CommscoreError(
                f"{work}: another run is at it; wait for it to end, or give another --output"
            ) from None
    try:
        yield
    finally:
        lock.release()
        if not (work / HEAD).exists():
            with suppress(OSError):  # another run has begun
                (work / "lock").unlink(missing_ok=True)
                work.rmdir()


def _clear(work: Path) -> None:
    """Remove the part files and then their plan, so that no stop leaves any without it."""
    with suppress(OSError):
        for path in (*work.glob("part-*"), work / HEAD, work / PARTS):
            path.unlink()


def _check_planned(folder: Path, work: Path, form: str) -> None:
    """Raise CommscoreError where part files lie that no plan is known of: they may be of other inputs."""
    if not (work / HEAD).exists() and any(folder.glob(f"part-*{FORMS[form].suffix}")):
        raise CommscoreError(
            f"{folder}: part files lie in it, and the plan that they were made by is gone; remove them, or "
            "give another --output"
        )


def _check_apart(paths: Iterable[Path], output: Path) -> None:
    """Raise CommscoreError where what is written would lie in a folder that is read, now or the next time."""
    place = output.resolve()
    for path in paths:
        read = path.resolve()
        if path.is_dir() and place.is_relative_to(read) and not hidden(place.relative_to(read).as_posix()):
            raise CommscoreError(f"{output}: lies in {path}, which is read; give an --output outside of it")
