"""What a batch reads: the files below the paths, in order, as sources that are read one by one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from commscore.errors import UnreadableError
from commscore.read.letterrows import LetterColumns
from commscore.read.pairs import File, together
from commscore.read.parquet import SUFFIX, count
from commscore.read.walk import files
from commscore.types import Kind


@dataclass(frozen=True, slots=True)
class Source:
    """A file, those of one consultation's speakers, or the rows `first` up to `last` of a Parquet file.

    `stamp` are the size in bytes and the time of change of each file; `problem` says why nothing can be read.
    """

    paths: tuple[str, ...]
    stamp: tuple[tuple[int, int], ...] = ()
    first: int = 0
    last: int | None = None
    problem: str = ""

    @property
    def documents(self) -> int:
        """How many documents it is reckoned to hold: its rows, or one."""
        return 1 if self.last is None else self.last - self.first

    @property
    def name(self) -> str:
        """Its name in reports: the files'."""
        return " + ".join(Path(path).name for path in self.paths)

    def cut(self, most: int) -> "Iterator[Source]":
        """Yield the source in stretches of at most so many rows."""
        if self.last is None:
            yield self
            return
        for start in range(self.first, self.last, most):
            yield Source(self.paths, self.stamp, start, min(start + most, self.last))


def sources(paths: Iterable[Path], kind: Kind, columns: LetterColumns | None = None) -> Iterator[Source]:
    """Yield what lies below the paths, in order; what cannot be read is a source with its problem."""
    found = files(path.absolute() for path in paths)
    for group in together(found) if kind is Kind.CONSULTATION else ((item,) for item in found):
        if isinstance(group, UnreadableError):
            yield Source((), problem=str(group))
        elif isinstance(group[0], UnreadableError):
            yield Source((), problem=str(group[0]))
        else:
            yield _source([item for item in group if isinstance(item, File)], kind, columns)


def _source(group: list[File], kind: Kind, columns: LetterColumns | None) -> Source:
    paths = [Path(file.folder) / file.source for file in group]
    places, stamp = tuple(map(str, paths)), tuple(map(_stamp, paths))
    if paths[0].suffix.casefold() != SUFFIX:
        return Source(places, stamp)
    try:
        return Source(places, stamp, last=count(paths[0], kind, columns))
    except UnreadableError as problem:
        return Source(places, stamp, problem=f"{paths[0].name}: {problem}")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0  # reading it will say what is wrong
    return found.st_size, found.st_mtime_ns
