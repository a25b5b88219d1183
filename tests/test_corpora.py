"""The public corpora go through; where they do not lie beside the project these tests are skipped."""

from pathlib import Path

import pytest

from commscore.errors import UnreadableError
from commscore.pipeline import assess
from commscore.read import read_paths
from commscore.read.noise import words
from commscore.types import Document, Role

COUNTS = {"primock57": 39, "osce": 209, "aci-bench": 87, "annomi": 108}


def documents(folder: Path) -> list[Document]:
    found = list(read_paths([folder]))
    assert [item for item in found if isinstance(item, UnreadableError)] == []
    return [item for item in found if isinstance(item, Document)]


@pytest.mark.parametrize("corpus", COUNTS)
def test_every_consultation_is_read_and_one_in_ten_goes_through_whole(corpus: str, shared: Path) -> None:
    found = documents(shared / "data" / corpus)
    assert len(found) == COUNTS[corpus]
    for document in found[::10]:
        report = assess(document)
        assert report.codes
        assert all(m.value is not None or m.why for m in (*report.measures, *report.scores))


def test_talk_share_is_what_the_textgrids_say(shared: Path) -> None:
    folder = shared / "data" / "primock57"
    for document in documents(folder)[::4]:
        spoken = {role: _words(folder / f"{document.id}_{role}.TextGrid") for role in ("doctor", "patient")}
        report = assess(document)
        share = next(m.value for m in report.measures if m.name == "talk_share")
        assert share == pytest.approx(spoken["doctor"] / sum(spoken.values()), rel=0.01)
        assert {t.role for t in report.document.turns} == {Role.CLINICIAN, Role.PATIENT}


def _words(path: Path) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(len(words(line.partition('"')[2].rpartition('"')[0])) for line in lines if "text = " in line)
