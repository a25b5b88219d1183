"""What is wrong with a table is named by file, row and remedy."""

from pathlib import Path

import pytest

from commscore.errors import UnreadableError
from commscore.train.corpora.rows import Row, read_rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a.csv: the file is empty"),
        (b"a,b\n", "a.csv: no rows below"),
        (b"\xef\xbb\xbfa,b\n", "a.csv: no rows below"),
        (b"a,c\n1,2\n", "a.csv, row 1: no column b among the 2 there are (a, c);"),
        (b"a,b,b\n1,2,3\n", "a.csv, row 1: column b stands twice"),
        (b"a,b\n1,2\n1,2,3\n", "a.csv, row 3: 3 cells, but 2 columns"),
        (b"a,b\n1,2\n1\n", "a.csv, row 3: 1 cells, but 2 columns"),
        (b'a,b\n1,"2\n', "a.csv, row 2: unexpected end of data"),
        (b"a,b\n1,caf\xe9\n", "a.csv: not UTF-8 from byte 9"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "a.csv, row 2: field larger"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        list(read_rows(tmp_path / "a.csv", ["a", "b"]))
    assert said in str(caught.value)
    assert ";" in str(caught.value)  # the remedy


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("a,task:own scale,I feel ill.", "no column b among the 3 there are (a, task:own scale, ...);"),
        ("I feel ill.,Oh dear!", "no column a, b among the 2 there are;"),
        ("a,b,I feel ill.,I feel ill.", "column 3 of 4 stands twice;"),
        (f"a,{'x' * 31}", "no column b among the 2 there are (a, ...);"),
    ],
)
def test_words_in_place_of_heads_are_not_shown(tmp_path: Path, heads: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(f"{heads}\n{heads}\n")
    with pytest.raises(UnreadableError) as caught:
        list(read_rows(tmp_path / "a.csv", ["a", "b"]))
    assert str(caught.value).startswith(f"a.csv, row 1: {said}")
    assert "ill" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "numbers", "cells"),
    [
        (b"a,b\n1,2\n", [2], ["2"]),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n\r\n;\r\n3;4\r\n", [2, 5], ["2", "4"]),  # what Excel writes
        (b'a\tb\n1\t"2\n2"\n3\t4', [2, 3], ["2\n2", "4"]),
        (b" a , b \n1, 2 \n", [2], ["2"]),
    ],
)
def test_rows_are_counted_as_a_spreadsheet_does(
    tmp_path: Path, content: bytes, numbers: list[int], cells: list[str]
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    rows = list(read_rows(tmp_path / "a.csv", ["a", "b"]))
    assert [row.number for row in rows] == numbers
    assert [row["b"] for row in rows] == cells


@pytest.mark.parametrize("value", ["", "-1", "1.0", "one", "²", "9" * 10])
def test_no_whole_numbers(value: str) -> None:
    with pytest.raises(UnreadableError, match=r"a\.csv, row 7: n is"):
        Row("a.csv", 7, {"n": value}).whole("n")


@pytest.mark.parametrize("value", ["", "nan", "inf", "-1e999", "much", "1,5"])
def test_no_figures(value: str) -> None:
    with pytest.raises(UnreadableError, match="not a number like"):
        Row("a.csv", 7, {"n": value}).figure("n")
