"""The contract's coded letter, there and back."""

import json
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.letterschema import dump, load, read_coded_letters
from commscore.types import (
    Aside,
    Clock,
    Flag,
    Letter,
    LetterReport,
    Named,
    Priority,
    Problem,
    Provenance,
)

WORD = st.text(min_size=1, max_size=9)
MAYBE = st.none() | st.text(max_size=9)
DATE = st.none() | st.dates()
PROBABILITY = st.floats(0, 1)


@st.composite
def reports(draw: Any) -> LetterReport:
    text = draw(st.text(min_size=1, max_size=40))
    span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] < s[1])
    spans = st.lists(span, max_size=2).map(tuple)

    def many(strategy: Any) -> Any:
        return tuple(draw(st.lists(strategy, max_size=3)))

    def named() -> tuple[Named, ...]:
        names = draw(st.lists(WORD, max_size=4, unique=True))
        rest = st.tuples(spans, PROBABILITY, st.text(max_size=5), st.booleans(), st.booleans())
        return tuple(sorted((Named(name, *draw(rest)) for name in names), key=lambda one: one.disputed))

    severities = st.tuples(st.integers(1, 3), st.integers(1, 3)).map(lambda pair: (min(pair), max(pair)))
    asides = [Aside(draw(WORD), *draw(span)) for _ in range(draw(st.integers(0, 2)))]
    letter = Letter(draw(WORD), text, draw(MAYBE), draw(DATE), draw(MAYBE), tuple(asides), draw(MAYBE))
    problem = st.builds(
        Problem, WORD, st.integers(1, 3), severities, spans, PROBABILITY, WORD, st.booleans(), st.booleans()
    )
    models = st.dictionaries(WORD, WORD, max_size=2).map(MappingProxyType)
    return LetterReport(
        letter,
        many(problem),
        named(),
        named(),
        *(draw(spans) for _ in range(3)),
        many(st.builds(Flag, WORD, spans, PROBABILITY, WORD, st.text(max_size=9), st.booleans())),
        draw(st.builds(Priority, WORD, st.lists(WORD, max_size=2).map(tuple), st.booleans())),
        many(st.builds(Clock, WORD, DATE, WORD, MAYBE)),
        draw(st.builds(Provenance, st.text(max_size=5), models, st.text(max_size=5), MAYBE)),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_there_and_back_is_the_same(report: LetterReport) -> None:
    assert load(json.loads(json.dumps(dump(report))), "here") == report


ENTRY: dict[str, Any] = {"schema": "commscore/1", "kind": "letter", "id": "a", "text": "Nobody came."}


def test_what_a_coding_may_leave_out() -> None:
    report = load({**ENTRY, "categories": [{"category": "quality", "severity": 2}]}, "here")
    assert report == LetterReport(Letter("a", "Nobody came."), (Problem("quality", 2, (2, 2), ()),))


def test_evidence_stands_beside_the_names() -> None:
    report = LetterReport(
        Letter("a", "Nobody came.", received=date(2025, 3, 4)),
        stages=(Named("access", ((0, 6),), 0.8, "rule:x", certain=False), Named("ward", disputed=True)),
        asks=(Named("apology", ((0, 3),)),),
    )
    told = dump(report)
    assert (told["stages"], told["stages_disputed"], told["asks"]) == (["access"], ["ward"], ["apology"])
    assert told["evidence"] == {
        "stages": {"access": [[0, 6]]},
        "asks": {"apology": [[0, 3]]},
        "stages_found": {"access": {"probability": 0.8, "found_by": "rule:x", "certain": False}},
    }
    assert told["received"] == "2025-03-04"
    assert not {"source", "reference", "clocks", "asides"} & told.keys()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "commscore/2"}, "schema is 'commscore/2'"),
        ({"kind": "consultation"}, "consultations go to 'commscore score'"),
        ({"text": 7}, "text: "),
        ({"categories": [{"category": "quality", "severity": 4}]}, "categories.0.severity"),
        ({"categories": [{"category": "q", "severity": 2, "severity_range": [3, 1]}]}, "lower end"),
        ({"harm": [[0, 13]]}, "harm: the text has no characters 0 to 13"),
        ({"praise": [[3, 3]]}, "praise: the text has no characters 3 to 3"),
        ({"flags": [{"flag": "death", "spans": [[-1, 2]]}]}, "flags.0.spans"),
        ({"asides": [{"kind": "page", "start": 5, "end": 99}]}, "asides: the text"),
        ({"stages": ["ward", "ward"]}, "stages: a name is there twice"),
        ({"evidence": {"asks": {"apology": [[0, 2]]}}}, "asks: evidence names 'apology'"),
        ({"received": "soon"}, "received: "),
    ],
)
def test_what_the_contract_does_not_allow(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableError, match="here: ") as caught:
        load({**ENTRY, **change}, "here")
    assert said in str(caught.value)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        dump(LetterReport(Letter("a", "x"), stages=(Named("ward"), Named("ward", disputed=True))))


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(ENTRY) + "\n" + json.dumps({**ENTRY, "id": "b"}))
    (tmp_path / "b.json").write_text(json.dumps([ENTRY]))
    assert [one.letter.id for one in read_coded_letters(tmp_path / "a.jsonl")] == ["a", "b"]
    assert [one.letter.id for one in read_coded_letters(tmp_path / "b.json")] == ["a"]
    (tmp_path / "c.jsonl").write_text("{")
    with pytest.raises(UnreadableError, match=r"c\.jsonl: line 1"):
        list(read_coded_letters(tmp_path / "c.jsonl"))
    with pytest.raises(UnreadableError, match="check the path"):
        list(read_coded_letters(tmp_path / "d.jsonl"))


def test_the_gold_comes_back_the_same(shared: Path) -> None:
    path = shared / "gold" / "letters.jsonl"
    reports = list(read_coded_letters(path))
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(reports) == 191
    assert [dump(report) for report in reports] == entries
