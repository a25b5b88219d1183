"""Our own schema, there and back."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.schema import dump, load, read_coded
from commscore.types import Code, Document, Label, Measure, Moment, Provenance, Report, Role, Score, Turn
from commscore.work import Chosen, Coding

TEXT = st.text(min_size=1, max_size=30)
MAYBE = st.none() | st.text(max_size=20)
FLOAT = st.floats(allow_nan=False, allow_infinity=False)
NUMBER = st.none() | FLOAT
TURN = st.builds(Turn, TEXT, TEXT, st.sampled_from(Role), NUMBER, NUMBER)
MEASURE = st.builds(Measure, TEXT, NUMBER, TEXT, NUMBER, NUMBER, MAYBE, MAYBE)
SCORE = st.builds(Score, TEXT, NUMBER, NUMBER, NUMBER, st.lists(TEXT, max_size=3).map(tuple), MAYBE)
PROVENANCE = st.builds(
    Provenance,
    TEXT,
    st.dictionaries(TEXT, TEXT, max_size=2).map(MappingProxyType),
    TEXT,
    MAYBE,
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
    st.text(max_size=20),
    st.none() | st.sampled_from(Coding),
    st.none() | st.sampled_from(Chosen),
)


@st.composite
def reports(draw: Any) -> Report:
    turns = draw(st.lists(TURN, min_size=1, max_size=5))
    number = st.integers(0, len(turns) - 1)
    codes = []
    for at in draw(st.lists(number, max_size=4)):
        start = draw(st.integers(0, len(turns[at].text) - 1))
        end = draw(st.integers(start + 1, len(turns[at].text)))
        rest = draw(st.tuples(st.floats(0, 1), TEXT, st.booleans(), st.booleans()))
        codes.append(Code(draw(TEXT), at, start, end, *rest))
    labels = []
    for at in draw(st.lists(st.none() | number, max_size=4)):
        starts = st.lists(st.integers(0, len(turns[at or 0].text) - 1), max_size=0 if at is None else 2)
        spans = [(start, draw(st.integers(start + 1, len(turns[at or 0].text)))) for start in draw(starts)]
        labels.append(Label(draw(TEXT), at, draw(TEXT | FLOAT), draw(st.floats(0, 1)), tuple(spans)))
    moments = draw(
        st.lists(
            st.builds(Moment, number, TEXT, TEXT, st.none() | number, st.text(max_size=9), st.booleans()),
            max_size=3,
        )
    )
    return Report(
        Document(draw(TEXT), tuple(turns), source=draw(MAYBE), group=draw(MAYBE)),
        codes=tuple(codes),
        moments=tuple(moments),
        measures=tuple(draw(st.lists(MEASURE, max_size=3))),
        scores=tuple(draw(st.lists(SCORE, max_size=3))),
        labels=tuple(labels),
        provenance=draw(PROVENANCE),
    )


@given(reports())
def test_there_and_back_is_the_same(report: Report) -> None:
    assert load(json.loads(json.dumps(dump(report))), "here") == report


ENTRY: dict[str, Any] = {
    "schema": "commscore/1",
    "kind": "consultation",
    "id": "a",
    "turns": [{"speaker": "D", "role": "clinician", "text": "Hello."}],
}


def test_what_a_coding_may_leave_out() -> None:
    coder = {"codebook": "1.1", "coder": "me", "passes": 2}
    code = {"code": "facilitator", "turn": 0, "start": 0, "end": 6}
    report = load(ENTRY | {"codes": [code], "provenance": coder}, "here")
    assert (report.codes[0].probability, report.codes[0].certain, report.provenance.coder) == (
        1.0,
        True,
        "me",
    )
    assert "disputed" not in json.dumps(dump(report))
    assert not {"group", "tasks"} & dump(report).keys()


def test_what_a_label_may_leave_out() -> None:
    tasks = [{"task": "a", "turn": 0, "value": "b"}, {"task": "c", "turn": None, "value": 2}]
    report = load(ENTRY | {"group": "g", "tasks": tasks}, "here")
    assert report.labels == (Label("a", 0, "b"), Label("c", None, 2.0))
    assert report.document.group == "g"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "commscore/9"}, "schema is 'commscore/9'"),
        ({"schema": None}, "schema is"),
        ({"kind": "letter"}, "commscore triage"),
        ({"turns": [{"speaker": "D"}]}, "turns.0.text"),
        ({"turns": [{"speaker": "D", "text": "a", "role": "boss"}]}, "turns.0.role"),
        ({"turns": [{"speaker": "D", "text": 3}]}, "turns.0.text"),
        ({"codes": [{"code": "plan", "turn": 0, "start": 0, "end": 7}]}, "has no characters 0 to 7"),
        ({"codes": [{"code": "plan", "turn": 1, "start": 0, "end": 1}]}, "turn 1 has no characters"),
        ({"codes": [{"code": "plan", "turn": 0, "start": 3, "end": 3}]}, "has no characters 3 to 3"),
        ({"codes": [{"code": "plan", "turn": -1, "start": 0, "end": 1}]}, "codes.0.turn"),
        ({"moments": [{"turn": 0, "code": "cue", "response": "missed", "response_turn": 1}]}, "no turn 1"),
        ({"measures": [{"name": "a", "unit": "b"}]}, "measures.0.value"),
        ({"group": 3}, "group"),
        ({"tasks": [{"task": "a", "value": "b"}]}, "tasks.0.turn"),
        ({"tasks": [{"task": "a", "turn": 0, "value": None}]}, "tasks.0.value"),
        ({"tasks": [{"task": "a", "turn": 0, "value": True}]}, "tasks.0.value"),
        ({"tasks": [{"task": "a", "turn": 0, "value": "b", "share": 2}]}, "tasks.0.share"),
        ({"tasks": [{"task": "a", "turn": 1, "value": "b"}]}, "tasks.0 (a): there is no turn 1"),
        ({"tasks": [{"task": "a", "turn": 0, "value": "b", "spans": [[0, 7]]}]}, "has no characters 0 to 7"),
        ({"tasks": [{"task": "a", "turn": 0, "value": "b", "spans": [["0", 1]]}]}, "tasks.0.spans.0.0"),
        ({"tasks": [{"task": "a", "turn": None, "value": "b", "spans": [[0, 1]]}]}, "spans need a turn"),
    ],
)
def test_what_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableError, match=r"^file, line 3: ") as caught:
        load(ENTRY | change, "file, line 3")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "ids"),
    [
        ("a.json", json.dumps(ENTRY), ["a"]),
        ("a.json", json.dumps([ENTRY, ENTRY | {"id": "b"}]), ["a", "b"]),
        ("a.jsonl", json.dumps(ENTRY) + "\n\n" + json.dumps(ENTRY | {"id": "b"}) + "\n", ["a", "b"]),
    ],
)
def test_files_of_codings(tmp_path: Path, name: str, text: str, ids: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [report.document.id for report in read_coded(tmp_path / name)] == ids


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"schema": "commscore/1", "kind": "letter"}', "[" * 100_000, '{"a": NaN}']
)
def test_files_that_are_no_codings(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError):
        list(read_coded(tmp_path / "a.json"))
