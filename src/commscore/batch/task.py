"""What is done to each document of a batch, in values that another process can be told."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from commscore.batch.inputs import Source
from commscore.errors import UnreadableError
from commscore.read.letterrows import LetterColumns
from commscore.read.table import Columns
from commscore.types import Document, Kind, Letter, LetterReport, Report

Read = Document | Letter | UnreadableError
Item = Report | LetterReport | UnreadableError


@dataclass(frozen=True, slots=True)
class Task:
    """The options of a run; `model` is a name, a folder or "rules", None the one in use."""

    kind: Kind
    privacy: str = "replace"
    model: str | None = None
    clinician: str | None = None
    columns: Columns | LetterColumns | None = None
    nation: str = "england"
    received: date | None = None

    @property
    def letter_columns(self) -> LetterColumns | None:
        """The columns of a table of letters, where they are said."""
        return self.columns if isinstance(self.columns, LetterColumns) else None

    def told(self) -> dict[str, object]:
        """Return the options as JSON takes them."""
        return asdict(self) | {"received": self.received and self.received.isoformat()}


def read(task: Task, source: Source) -> Iterator[Read]:
    """Yield the documents of a source, or the errors that say why there are none."""
    paths = [Path(path) for path in source.paths]
    if source.problem:
        yield UnreadableError(source.problem)
    elif task.kind is Kind.LETTER:
        from commscore.read import letters, parquet

        if source.last is None:
            yield from letters.read_letters(paths, task.letter_columns)
        else:
            yield from parquet.read_letters(paths[0], source.first, source.last, task.letter_columns)
    elif source.last is None:
        from commscore.read import read_paths

        yield from read_paths(paths, task.columns if isinstance(task.columns, Columns) else None)
    else:
        from commscore.read.parquet import read_consultations

        yield from read_consultations(paths[0], source.first, source.last)


def read_all(task: Task, sources: Iterable[Source]) -> Iterator[Read]:
    """Yield the documents of the sources, one source after the other."""
    return chain.from_iterable(read(task, source) for source in sources)


def reports(task: Task, found: Iterable[Read]) -> Iterator[Item]:
    """Yield the report of each document, or the error that says why there is none, in order."""
    from commscore.pipeline import assess_each, triage_each

    if task.kind is Kind.LETTER:
        letters = (item for item in found if not isinstance(item, Document))
        return triage_each(letters, task.nation, task.received, task.privacy, task.model)
    documents = (item for item in found if not isinstance(item, Letter))
    return assess_each(documents, task.clinician, task.privacy, task.model)
