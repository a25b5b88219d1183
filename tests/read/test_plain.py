"""The layouts of plain text, a row each; the words are this project's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.plain import turns

COME, SORE, WHERE = "Come in.", "It is sore.", "Where?"
LAYOUTS = {
    "Dr:": ("Dr: Come in.\nPt: It is sore.\nDr: Where?", ["Dr", "Pt", "Dr"]),
    "with marks of direction": (
        "\u200fDr: Come in.\n\u2067Pt\u2069: It is sore.\n\u200fDr: Where?",
        ["Dr", "Pt", "Dr"],
    ),
    "D:": ("D: Come in.\n\nP: It is sore.\n\nD: Where?", ["D", "P", "D"]),
    "[doctor]": (
        "[doctor] Come in.\n[patient] It is sore.\n[doctor] Where?",
        ["doctor", "patient", "doctor"],
    ),
    "Doctor -": (
        "Doctor - Come in.\nPatient - It is sore.\nDoctor - Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "Doctor –": (
        "Doctor – Come in.\nPatient – It is sore.\nDoctor – Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "DR SMITH:": (
        "DR SMITH: Come in.\nMRS HALE: It is sore.\nDR SMITH: Where?",
        ["DR SMITH", "MRS HALE", "DR SMITH"],
    ),
    "Speaker 1:": (
        "Speaker 1: Come in.\nSpeaker 2: It is sore.\nSpeaker 1: Where?",
        ["Speaker 1", "Speaker 2", "Speaker 1"],
    ),
    "Interviewer:": (
        "Interviewer: Come in.\nRespondent: It is sore.\nInterviewer: Where?",
        ["Interviewer", "Respondent", "Interviewer"],
    ),
    "names": ("Ann: Come in.\nBob: It is sore.\nAnn: Where?", ["Ann", "Bob", "Ann"]),
    "small letters": (
        "ann: Come in.\nbob: It is sore.\nann: Where?\nbob: Here.",
        ["ann", "bob", "ann", "bob"],
    ),
    "label alone": (
        "Doctor\nCome in.\n\nPatient\nIt is sore.\n\nDoctor\nWhere?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "label: alone": (
        "Doctor:\nCome in.\nPatient:\nIt is sore.\nDoctor:\nWhere?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "name alone": (
        "Ann Lee\nCome in.\n\nBob Hale\nIt is sore.\n\nAnn Lee\nWhere?\n\nBob Hale\nHere.",
        ["Ann Lee", "Bob Hale", "Ann Lee", "Bob Hale"],
    ),
    "bold": (
        "**Doctor:** Come in.\n\n**Patient:** It is sore.\n\n**Doctor**: Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "tab": ("Doctor\tCome in.\nPatient\tIt is sore.\nDoctor\tWhere?", ["Doctor", "Patient", "Doctor"]),
    "wide gap": (
        "DOCTOR    Come in.\nPATIENT   It is sore.\nDOCTOR    Where?",
        ["DOCTOR", "PATIENT", "DOCTOR"],
    ),
    "numbered": (
        "1. Doctor: Come in.\n2. Patient: It is sore.\n3. Doctor: Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "bullets": (
        "- Doctor: Come in.\n- Patient: It is sore.\n- Doctor: Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "> marks": (
        ">> DOCTOR: Come in.\n>> PATIENT: It is sore.\n>> DOCTOR: Where?",
        ["DOCTOR", "PATIENT", "DOCTOR"],
    ),
    "Q and A": ("Q: Come in.\nA: It is sore.\nQ: Where?", ["Q", "A", "Q"]),
    "role in brackets": (
        "Ann (GP): Come in.\nMr Hale (patient): It is sore.\nAnn (GP): Where?",
        ["Ann (GP)", "Mr Hale (patient)", "Ann (GP)"],
    ),
    "Markdown table": (
        "| Who | Text |\n|---|---|\n| Doctor | Come in. |\n| Patient | It is sore. |\n| Doctor | Where? |",
        ["Doctor", "Patient", "Doctor"],
    ),
    "header": (
        "Date: 3 May\nPatient: Bob Hale\n\nDoctor: Come in.\nPatient: It is sore.\nDoctor: Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "header without a gap": (
        "Date: 3 May\nTime: 10:30\nDoctor: Come in.\nPatient: It is sore.\nDoctor: Where?",
        ["Doctor", "Patient", "Doctor"],
    ),
    "time of day within": (
        "Doctor: Come in.\nTime: 10:30\nPatient: It is sore.\nDoctor: Where?\nEnd time: 10:41 am",
        ["Doctor", "Patient", "Doctor"],
    ),
    "all on one line": (
        "D: Come in. P: It is sore. D: Where? P: There.",
        ["D", "P", "D", "P"],
    ),
    "one line, words for roles": (
        "Doctor: Come in.  Mrs. Hale (patient): It is sore. Doctor: Where?",
        ["Doctor", "Mrs. Hale (patient)", "Doctor"],
    ),
    "two on a line": (
        "Ann: Come in.\nBob: It is sore.\nAnn: Where? Bob: There.\nAnn: I see. Bob: Yes.",
        ["Ann", "Bob", "Ann", "Bob", "Ann", "Bob"],
    ),
    "one line and no more": ("Doctor: Come in. Patient: It is sore.", ["Doctor", "Patient"]),
    "Teams, stopped": (
        "Ann Lee started transcription\n\nAnn Lee   0:02\nCome in.\n\nBob Hale   0:05\nIt is sore.\n\n"
        "Ann Lee   0:09\nWhere?\n\nAnn Lee stopped transcription",
        ["Ann Lee", "Bob Hale", "Ann Lee"],
    ),
    "title": ("Visit 12, the knee\n\nD: Come in.\nP: It is sore.\nD: Where?", ["D", "P", "D"]),
    "slips of the typist": ("D: Come in.\nP: It is sore.\nD; Where?", ["D", "P", "D"]),
    "letter without its colon": ("D: Come in.\nP: It is sore.\nD Where?", ["D", "P", "D"]),
    "Windows lines": (
        "D: Come in.\r\n\r\nP: It is sore.\r\nD: Where?".replace("\r\n", "\n"),
        ["D", "P", "D"],
    ),
}
TIMED = {
    "00:01:02 Doctor:": "00:00:02 Doctor: Come in.\n00:00:05 Patient: It is sore.\n00:00:09 Doctor: Where?",
    "[00:01] Doctor:": "[00:02] Doctor: Come in.\n[00:05] Patient: It is sore.\n[00:09] Doctor: Where?",
    "(00:01:02)": "(0:00:02)\nDoctor: Come in.\n(0:00:05)\nPatient: It is sore.\n(0:00:09)\nDoctor: Where?",
    "Doctor (00:01:02):": "Doctor (0:02): Come in.\nPatient (0:05): It is sore.\nDoctor (0:09): Where?",
    "Doctor [00:01:02]": "Doctor [0:00:02] Come in.\nPatient [0:00:05] It is sore.\nDoctor [0:00:09] Where?",
    "Teams": "Ann Lee   0:02\nCome in.\nBob Hale   0:05\nIt is sore.\nAnn Lee   0:09\nWhere?",
    "Teams, times first": (
        "0:0:2.0 --> 0:0:4.1\nAnn Lee\nCome in.\n\n0:0:5.0 --> 0:0:8.1\nBob Hale\nIt is sore.\n\n"
        "0:0:9.0 --> 0:0:9.9\nAnn Lee\nWhere?"
    ),
    "Zoom": "[Ann Lee] 00:00:02\nCome in.\n\n[Bob Hale] 00:00:05\nIt is sore.\n\n[Ann Lee] 00:00:09\nWhere?",
    "Otter": (
        "Ann Lee  0:02  \nCome in.\n\nUnknown Speaker  0:05  \nIt is sore.\n\nAnn Lee  0:09  \nWhere?\n\n"
        "Transcribed by https://otter.ai"
    ),
    "Word": "00:00:02 Speaker 1\nCome in.\n00:00:05 Speaker 2\nIt is sore.\n00:00:09 Speaker 1\nWhere?",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    text, speakers = LAYOUTS[layout]
    found = list(turns(text))
    assert [t.speaker for t in found] == speakers
    assert [t.text for t in found][:3] == [COME, SORE, WHERE][: len(found)]
    assert {t.start for t in found} == ({None} if "Teams" not in layout else {2.0, 5.0, 9.0})


@pytest.mark.parametrize("layout", TIMED)
def test_layouts_with_times(layout: str) -> None:
    found = list(turns(TIMED[layout]))
    assert [t.text for t in found] == [COME, SORE, WHERE]
    assert [t.start for t in found] == [2.0, 5.0, 9.0]
    assert found[0].speaker == found[2].speaker != found[1].speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr: Well.\nPt: the thing is: it hurts", "the thing is: it hurts"),
        (
            "Dr: Well.\nPt: so\nthe thing is: it hurts\nthe thing is: it aches",
            "so\nthe thing is: it hurts\nthe thing is: it aches",
        ),
        ("Dr: Well.\nPt: I take\nParacetamol: two a day\nDr: Right.", "I take\nParacetamol: two a day"),
        ("Dr: Well.\nPt: It hurts - a lot.\nYes - it does.", "It hurts - a lot.\nYes - it does."),
        ("Dr: Well.\nPt: At 10:30\n10:30 it was.", "At 10:30\n10:30 it was."),
        ("Dr: Well.\nPt: One day\n\nand another.", "One day\n\nand another."),
        (
            "Dr: Well.\nPt: No. The thing is: it hurts. And: it aches.",
            "No. The thing is: it hurts. And: it aches.",
        ),
        (
            "Dr: Well.\nPt: It was odd. Doctor: that is what I said.",
            "It was odd. Doctor: that is what I said.",
        ),
        (
            "Dr: Well.\nPt: I saw Doctor Bell: he was kind. I told Ann: no.",
            "I saw Doctor Bell: he was kind. I told Ann: no.",
        ),
        ("Dr: Well.\nPt: My time: 10:30\nTime: it flies.", "My time: 10:30\nTime: it flies."),
        ("Dr: Well.\nPt: Then\nI stopped recording", "Then\nI stopped recording"),
        ("Dr: Well.\nPt: So\n[INTERRUPTION - phone rings]\nDr: Yes?", "So\n[INTERRUPTION - phone rings]"),
        (
            "Dr: Well.\nPt: [laughs]\n[laughs] so\n[laughs] it hurts",
            "[laughs]\n[laughs] so\n[laughs] it hurts",
        ),
        ("[doctor] Well.\n[patient] No\n[inaudible] but\n[doctor] So?", "No\n[inaudible] but"),
    ],
)
def test_what_belongs_to_a_turn(text: str, expected: str) -> None:
    assert list(turns(text))[1].text == expected


def test_lines_numbered_through() -> None:
    found = list(turns("1 Doctor: Come in\n2 and sit down.\n3 Patient: My knee\n4 is sore."))
    assert [t.text for t in found] == ["Come in\nand sit down.", "My knee\nis sore."]


def test_a_time_alone_opens_another_turn_of_the_same_speaker() -> None:
    found = list(turns("Doctor: Come in.\n(00:00:05) Sit down.\nPatient: Thanks."))
    assert [(t.speaker, t.text, t.start) for t in found][1] == ("Doctor", "Sit down.", 5.0)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Dr Smith,\n\nRe: Bob Hale\nPatient: Bob Hale\n\nI saw him today.\n\nYours sincerely",
        "I went to the doctor and he said: no.\nThat was all there was.",
        "one word",
        "Yes\n\nNo\n\nYes\n\nNo",
        "Note: this\nNote: that\nNote: the other",
        "x" * 10_000_000,
        "word " * 2_000_000,
        "Dr: " + "word " * 2_000_000,
        "\n" * 50_000 + "a",
        "",
    ],
    ids=lambda text: text[:20],
)
def test_no_transcript(text: str) -> None:
    with pytest.raises(UnreadableError):
        list(turns(text))


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("Dear Dr Smith,\n\nRe: Bob Hale\n\nI saw him today.\n\nYours sincerely", True),
        ("I went to the doctor on Monday and\nhe said that it was nothing, but\nit was not.", True),
        (("It has been so for a year. " * 9 + "\n") * 3, True),
        ("Hello?\nHello, is that Mr Hale?\nYes, it is.\nIt is the surgery.", False),
    ],
)
def test_prose_is_told_from_talk_without_speakers(text: str, prose: bool) -> None:
    with pytest.raises(UnreadableError, match="no line says who speaks; write each turn as") as caught:
        list(turns(text))
    assert ("looks like prose or a letter, and commscore score reads" in str(caught.value)) == prose


WORDS = st.lists(
    st.sampled_from(["so", "it", "is", "my", "knee", "and", "the", "stair:", "well,", "no", "-", "yes"]),
    min_size=1,
).map(" ".join)


@given(st.lists(WORDS, min_size=2, max_size=20), st.sampled_from([("Dr", "Pt"), ("D", "P"), ("Ann", "Bob")]))
def test_simple_transcripts_come_back(said: list[str], who: tuple[str, str]) -> None:
    written = [(who[n % 2], words) for n, words in enumerate(said)]
    text = "\n".join(f"{speaker}: {words}" for speaker, words in written)
    assert [(t.speaker, t.text) for t in turns(text)] == written
