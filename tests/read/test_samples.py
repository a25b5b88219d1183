"""Every sample file reads as the `.expected.json` beside it says; a new format brings its sample."""

import json
from pathlib import Path

import pytest

from commscore.read import BUILTIN, read_paths
from commscore.types import Document

FOLDER = Path(__file__).parent / "samples"
SAMPLES = sorted(p for p in FOLDER.iterdir() if not p.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_reads_as_expected(path: Path) -> None:
    expected = json.loads((FOLDER / f"{path.name}.expected.json").read_text(encoding="utf-8"))
    found = []
    for document in read_paths([path]):
        assert isinstance(document, Document), document
        assert document.source
        found.append(
            {"id": document.id, "turns": [[t.speaker, t.text, t.start, t.end] for t in document.turns]}
        )
    assert found == expected


def test_every_suffix_has_a_sample() -> None:
    there = {path.suffix.casefold() for path in SAMPLES}
    assert not (BUILTIN.keys() - there - {".ndjson"})  # JSON lines under another name
