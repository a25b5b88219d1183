"""Parquet in: letters and consultations by rows, of any stretch, and what is wrong with a file or a row."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from commscore.batch.gather import gather
from commscore.batch.how import How
from commscore.batch.inputs import sources
from commscore.batch.plan import parts
from commscore.batch.task import Task, read
from commscore.errors import UnreadableError
from commscore.types import Document, Kind, Letter, Report, Role

Write = Callable[..., Path]
SAID = "The car park machine was broken again."


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(rows: list[dict[str, object]], group: int = 3) -> Path:
        path = tmp_path / "archive.parquet"
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=group)
        return path

    return written


@pytest.mark.parametrize("first", range(8))
@pytest.mark.parametrize("last", [4, 5, 8])
def test_any_stretch_of_rows_is_read(first: int, last: int, write: Write) -> None:
    path = write([{"id": n, "text": SAID, "received": date(2025, 11, 14)} for n in range(8)])
    (source,) = sources([path], Kind.LETTER)
    part = type(source)(source.paths, source.stamp, first, last)
    found = [item for item in read(Task(Kind.LETTER), part) if isinstance(item, Letter)]
    assert [letter.id for letter in found] == [str(n) for n in range(first, last)]
    assert all((letter.text, letter.received) == (SAID, date(2025, 11, 14)) for letter in found)


def test_a_file_is_cut_into_parts_of_rows(write: Write) -> None:
    path = write([{"id": n, "text": SAID} for n in range(100)])
    cut = list(parts(sources([path, path], Kind.LETTER), Kind.LETTER, 200))
    assert [[(source.first, source.last) for source in part] for part in cut][:5] == [
        [(0, 32)], [(32, 64)], [(64, 96)], [(96, 100)], [(0, 32)],
    ]  # fmt: skip


def test_consultations_are_read_from_turns_or_from_a_text(write: Write) -> None:
    turns = [{"speaker": "A", "text": "Hello.", "role": "clinician", "start": 1.0, "end": 2.0}]
    path = write(
        [
            {"id": "a", "turns": turns, "text": None},
            {"id": "b", "turns": [turns[0] | {"role": None}], "text": None},
            {"id": "c", "turns": None, "text": "Dr: Come in.\nPt: Thank you."},
            {"id": "d", "turns": None, "text": "No one says this."},
            {"id": "e", "turns": None, "text": None},
        ]
    )
    (source,) = sources([path], Kind.CONSULTATION)
    one, two, three, *rest = read(Task(Kind.CONSULTATION), source)
    assert isinstance(one, Document)
    assert (one.id, one.source, one.turns[0].role, one.turns[0].start) == (
        *("a", "archive.parquet", Role.CLINICIAN, 1.0),
    )
    assert isinstance(two, Document)
    assert two.turns[0].role is Role.OTHER
    assert isinstance(three, Document)
    assert [turn.speaker for turn in three.turns] == ["Dr", "Pt"]
    assert [str(problem).partition(": ")[0] for problem in rest] == ["archive.parquet"] * 2
    assert "row 4: " in str(rest[0])
    assert "row 5: neither turns nor text in it" in str(rest[1])


@pytest.mark.parametrize("kind", Kind)
def test_other_columns_are_an_error_that_names_them(kind: Kind, write: Write) -> None:
    (found,) = gather([write([{"mood": "low"}])], Task(kind, model="rules"), How())
    assert isinstance(found, UnreadableError)
    assert str(found).startswith("archive.parquet: ")
    assert "mood" in str(found)


def test_what_is_no_parquet_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    (found,) = gather([path], Task(Kind.LETTER, model="rules"), How())
    assert str(found) == "a.parquet: not a Parquet file that can be opened; write it again"


def test_rows_that_cannot_be_decoded_are_told_and_the_rest_is_read(write: Write) -> None:
    path = write([{"id": n, "text": f"{SAID} {n}"} for n in range(9)])
    column = pyarrow.parquet.ParquetFile(path).metadata.row_group(1).column(1)
    content = bytearray(path.read_bytes())
    begin = column.dictionary_page_offset
    content[begin : begin + column.total_compressed_size] = bytes(column.total_compressed_size)
    path.write_bytes(content)
    (source,) = sources([path], Kind.LETTER)
    found = list(read(Task(Kind.LETTER), source))
    assert [item.id for item in found if isinstance(item, Letter)] == ["0", "1", "2", "6", "7", "8"]
    assert str(found[3]) == "archive.parquet: rows 4 to 6: they cannot be decoded; write the file again"


def test_a_row_that_is_no_text_costs_no_other_row(tmp_path: Path) -> None:
    path = tmp_path / "archive.parquet"
    texts = pyarrow.array([SAID.encode(), b"\xff\xfe", SAID.encode()]).view(pyarrow.string())
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a", "b", "c"], "text": texts}), path)
    (source,) = sources([path], Kind.LETTER)
    one, two, three = read(Task(Kind.LETTER), source)
    assert isinstance(one, Letter)
    assert isinstance(three, Letter)
    assert str(two).startswith("archive.parquet: row 2: it cannot be decoded")


def test_a_file_that_goes_after_it_was_counted_is_told(write: Write) -> None:
    path = write([{"id": n, "text": SAID} for n in range(3)])
    (source,) = sources([path], Kind.LETTER)
    path.unlink()
    (found,) = read(Task(Kind.LETTER), source)
    assert str(found) == "archive.parquet: No such file or directory; check that it is there and may be read"


def test_people_see_what_a_file_of_rows_holds(write: Write) -> None:
    path = write([{"id": str(n), "text": "Dr: How are you?\nPt: Worried."} for n in range(3)])
    found = list(gather([path], Task(Kind.CONSULTATION, "off", "rules"), How()))
    assert [report.document.id for report in found if isinstance(report, Report)] == ["0", "1", "2"]
