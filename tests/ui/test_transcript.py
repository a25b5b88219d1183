import re
from datetime import UTC, datetime
from html import unescape

import pytest

from commscore.codebook import suggestions
from commscore.read import BUILTIN
from commscore.report.digest import digest
from commscore.review import corrected
from commscore.types import Code, Document, Moment, Provenance, Report, Role, Turn
from commscore.ui import transcript
from commscore.ui.firstpage import title
from commscore.ui.home import FORMATS
from commscore.ui.moments import groups
from commscore.work import Review, Verdict

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick='x"
MARKUP = re.compile(r"<script|<img|<iframe|onerror=alert\(2\)>\"|<[^>]*\sonclick", re.IGNORECASE)


def report(*turns, codes=(), moments=()):
    return Report(Document("a", tuple(turns)), tuple(codes), tuple(moments), provenance=Provenance("0"))


def shown(made):
    turns = map(transcript.turn, transcript.rows(made))
    return "".join((*transcript.parts(made, digest(made)).values(), *turns))


def said(html):
    """The words of each turn, without the labels that stand among them."""
    paragraphs = re.findall(r'<div class="turn.*?<p dir="auto">(.*?)</p>', html, re.DOTALL)
    return [
        unescape(re.sub(r"<[^>]+>", "", re.sub(r'<button [^>]*class="tag.*?</button>', "", p)))
        for p in paragraphs
    ]


DR = Turn("Dr", "That must be hard. Go on.", Role.CLINICIAN)
PT = Turn("Pt", "I'm worried <UNIN/> about it.", Role.PATIENT)
EMPATHY = Code("empathy", 1, 0, 18)
CONCERN = Code("concern", 0, 0, 11)


@pytest.mark.parametrize(
    "codes",
    [
        (),
        (EMPATHY, CONCERN),
        (EMPATHY, Code("facilitator", 1, 5, 25), Code("plan", 1, 10, 14)),
        (Code("empathy", 1, 20, 900),),
        (Code("unheard_of", 1, 0, 4),),
    ],
)
def test_nothing_that_was_said_is_lost_whatever_is_marked(codes):
    html = shown(report(PT, DR, codes=codes))
    assert said(html) == [PT.text, DR.text]
    for code in codes:
        assert f'data-code="{code.code}"' in html


def test_each_mark_carries_a_label_and_maybe_is_said():
    html = shown(report(PT, DR, codes=(EMPATHY, Code("plan", 1, 19, 25, certain=False))))
    assert re.search(r'class="tag d-empathy  " data-code="empathy"[^>]*>Empathy</button>', html)
    assert re.search(r'class="tag d-clarity maybe " data-code="plan"[^>]*>Plan, maybe</button>', html)


def test_a_moment_leads_to_its_turn_and_to_the_answer():
    html = shown(
        report(PT, DR, codes=(EMPATHY, CONCERN), moments=(Moment(0, "concern", "acknowledged", 1, "heard"),))
    )
    assert 'data-turn="0" data-answer="1"' in html
    assert "✓ acknowledged" in html


def test_words_to_try_stand_beside_every_moment_that_met_no_answer_and_beside_no_other():
    missed, met = Moment(0, "concern", "missed", 1), Moment(0, "cue", "explored", 1)
    made = report(PT, DR, codes=(CONCERN, Code("cue", 0, 0, 11)), moments=(missed, met))
    every = groups(made, digest(made))[2]
    assert [item.try_ for item in every.entries] == [suggestions()["concern.missed"].wordings, ()]
    assert shown(made).count('<details class="try">') == 1


def test_a_code_that_was_changed_leads_to_what_the_machine_had_given():
    at = datetime(2026, 5, 1, tzinfo=UTC)
    said = Review(1, 0, 18, "empathy", Verdict.CHANGED, "Alex", "so", at, "reassurance")
    html = shown(corrected(report(PT, DR, codes=(EMPATHY,)), [said]))
    assert 'data-code="reassurance" data-first="empathy" data-start="0" data-end="18"' in html
    assert "tag d-empathy  person" in html


def test_nothing_can_be_added_to_what_is_neither_the_clinician_s_nor_the_patient_s():
    assert shown(report(PT, DR, Turn("R", "Yes.", Role.OTHER))).count('class="add"') == 2


@pytest.mark.parametrize("where", ["speaker", "text", "why"])
def test_markup_in_a_transcript_is_shown_as_text(where):
    turn = Turn(HOSTILE if where == "speaker" else "Pt", HOSTILE if where == "text" else "No.", Role.PATIENT)
    moment = Moment(0, "concern", "missed", 1, HOSTILE if where == "why" else "")
    html = shown(report(turn, DR, codes=(Code("concern", 0, 0, 900),), moments=(moment,)))
    assert not MARKUP.search(html)
    assert "&lt;script&gt;" in html


def test_an_empty_document_has_an_empty_transcript():
    assert said(shown(report())) == []


@pytest.mark.parametrize(
    ("turns", "axis"),
    [
        ((Turn("Dr", "a", start=0.0, end=2.0), Turn("Pt", "b", start=3.0, end=75.0)), ("0:00", "1:15")),
        ((Turn("Dr", "a", start=0.0, end=2.0), Turn("Pt", "b")), ("turn 1", "turn 2")),
    ],
)
def test_the_timeline_runs_over_time_only_where_every_turn_has_times(turns, axis):
    assert transcript.axis(Document("a", turns))[::2] == axis


def test_a_mark_that_met_no_answer_is_also_shorter():
    moments = (Moment(0, "concern", "missed"), Moment(0, "concern", "explored", 1))
    html = shown(report(PT, DR, codes=(CONCERN,), moments=moments))
    heights = re.findall(r'class="bar d-patient (hollow)?" [^>]*height="(\d+)"', html)
    assert heights == [("hollow", "5"), ("", "10")]
    assert "a short, hollow mark met no answer" in html


def test_an_unknown_sample_is_called_by_its_file(tmp_path):
    assert title(tmp_path / "07-home_visit.txt", {}) == "Home visit"


def test_the_way_in_names_every_format_that_can_be_read():
    assert set(FORMATS) == set(BUILTIN) - {".text", ".md", ".ndjson"} | {".zip"}
