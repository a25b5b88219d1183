"""AnnoMI's rows, a view of an utterance each, become transcripts with one label a task."""

from pathlib import Path

import pytest

from commscore.errors import UnreadableError
from commscore.train.corpora import CORPORA, annomi
from commscore.types import Label, Report, Role

from .conftest import Write

NA = "n/a"
FIRST = {
    "mi_quality": "high", "transcript_id": "5", "video_title": "made up", "video_url": "https://youtu.be/x",
    "topic": "tea", "utterance_id": "0", "interlocutor": "therapist", "timestamp": "00:01:02",
    "utterance_text": "What  brings you?", "annotator_id": "1", "therapist_input_exists": "False",
    "therapist_input_subtype": NA, "reflection_exists": "False", "reflection_subtype": NA,
    "question_exists": "True", "question_subtype": "open", "main_therapist_behaviour": "question",
    "client_talk_type": NA,
}  # fmt: skip
CLOSED = {"question_subtype": "closed"}
REPLY = {
    "utterance_id": "1",
    "interlocutor": "client",
    "utterance_text": "Tea.",
    "client_talk_type": "change",
}


def one(path: Path) -> Report:
    (report,) = CORPORA["annomi"].read(path)
    return report


def test_a_transcript(table: Write) -> None:
    report = one(table("a.csv", [FIRST, FIRST | REPLY]))
    therapist, client = report.document.turns
    assert (report.document.id, report.document.group, report.document.source) == (
        "annomi-5", "annomi-video-x", "a.csv",
    )  # fmt: skip
    assert (therapist.role, therapist.text, therapist.start) == (Role.CLINICIAN, "What brings you?", 62.0)
    assert (client.role, client.text) == (Role.PATIENT, "Tea.")
    assert report.labels == (
        Label("annomi.behaviour", 0, "question"),
        Label("annomi.question", 0, "open"),
        Label("annomi.reflection", 0, "none"),
        Label("annomi.input", 0, "none"),
        Label("annomi.client_talk", 1, "change"),
        Label("annomi.quality", None, "high"),
    )
    assert report.provenance.coder is None  # so that a coding of the same transcript can join it


@pytest.mark.parametrize(
    ("views", "value", "share"),
    [
        (["open"], "open", 1.0),
        (["open", "open", "closed"], "open", 2 / 3),
        (["open", "closed"], None, None),
        (["open", "closed", "none"], None, None),
        (["none", "none", "open", "closed"], "none", 0.5),
    ],
)
def test_annotators_who_differ(
    table: Write, views: list[str], value: str | None, share: float | None
) -> None:
    none = {"question_exists": "False", "question_subtype": NA}
    rows = [FIRST | (none if view == "none" else {"question_subtype": view}) for view in views]
    found = [label for label in one(table("a.csv", rows)).labels if label.task == "annomi.question"]
    assert [(label.value, label.share) for label in found] == ([] if value is None else [(value, share)])


def test_transcripts_of_one_video_share_a_group(table: Write) -> None:
    other = FIRST | {"transcript_id": "6", "video_url": "https://www.youtube.com/watch?v=x"}
    reports = list(CORPORA["annomi"].read(table("a.csv", [FIRST, other])))
    assert [r.document.id for r in reports] == ["annomi-5", "annomi-6"]
    assert len({r.document.group for r in reports}) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question_subtype": "ajar"}, "a.csv, row 3: question_subtype is 'ajar', not one of closed, open"),
        ({"question_exists": "False"}, "row 3: question_subtype is 'open', not one of n/a"),
        ({"reflection_exists": "maybe"}, "row 3: reflection_exists is 'maybe'"),
        ({"main_therapist_behaviour": "charm"}, "row 3: main_therapist_behaviour is 'charm'"),
        ({"interlocutor": "nurse"}, "row 3: interlocutor is another than in row 2"),
        ({"utterance_text": "Why?"}, "row 3: utterance_text is another than in row 2"),
        ({"mi_quality": "low", "utterance_id": "9"}, "row 3: mi_quality is another than in row 2"),
        ({"utterance_id": "one"}, "row 3: utterance_id is 'one', not a whole number"),
        ({"utterance_id": "9", "interlocutor": "nurse"}, "row 3: interlocutor is 'nurse'"),
        ({"utterance_id": "9", "timestamp": "noon"}, "row 3: timestamp is 'noon'"),
        (REPLY | {"client_talk_type": "maybe"}, "row 3: client_talk_type is 'maybe'"),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_goes_on(table: Write, change: dict[str, str], said: str) -> None:
    path = table("a.csv", [FIRST, FIRST | change, FIRST | {"transcript_id": "6"}])
    wrong, right = annomi.read(path)
    assert isinstance(wrong, UnreadableError)
    assert said in str(wrong)
    assert isinstance(right, Report)
    with pytest.raises(UnreadableError):
        list(CORPORA["annomi"].read(path))


def test_the_short_form_of_the_corpus_is_refused(table: Write) -> None:
    with pytest.raises(UnreadableError, match="row 1: no column question_exists"):
        one(table("a.csv", [{k: v for k, v in FIRST.items() if k != "question_exists"}]))
