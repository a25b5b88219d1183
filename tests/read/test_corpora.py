"""The public corpora, whole, where they are at hand: nothing of them is in the project."""

from pathlib import Path

import pytest

from commscore.read import read_paths
from commscore.read.schema import dump, load, read_coded
from commscore.types import Document

SHARED = Path(__file__).resolve().parents[2] / "../shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")


@pytest.mark.parametrize(
    ("corpus", "many"), [("primock57", 39), ("osce", 209), ("aci-bench", 87), ("annomi", 108)]
)
def test_a_corpus_reads_without_an_error(corpus: str, many: int) -> None:
    found = list(read_paths([SHARED / "data" / corpus]))
    assert [d for d in found if not isinstance(d, Document)] == []
    assert len({d.id for d in found if isinstance(d, Document)}) == many


def test_primock57_has_the_turns_of_the_gold() -> None:
    """The gold's times are rounded to a thousandth, not always to the nearer."""
    found = {d.id: d for d in read_paths([SHARED / "data" / "primock57"]) if isinstance(d, Document)}
    compared = 0
    for report in read_coded(SHARED / "gold" / "consultations.jsonl"):
        corpus, _, name = report.document.id.partition("-")
        if corpus == "primock57":
            ours, gold = found[name].turns, report.document.turns
            assert [(t.speaker, t.text) for t in ours] == [(t.speaker, t.text) for t in gold]
            for one, other in zip(ours, gold, strict=True):
                assert (one.start, one.end) == pytest.approx((other.start, other.end), abs=0.0011)
            compared += 1
    assert compared == 39


def test_the_gold_loads_whole_and_comes_back_the_same() -> None:
    reports = list(read_coded(SHARED / "gold" / "consultations.jsonl"))
    assert len(reports) == 154
    assert [load(dump(report), "gold") for report in reports] == reports
