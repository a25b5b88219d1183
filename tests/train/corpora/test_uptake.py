"""Exchanges of a lesson, with how far the reply takes up what was said."""

import pytest

from commscore.train.corpora import CORPORA, uptake
from commscore.types import Label, Report, Role

from .conftest import Write

ROW = {
    "obs_id": "4", "exchange_idx": "12", "student_text": "It's blue.", "teacher_text": "Blue,  why?",
    "uptake_zscore": "-0.25",
}  # fmt: skip


def test_an_exchange(table: Write) -> None:
    path = table("u.csv", [ROW, ROW | {"exchange_idx": "13", "uptake_zscore": ""}])
    rated, unrated = CORPORA["uptake"].read(path)
    assert (rated.document.id, rated.document.group) == ("uptake-4-12", "uptake-4")
    assert [(t.role, t.text) for t in rated.document.turns] == [
        (Role.PATIENT, "It's blue."),
        (Role.CLINICIAN, "Blue, why?"),
    ]
    assert rated.labels == (Label("uptake.uptake", 1, -0.25),)
    assert (unrated.document.id, unrated.labels) == ("uptake-4-13", ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"uptake_zscore": "much"}, "u.csv, row 2: uptake_zscore is 'much'"),
        ({"uptake_zscore": "nan"}, "u.csv, row 2: uptake_zscore is 'nan'"),
        ({"obs_id": "x"}, "u.csv, row 2: obs_id is 'x'"),
        ({"teacher_text": " "}, "u.csv, row 2: teacher_text is empty"),
    ],
)
def test_what_is_wrong(table: Write, change: dict[str, str], said: str) -> None:
    wrong, right = uptake.read(table("u.csv", [ROW | change, ROW]))
    assert said in str(wrong)
    assert isinstance(right, Report)
