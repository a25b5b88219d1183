"""The corpora kept beside the project: talk share against the TextGrids' own words, and sane figures."""

import json
import re
from pathlib import Path

import pytest

from commscore.measure import measure
from commscore.types import Code, Document, Moment, Role, Turn

SHARED = Path(__file__).resolve().parents[2] / "../shared"
GOLD, PRIMOCK = SHARED / "gold/consultations.jsonl", SHARED / "data/primock57"
pytestmark = pytest.mark.skipif(not (GOLD.exists() and PRIMOCK.exists()), reason="the corpora are not here")


def gold(corpus: str) -> list[tuple[Document, list[Code], list[Moment]]]:
    found = []
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["id"].startswith(corpus):
            turns = tuple(
                Turn(t["speaker"], t["text"], Role(t["role"]), t.get("start"), t.get("end"))
                for t in entry["turns"]
            )
            moments = [Moment(m["turn"], m["code"], m["response"]) for m in entry["moments"]]
            found.append((Document(entry["id"], turns), [Code(**c) for c in entry["codes"]], moments))
    return found


def grid_words(file: Path) -> int:
    """Return the words of a TextGrid by white space, its tags left out."""
    labels = re.findall(r'text = "((?:[^"]|"")*)"', file.read_text(encoding="utf-8"))
    said = " ".join(re.sub(r"<[^>]*>", " ", label) for label in labels).split()
    return sum(any(c.isalnum() for c in word) for word in said)


def test_talk_share_is_what_the_textgrids_say() -> None:
    for document, codes, moments in gold("primock57"):
        name = document.id.removeprefix("primock57-")
        doctor, patient = (grid_words(PRIMOCK / f"{name}_{who}.TextGrid") for who in ("doctor", "patient"))
        share = measure(document, codes, moments).measures[0]
        assert share.name == "talk_share"
        assert share.value == pytest.approx(doctor / (doctor + patient), abs=0.01)


def test_timed_consultations_have_the_timed_measures() -> None:
    timed = ("talk_share_seconds", "floor_taking", "first_redirection", "response_latency", "speech_rate")
    for document, codes, moments in gold("primock57"):
        found = {m.name: m for m in measure(document, codes, moments).measures}
        assert all(found[name].value is not None for name in timed), document.id
        assert 100 < (found["speech_rate"].value or 0) < 260
