"""The rows of a CSV, each knowing where it stands, so that what is wrong is named by file and row."""

import csv
import io
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import content

SEPARATORS: Final = ",;\t"
SHOWN: Final = 20
NAME: Final = re.compile(r"\w{1,30}|task:[\w .:]{1,30}", re.IGNORECASE)  # not what somebody said


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is the one a spreadsheet shows, the columns' names being row 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell without spaces around it; "" where the table has no such column."""
        return self.cells.get(column, "").strip()

    def wrong(self, what: str) -> UnreadableError:
        """Return the error that something in this row is wrong."""
        return UnreadableError(f"{self.file}, row {self.number}: {what}")

    def filled(self, column: str) -> str:
        """Return the cell; UnreadableError where it is empty."""
        if not self[column]:
            raise self.wrong(f"{column} is empty; fill it in")
        return self[column]

    def choice(self, column: str, choices: Collection[str]) -> str:
        """Return the cell; UnreadableError where it is none of the choices."""
        if self[column] not in choices:
            known = ", ".join(sorted(choices))
            raise self.wrong(f"{column} is {self[column][:40]!r}, not one of {known}; correct it")
        return self[column]

    def whole(self, column: str) -> int:
        """Return the cell as a whole number from 0; UnreadableError where it is none."""
        value = self[column]
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise self.wrong(f"{column} is {value[:40]!r}, not a whole number from 0; correct it")
        return int(value)

    def figure(self, column: str) -> float:
        """Return the cell as a figure; UnreadableError where it is none, or not a finite one."""
        try:
            value = float(self[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.wrong(f"{column} is {self[column][:40]!r}, not a number like -0.25; correct it")
        return value


def read_rows(path: Path, needed: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a CSV in UTF-8, with or without a mark, separated by commas, semicolons or tabs.

    Rows without any text are left out. Raises UnreadableError, with file, row and remedy, where a needed
    column is missing, where there are no rows, and where a row is wider or narrower than the first.
    """
    table = _table(path)
    heads = [name.strip() for name in next(table, [])]
    _check_heads(path.name, heads, list(needed))
    number = 1
    for number, cells in enumerate(table, 2):
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(heads):
            raise UnreadableError(
                f"{path.name}, row {number}: {len(cells)} cells, but {len(heads)} columns have a name; "
                "put text that holds a separator in double quotes"
            )
        yield Row(path.name, number, dict(zip(heads, cells, strict=True)))
    if number == 1:
        raise UnreadableError(f"{path.name}: no rows below the columns' names; export or download it again")


def _table(path: Path) -> Iterator[list[str]]:
    try:
        text = content(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError(
            f"{path.name}: not UTF-8 from byte {problem.start} on; save it as 'CSV UTF-8'"
        ) from None
    head = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count), strict=True)
    row = 1
    try:
        for cells in reader:
            yield cells
            row += 1
    except csv.Error as problem:
        raise UnreadableError(
            f"{path.name}, row {row}: {problem}; save the table as 'CSV UTF-8' again"
        ) from None


def _check_heads(name: str, heads: list[str], needed: list[str]) -> None:
    missing = [column for column in needed if column not in heads]
    if missing:
        raise UnreadableError(
            f"{name}, row 1: no column {', '.join(missing)} among {listed(heads)}; "
            "name it so, or give the corpus's own file"
        )
    for number, head in enumerate(heads, 1):
        if head and head in heads[number:]:
            which = head if NAME.fullmatch(head) else f"{number} of {len(heads)}"
            raise UnreadableError(
                f"{name}, row 1: column {which} stands twice; row 1 must name each column differently"
            )


def listed(heads: Sequence[str]) -> str:
    """Return how many columns there are, and which; where row 1 is no names but words, not the words.

    >>> listed(["id", "task:own", "I feel ill."])
    'the 3 there are (id, task:own, ...)'
    """
    named = list(filter(NAME.fullmatch, heads))[:SHOWN]
    more = ["..."] if len(named) < len(heads) else []
    return f"the {len(heads)} there are" + (f" ({', '.join(named + more)})" if named else "")
