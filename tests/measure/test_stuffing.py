"""Kind phrases appended where nothing was felt, through the whole corridor: they must earn no empathy."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from commscore.pipeline import assess
from commscore.read import read
from commscore.types import Document, Report, Role, Turn

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "../shared/gold/consultations.jsonl"
SAMPLES = sorted(p for p in (ROOT / "data/samples/consultations").iterdir() if p.is_file())
PHRASES = (
    "I'm sorry to hear that.",
    "That must be really hard for you.",
    "I completely understand how you feel.",
)
BACK = 3  # patient turns in which a feeling may lie that the clinician still answers
MOST = 2.0  # points of 100


def invented() -> list[dict[str, object]]:
    """Return the gold consultations that were written for us, whose text may be shown; none without them."""
    if not GOLD.exists():
        return []
    entries = (json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())
    return [entry for entry in entries if entry["id"].startswith("written-")]


WRITTEN = {str(entry["id"]): entry["turns"] for entry in invented()}


@cache
def plain(name: str) -> Report:
    """Return the report of a sample or of an invented consultation as it stands."""
    if name not in WRITTEN:
        (document,) = read(next(p for p in SAMPLES if p.name == name))
        return assess(document)
    turns = tuple(
        Turn(t["speaker"], t["text"], Role(t["role"]), t.get("start"), t.get("end"))
        for t in WRITTEN[name]  # type: ignore[attr-defined]
    )
    return assess(Document(name, turns), _clinicians(turns))


def _clinicians(turns: tuple[Turn, ...]) -> str:
    return ",".join(dict.fromkeys(t.speaker for t in turns if t.role is Role.CLINICIAN))


def stuffed(report: Report, phrase: str) -> Document:
    """Return the document with the phrase after each clinician turn that no cue or concern came before."""
    felt = {c.turn for c in report.codes if c.code in {"cue", "concern"}}
    told: list[int] = []
    turns: list[Turn] = []
    for number, turn in enumerate(report.document.turns):
        if turn.role is Role.PATIENT:
            told.append(number)
        answers = turn.role is not Role.CLINICIAN or felt & set(told[-BACK:])
        turns.append(turn if answers else replace(turn, text=f"{turn.text} {phrase}"))
    return replace(report.document, turns=tuple(turns))


def empathy(report: Report) -> float | None:
    return next(s.value for s in report.scores if s.domain == "empathy")


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("name", [*(p.name for p in SAMPLES), *WRITTEN])
def test_kind_phrases_without_cause_earn_no_empathy(name: str, phrase: str) -> None:
    before = plain(name)
    after = assess(stuffed(before, phrase), _clinicians(before.document.turns))
    was, now = empathy(before), empathy(after)
    if was is not None and now is not None:
        assert now - was <= MOST


def test_the_phrases_were_appended_and_not_where_something_was_felt() -> None:
    report = plain("bad-news-lung-clinic.json")
    changed = stuffed(report, PHRASES[0])
    touched = [n for n, t in enumerate(changed.turns) if t != report.document.turns[n]]
    spoken = [n for n, t in enumerate(changed.turns) if t.role is Role.CLINICIAN]
    assert 0 < len(touched) < len(spoken)
