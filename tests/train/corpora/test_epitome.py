"""EPITOME's three files become one document a pair, with the words that earn each level."""

from pathlib import Path

import pytest

from commscore.errors import UnreadableError
from commscore.train.corpora import CORPORA, epitome
from commscore.types import Label, Report, Role

from .conftest import Write

ROW = {
    "sp_id": "s1", "rp_id": "r1", "seeker_post": "I lost  my hat.",
    "response_post": "Oh no &lt;3 How sad. Where was\n it?", "level": "0", "rationales": "",
}  # fmt: skip
NAMES = ("emotional-reactions.csv", "explorations.csv", "interpretations-reddit.csv")


def folder(table: Write, *rated: list[dict[str, str]]) -> Path:
    paths = [table(f"e/{name}", [ROW | row for row in rows]) for name, rows in zip(NAMES, rated, strict=True)]
    return paths[0].parent


def test_a_pair(table: Write) -> None:
    reacts = {"level": "2", "rationales": "Oh no &lt;3|How  sad.|"}
    asks = {"level": "1", "rationales": "Where was it?|"}
    (report,) = CORPORA["epitome"].read(folder(table, [reacts], [asks], [{}]))
    seeker, responder = report.document.turns
    assert (report.document.id, report.document.group) == ("epitome-s1-r1", "epitome-s1")
    assert (seeker.role, seeker.text) == (Role.PATIENT, "I lost my hat.")
    assert (responder.role, responder.text) == (Role.CLINICIAN, "Oh no <3 How sad. Where was it?")
    assert report.labels == (
        Label("epitome.emotional_reactions", 1, "2", 1.0, ((0, 8), (9, 17))),
        Label("epitome.explorations", 1, "1", 1.0, ((18, 31),)),
        Label("epitome.interpretations", 1, "0"),
    )
    assert report.provenance.warnings == ()


def test_a_quote_that_is_not_there_is_left_out_and_counted(table: Write) -> None:
    lost = {"level": "1", "rationales": "How sad.|What a pity.|Alas.|"}
    (report,) = CORPORA["epitome"].read(folder(table, [lost], [{}], [{}]))
    assert report.labels[0].spans == ((9, 17),)
    assert report.provenance.warnings[0].startswith("2 of the rationales")


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        (["1", "1"], [("1", 1.0, ((0, 5), (9, 17)))]),
        (["1", "0"], []),
        (["1", "2", "2"], [("2", 2 / 3, ((9, 17), (18, 31)))]),
    ],
)
def test_a_pair_that_was_rated_twice_is_one_document(
    table: Write, levels: list[str], found: list[tuple[str, float, object]]
) -> None:
    quotes = ["Oh no", "How sad.", "Where was it?"]
    rows = [{"level": level, "rationales": quote} for level, quote in zip(levels, quotes, strict=False)]
    (report,) = CORPORA["epitome"].read(folder(table, rows, [{}], [{}]))
    labels = [label for label in report.labels if label.task == "epitome.emotional_reactions"]
    assert [(label.value, label.share, label.spans) for label in labels] == found


@pytest.mark.parametrize("level", ["3", "-1", "", "1.0", "high"])
def test_a_level_that_is_none(table: Write, level: str) -> None:
    path = folder(table, [{}, {"rp_id": "r2"}], [{}, {"rp_id": "r2", "level": level}], [{}])
    right, wrong = epitome.read(path)
    assert isinstance(right, Report)
    assert str(wrong).startswith(f"explorations.csv, row 3: level is {level!r}, not one of 0, 1, 2")


def test_a_file_that_is_missing(table: Write) -> None:
    path = folder(table, [{}], [{}], [{}])
    (path / NAMES[1]).unlink()
    with pytest.raises(UnreadableError, match=r"no explorations\.csv in it; give the folder"):
        list(epitome.read(path))
    with pytest.raises(UnreadableError, match="give the folder"):
        list(epitome.read(path / NAMES[0]))
