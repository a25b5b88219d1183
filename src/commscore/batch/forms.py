"""Part files: rows to a file and what is read of it again, in one table of forms."""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from commscore.batch.rows import Row
from commscore.errors import CommscoreError
from commscore.types import Kind

TAB: Final = b"\t"  # JSON has none of its own
AT_ONCE: Final = 32  # rows that are in memory at a time


@dataclass(frozen=True, slots=True)
class Form:
    """How part files are written and what is read of them: rows without their reports.

    `write` takes the rows, whose kind is known, and an open file.
    """

    suffix: str
    write: Callable[[Iterable[Row], Kind, BinaryIO], None]
    heads: Callable[[Path], Iterator[Row]]


def write_lines(rows: Iterable[Row], kind: Kind, file: BinaryIO) -> None:
    """Write a row a line: all but its report as JSON, a tab, and the report as it stands in the end."""
    for row in rows:
        head = [row.kind, row.source, row.id, row.why, row.priority, row.rank]
        file.write(json.dumps(head).encode() + TAB + (row.report or b"\n"))


def line_heads(path: Path) -> Iterator[Row]:
    """Yield the rows of a file of lines."""
    with path.open("rb") as lines:
        for line in lines:
            yield _row(line)


def write_parquet(rows: Iterable[Row], kind: Kind, file: BinaryIO) -> None:
    """Write the rows as Parquet: id, source, kind, why and report, and of letters their priority."""
    arrow, parquet = _arrow()
    names = ["id", "source", "kind", "why", "report", *(["priority"] if kind is Kind.LETTER else [])]
    schema = arrow.schema([(name, arrow.string()) for name in names])
    left = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(left, AT_ONCE)):
            columns = {name: [_cell(getattr(row, name)) for row in some] for name in names}
            writer.write_table(arrow.table(columns, schema=schema))


def parquet_heads(path: Path) -> Iterator[Row]:
    """Yield the rows of a Parquet file."""
    _, parquet = _arrow()
    with parquet.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if name != "report"]
        for batch in file.iter_batches(columns=names, use_threads=False):
            for entry in batch.to_pylist():
                yield Row(**entry)


FORMS: Final[Mapping[str, Form]] = {
    "jsonl": Form(".jsonl", write_lines, line_heads),
    "parquet": Form(".parquet", write_parquet, parquet_heads),
}


def join(parts: Iterable[Path], file: BinaryIO) -> None:
    """Write the reports of all part files as lines, in the order of their rank, then as they came.

    In memory is a number or two a document, and never more than one report.
    """
    paths = list(parts)
    ranks, owners, places = array("q"), array("q"), array("q")
    for number, path in enumerate(paths):
        with path.open("rb") as lines:
            place = 0
            for line in lines:
                row = _row(line)
                if row.why is None:
                    ranks.append(row.rank)
                    owners.append(number)
                    places.append(place)
                place += len(line)
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    for owner, run in groupby(order, key=owners.__getitem__):
        with paths[owner].open("rb") as part:
            for n in run:
                part.seek(places[n])
                file.write(part.readline().partition(TAB)[2])


def _row(line: bytes) -> Row:
    kind, source, id, why, priority, rank = json.loads(line.partition(TAB)[0])
    return Row(kind, source, id, why, priority=priority, rank=rank)


def _cell(value: Any) -> str | None:
    r"""Return what stands in a cell: a lone surrogate, which UTF-8 cannot hold, as its escape."""
    if isinstance(value, bytes):
        return value.decode().rstrip("\n") or None
    return None if value is None else str(value).encode("utf-8", "backslashreplace").decode()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise CommscoreError(
            "--format parquet needs pyarrow; install it: pip install 'commscore[parquet]'"
        ) from None
    return pyarrow, pyarrow.parquet
