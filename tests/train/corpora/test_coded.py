"""Codings from a spreadsheet."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.schema import dump, load
from commscore.train.corpora import CORPORA, coded
from commscore.types import Code, Label, Report, Role

from .conftest import Write

TURN = {"document": "a", "turn": "1", "speaker": "Doctor", "text": "So you are tired. What helps?"}
REPLY = TURN | {"turn": "2", "speaker": "Patient", "text": "Tea."}


def one(table: Write, *rows: dict[str, str]) -> Report:
    names = dict.fromkeys(name for row in rows for name in row)
    (report,) = CORPORA["coded"].read(table("c.csv", [dict.fromkeys(names, "") | row for row in rows]))
    return report


def test_a_row_a_turn(table: Write) -> None:
    report = one(table, TURN | {"codes": "reflection, open_question"}, REPLY, REPLY | {"turn": ""})
    assert [(t.speaker, t.role) for t in report.document.turns] == [
        ("Doctor", Role.CLINICIAN),
        ("Patient", Role.PATIENT),
        ("Patient", Role.PATIENT),
    ]
    assert report.codes == (Code("reflection", 0, 0, 29), Code("open_question", 0, 0, 29))
    assert (report.document.id, report.document.source, report.provenance.coder) == ("a", "c.csv", "c.csv")


def test_a_row_a_code(table: Write) -> None:
    again = TURN | {"text": "", "speaker": ""}
    report = one(
        table,
        TURN | {"code": "reflection", "quote": "you  are tired."},
        again | {"code": "open_question;reflection", "start": "18", "end": "29"},
        again | {"code": "open_question", "start": "18", "end": "29"},
        REPLY,
    )
    assert report.codes == (
        Code("reflection", 0, 3, 17),
        Code("open_question", 0, 18, 29),
        Code("reflection", 0, 18, 29),
    )
    assert len(report.document.turns) == 2


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ({"role": "Clinician"}, Role.CLINICIAN),
        ({"role": "other"}, Role.OTHER),
        ({"role": "GP", "speaker": "Patient"}, Role.CLINICIAN),
        ({"role": "", "speaker": "Client"}, Role.PATIENT),
        ({"role": "", "speaker": "Ann"}, Role.OTHER),
    ],
)
def test_roles(table: Write, given: dict[str, str], role: Role) -> None:
    assert one(table, TURN | given).document.turns[0].role is role


def test_tasks_roles_and_groups(table: Write) -> None:
    row = {"ID": "b", "Role": "clinician", "Text": "Why?", "group": "ann", "quote": "Why",
           "task:uptake.uptake": "1", "task:warmth": "1.5", "task:stars": "3",
           "task:epitome.explorations": "2"}  # fmt: skip
    report = one(table, row)
    assert report.labels == (
        Label("uptake.uptake", 0, 1.0, spans=((0, 3),)),
        Label("warmth", 0, 1.5, spans=((0, 3),)),
        Label("stars", 0, "3", 1.0, ((0, 3),)),
        Label("epitome.explorations", 0, "2", 1.0, ((0, 3),)),
    )
    assert (report.document.group, report.provenance.coder) == ("ann", None)
    assert (report.document.turns[0].speaker, report.document.turns[0].role) == ("Clinician", Role.CLINICIAN)


def test_raters_who_differ_and_a_label_of_the_whole(table: Write) -> None:
    task = "task:annomi.question"
    rows = [TURN | {task: "open"}, TURN | {task: "open"}, TURN | {task: "closed"}, REPLY]
    whole = {"document": "a", "task:annomi.quality": "low"}
    assert one(table, *rows, whole).labels == (
        Label("annomi.question", 0, "open", 2 / 3),
        Label("annomi.quality", None, "low"),
    )
    assert one(table, rows[0], rows[2]).labels == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"codes": "charm"}, "c.csv, row 3: no code is called 'charm'; the codes are "),
        ({"quote": "not there"}, "row 3: the quote is not in the turn's text"),
        ({"start": "1", "end": "99"}, "row 3: the text has no characters 1 to 99"),
        ({"start": "3"}, "row 3: end is ''"),
        ({"start": "1.5", "end": "2"}, "row 3: start is '1.5'"),
        ({"role": "charm"}, "row 3: role is 'charm', not one of clinician, other, patient"),
        ({"speaker": ""}, "row 3: neither speaker nor role"),
        ({"text": ""}, "row 3: text is empty"),
        ({"turn": "1"}, "row 3: turn 1 has another text than in row 2"),
        ({"turn": "", "text": "", "codes": "plan"}, "row 3: a code, but neither turn nor text"),
        ({"task:epitome.explorations": "3"}, "row 3: task:epitome.explorations is '3', not one of 0, 1, 2"),
        ({"task:uptake.uptake": "much"}, "row 3: task:uptake.uptake is 'much'"),
    ],
)
def test_what_is_wrong(table: Write, change: dict[str, str], said: str) -> None:
    rows = [TURN, REPLY | change, TURN | {"document": "b"}]
    names = dict.fromkeys([*TURN, "codes", "quote", "start", "end", "role", *change], "")
    wrong, right = coded.read(table("c.csv", [names | row for row in rows]))
    assert said in str(wrong)
    assert str(wrong).startswith("c.csv, row ")
    assert isinstance(right, Report)


def test_tables_without_rows_or_with_one_column_twice(table: Write) -> None:
    for rows in ([dict.fromkeys(TURN, "")], [TURN | {"Text": "x"}]):
        with pytest.raises(UnreadableError, match=r"^c\.csv"):
            one(table, *rows)


@pytest.mark.parametrize(
    ("drop", "said"),
    [
        ("document", "no column document"),
        ("text", "no column text among the 3 there are (document,"),
    ],
)
def test_columns_that_are_missing(table: Write, drop: str, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        one(table, {name: value for name, value in TURN.items() if name != drop})
    assert said in str(caught.value)


def test_words_in_place_of_the_columns_names_are_not_shown(table: Write) -> None:
    with pytest.raises(UnreadableError, match=r"no column document among the 2 there are \(text, ...\);"):
        one(table, {"text": "Hello.", "I feel ill.": "Oh."})


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=20)
SAID = TEXT.filter(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "document": st.sampled_from(["a", "b"]),
                "speaker": st.sampled_from(["Doctor", "Patient", "Ann", "=1+1"]),
                "text": SAID,
                "codes": st.sampled_from(["", "plan", "plan; empathy"]),
                "task:own": st.sampled_from(["", "yes", "no", "1.5"]),
                "task:uptake.uptake": st.sampled_from(["", "-1", "0.25"]),
            }
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_imported_comes_back_the_same(table: Write, rows: list[dict[str, str]]) -> None:
    reports = list(CORPORA["coded"].read(table("c.csv", rows)))
    assert sum(len(report.document.turns) for report in reports) == len(rows)
    assert [load(json.loads(json.dumps(dump(report))), "here") for report in reports] == reports
