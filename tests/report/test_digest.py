from dataclasses import replace

import pytest
from tests.report.conftest import a_report

from commscore.codebook import codes, highlights, suggestions
from commscore.report import wording
from commscore.report.digest import digest
from commscore.types import Code, Document, Moment, Report, Role, Turn


def keys(report: Report) -> list[str]:
    return [h.key for h in digest(report).to_look_at]


def test_what_went_well_is_diverse_and_quotes_both(report: Report) -> None:
    well = digest(report).went_well
    assert len({h.key for h in well}) == len(well) <= 4
    assert well[0].key == "empathy"
    assert [q.speaker for q in well[0].quotes] == ["Pat", "Dr Vale"]
    assert well[0].quotes[1].words == "That sounds frightening."
    assert well[0].why


def test_a_missed_cue_comes_first_with_the_reply(report: Report) -> None:
    first = digest(report).to_look_at[0]
    assert first.key == "cue.missed"
    assert [q.text for q in first.quotes] == [report.document.turns[1].text, "Any haemoptysis?"]
    assert first.quotes[0].words == "I can't even lift my little one."
    assert first.try_ == suggestions()["cue.missed"].wordings
    assert first.turn == 1
    assert first.quotes[0].place == "turn 2, 0:09"


@pytest.mark.parametrize(
    ("drop", "add", "missing"),
    [
        ((), (), True),  # a plan and no safety net
        (("plan",), (), False),  # no plan, so nothing to net
        ((), (Code("safety_net", 8, 0, 5),), False),
        ((), (Code("safety_net", 8, 0, 5, certain=False),), False),  # perhaps there was one: say nothing
    ],
)
def test_absence_is_said_only_where_there_was_occasion(
    drop: tuple[str, ...], add: tuple[Code, ...], missing: bool
) -> None:
    whole = a_report()
    turns = whole.document.turns * 2
    kept = tuple(c for c in whole.codes if c.code not in drop)
    found = keys(replace(whole, document=Document("x", turns), codes=(*kept, *add)))
    assert ("no_safety_net" in found) is missing


def test_a_short_visit_is_blamed_for_nothing_absent(report: Report) -> None:
    assert not [k for k in keys(report) if k.startswith("no_")]


def test_blocked_comes_before_missed_and_no_turn_twice(report: Report) -> None:
    moments = (Moment(1, "cue", "missed"), Moment(1, "concern", "blocked"), Moment(3, "cue", "missed"))
    shown = digest(replace(report, moments=moments)).to_look_at
    assert [h.key for h in shown[:2]] == ["concern.blocked", "cue.missed"]
    assert shown[1].turn == 3


def test_a_dismissal_that_a_moment_shows_is_not_shown_again(report: Report) -> None:
    dismissal = Code("dismissal", 2, 0, 3)
    assert "dismissal" not in keys(replace(report, codes=(*report.codes, dismissal)))
    assert "dismissal" in keys(replace(report, codes=(*report.codes, dismissal), moments=()))


def test_maybe_is_apart(report: Report) -> None:
    unsure = tuple(replace(c, certain=False) for c in report.codes)
    shown = digest(replace(report, codes=unsure, moments=()))
    assert not shown.went_well
    assert not shown.to_look_at
    assert 0 < len(shown.maybe) <= 6


def test_not_judged_gathers_reasons(report: Report) -> None:
    found = {n.why: n.what for n in digest(report).not_judged}
    assert found == {
        "1 cue or concern; 2 needed": ("Empathy",),
        "the times cannot be right": (wording.measure_title("speech_rate"),),
    }


def test_scores_without_evidence_say_so(report: Report) -> None:
    listening, empathy = digest(report).scores
    assert (listening.shown, listening.interval) == ("61", "50 to 70")
    assert (empathy.shown, empathy.strip, empathy.why) == (
        "not enough to judge",
        None,
        "1 cue or concern; 2 needed",
    )


def test_measures_are_words(report: Report) -> None:
    rows = {m.name: m for g in digest(report).measures for m in g.rows}
    assert (rows["talk_share"].shown, rows["talk_share"].interval) == ("58 % of all words", "50 to 66 %")
    assert (rows["agenda_asked"].shown, rows["agenda_asked"].strip) == ("no", None)


def test_evidence_bears_on_what_is_there(report: Report) -> None:
    cards = [row.card for row in digest(report).evidence]
    here = {c.code for c in report.codes} | {m.name for m in report.measures if m.value is not None}
    assert cards
    assert all(not (c.codes or c.measures) or here & {*c.codes, *c.measures} for c in cards)
    assert not digest(replace(report, codes=())).evidence


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        ((), "no turns"),
        ((Turn("A", "hello"),), "who the clinician is"),
        ((Turn("A", "hello", Role.CLINICIAN),), "nothing to quote"),
    ],
)
def test_an_empty_report_says_why(turns: tuple[Turn, ...], says: str) -> None:
    assert says in digest(Report(Document("x", turns))).nothing


def test_every_moment_and_code_has_its_words() -> None:
    kinds = set(suggestions())
    assert {a.key for a in highlights().absence} | {
        "dismissal",
        "jargon",
        "cue.missed",
        "concern.blocked",
    } <= kinds
    kept = wording.keep()
    assert set(kept) <= set(codes())
    assert {c for c, e in codes().items() if e.role is Role.CLINICIAN} - set(kept) == {
        "closed_question",
        "dismissal",
        "jargon",
    }
