import re
from dataclasses import replace

import pytest
from tests.report.conftest import a_report

from commscore.codebook import codes, consultation, evidence, highlights, measures, suggestions
from commscore.codebook.schema import ResponseEntry
from commscore.report import wording
from commscore.report.digest import EvidenceRow, digest
from commscore.report.timeline import lanes
from commscore.types import Code, Document, Moment, Report, Role, Score, Turn


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
    assert (rows["agenda_asked"].shown, rows["agenda_asked"].strip) == ("not found", None)


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


def praised(report: Report) -> dict[str, list[int]]:
    return {h.key: [q.turn for q in h.quotes] for h in digest(report).went_well}


@pytest.mark.parametrize(
    ("dismissal", "kept"),
    [
        (Code("dismissal", 4, 0, 4), False),
        (Code("dismissal", 4, 0, 4, certain=False), True),  # only maybe
        (Code("dismissal", 2, 0, 3), True),  # another turn
    ],
)
def test_a_turn_that_dismisses_is_not_praised(report: Report, dismissal: Code, kept: bool) -> None:
    assert ("empathy" in praised(replace(report, codes=(*report.codes, dismissal)))) is kept


def test_an_answer_to_a_turn_that_was_blocked_is_not_praised(report: Report) -> None:
    blocked = Moment(3, "cue", "blocked", 4)
    assert "empathy" not in praised(replace(report, moments=(*report.moments, blocked)))
    elsewhere = Moment(3, "cue", "blocked", 2)  # the concern of the same turn was explored in turn 4
    assert "empathy" not in praised(replace(report, moments=(*report.moments, elsewhere)))


def test_more_like_it_leads_to_no_turn_that_dismisses(report: Report) -> None:
    again, dismissal = Code("empathy", 6, 0, 4), Code("dismissal", 6, 5, 9)
    shown = digest(replace(report, codes=(*report.codes, again, dismissal))).went_well
    assert [h.also for h in shown if h.key == "empathy"] == [()]


@pytest.mark.parametrize(
    ("surest", "others", "found"),
    [
        (0.9, 0.5, {"empathy"}),
        (0.65, 0.64, {"empathy"}),
        (0.6, 0.6, {"empathy", "introduction", "plan", "shared_decision"}),  # nothing surer
    ],
)
def test_what_is_not_sure_is_praised_only_where_nothing_surer_is(
    report: Report, surest: float, others: float, found: set[str]
) -> None:
    codes = tuple(replace(c, probability=surest if c.code == "empathy" else others) for c in report.codes)
    assert set(praised(replace(report, codes=codes))) <= found
    assert "empathy" in praised(replace(report, codes=codes))


def test_terms_stand_under_the_turn_they_were_said_in(report: Report) -> None:
    plan = report.document.turns[6].text
    x_ray = Code("jargon", 6, plan.index("X-ray"), plan.index("X-ray") + 5)

    def terms(*more: Code) -> dict[str, str]:
        (shown,) = (
            h for h in digest(replace(report, codes=(*report.codes, *more))).to_look_at if h.key == "jargon"
        )
        return dict(shown.terms)

    alone, both = terms(), terms(x_ray)
    assert alone.keys() <= {"In this turn"}
    assert alone["In this turn"].startswith("haemoptysis (")
    assert both["In this turn"] == alone["In this turn"]
    assert both["Elsewhere"].startswith("X-ray")
    assert both["Elsewhere"].endswith("turn 7")


def test_a_report_without_any_score_says_so_once_in_short(report: Report) -> None:
    why = "clinician turns: 4, and at least 8 needed"
    none = tuple(Score(d.name, None, why=why) for d in consultation().domain)
    d = digest(replace(report, scores=none))
    (first, rest) = d.not_judged_in_short
    assert first == ("", f"No domain could be judged ({why}). Each reason stands in the HTML report.")
    assert rest == ("", f"Nor could these: {wording.measure_title('speech_rate')}.")
    assert len(d.not_judged) == 2
    assert digest(report).not_judged_in_short[0] == ("Empathy", "1 cue or concern; 2 needed")


@pytest.mark.parametrize("name", [n for n, entry in measures().items() if entry.status != "none"])
def test_a_reference_in_short_holds_the_figures_of_the_whole_and_no_number_of_a_paper(name: str) -> None:
    entry = measures()[name]
    assert 0 < len(entry.brief) <= 80
    assert not re.search(r"PMC|reported|computed", entry.brief)
    figures = set(re.findall(r"\d+(?:\.\d+)?", entry.brief))
    known = " ".join([entry.reference, *(evidence()[card].study for card in entry.cards)])
    assert figures <= set(re.findall(r"\d+(?:\.\d+)?", known))


def test_a_reference_that_the_codebook_does_not_know_is_cut_to_what_it_says(report: Report) -> None:
    strange = replace(
        report.measures[0], name="reflection_to_question", reference="good 3 (reported, PMC123)"
    )
    rows = {m.name: m for g in digest(replace(report, measures=(strange,))).measures for m in g.rows}
    row = rows["reflection_to_question"]
    assert (row.reference, row.brief) == ("good 3 (reported, PMC123)", "good 3")


def test_a_finding_says_of_whom_it_is() -> None:
    rows = {c.id: EvidenceRow(c, "") for c in evidence().values()}
    vincent = rows["vincent-1994"]
    assert vincent.who.startswith("227 patients and relatives")
    assert vincent.found.startswith("Fewer than 15 %")
    assert all(r.who and r.found and r.not_shown and "PMC" not in r.study for r in rows.values())


@pytest.mark.parametrize(("code", "response"), [(c, r) for r in consultation().response for c in r.to])
def test_what_met_an_answer_is_what_the_codebook_calls_good(code: str, response: ResponseEntry) -> None:
    moment = Moment(1, code, response.name)
    assert wording.met(moment) is response.good
    (lane,) = (row for row in lanes(a_report(moments=(moment,))) if row.key == "moments")
    assert [mark.filled for mark in lane.marks] == [response.good]


def test_every_moment_has_the_domain_of_its_measure() -> None:
    assert {c: wording.moment_domain(c) for c, e in codes().items() if e.role is Role.PATIENT} == {
        "cue": "empathy",
        "concern": "empathy",
        "patient_question": "clarity",
    }
