"""Small corpora in their own formats, all of them invented."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Write = Callable[[str, Sequence[dict[str, str]]], Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Return a function that writes rows to a CSV file, and returns its path."""

    def write(name: str, rows: Sequence[dict[str, str]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write
