from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from commscore.errors import ReviewError
from commscore.measure import measure
from commscore.read.schema import dump, load
from commscore.review import corrected
from commscore.types import Code, Moment, Provenance, Report
from commscore.work import Review, Verdict
from conftest import consultation

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DOCUMENT = consultation(
    "D: How can I help?",
    "P: I'm worried it's something bad. I can't sleep.",
    "D: Okay. When did it start?",
    "P: In May.",
    "D: That sounds frightening. You can't sleep.",
)
CODES = (
    Code("agenda", 0, 0, 15, found_by="rule:phrases"),
    Code("concern", 1, 0, 31, found_by="rule:phrases"),
    Code("closed_question", 2, 6, 23, found_by="rule:questions"),
    Code("empathy", 4, 0, 24, 0.4, "model:consultation", certain=False),
)
MISSED = Moment(1, "concern", "missed", 2, "the trained model reads the reply as: missed (90 %)")


@pytest.fixture
def report():
    measured = measure(DOCUMENT, CODES, (MISSED,))
    made = Provenance("0", roles="from the labels")
    return Report(DOCUMENT, CODES, (MISSED,), measured.measures, measured.scores, provenance=made)


def review(verdict, code, turn, start, end, author="Alex", minutes=0, instead=None):
    at = NOON + timedelta(minutes=minutes)
    return Review(turn, start, end, code, Verdict(verdict), author, "because", at, instead)


def given(report):
    return [(c.code, c.turn) for c in report.codes]


def test_without_reviews_the_report_is_the_machine_s(report):
    assert corrected(report, ()) is report


def test_what_is_confirmed_is_certain_and_counts(report):
    found = corrected(report, [review("confirmed", "empathy", 4, 0, 24)])
    assert found.codes[-1] == Code("empathy", 4, 0, 24, 1.0, "person:Alex")
    again = measure(DOCUMENT, found.codes, found.moments)
    assert (found.measures, found.scores) == (again.measures, again.scores)
    assert found.provenance == replace(report.provenance, corrections="1 confirmation by 1 person")


def test_what_is_rejected_is_out_with_its_moment_and_the_machine_s_report_is_untouched(report):
    before = dump(report)
    found = corrected(report, [review("rejected", "concern", 1, 0, 31)])
    assert ("concern", 1) not in given(found)
    assert found.moments == ()
    assert dump(report) == before


def test_what_is_changed_stands_under_its_new_code(report):
    found = corrected(report, [review("changed", "closed_question", 2, 6, 23, instead="ice")])
    assert given(found) == [("agenda", 0), ("concern", 1), ("ice", 2), ("empathy", 4)]
    assert found.codes[2].found_by == "person:Alex"
    assert found.moments == (Moment(1, "concern", "explored", 2, found.moments[0].why),)


def test_what_is_added_is_in_and_makes_a_moment(report):
    found = corrected(report, [review("added", "cue", 1, 32, 46), review("added", "empathy", 2, 0, 5)])
    assert given(found).count(("cue", 1)) == 1
    assert {(m.code, m.response) for m in found.moments} == {
        ("concern", "acknowledged"),
        ("cue", "acknowledged"),
    }


def test_a_moment_that_no_correction_bears_on_stays_as_the_model_judged_it(report):
    found = corrected(report, [review("rejected", "agenda", 0, 0, 15)])
    assert found.moments == (MISSED,)


@pytest.mark.parametrize("first", [0, 5])
def test_of_two_people_the_later_holds_and_both_are_kept(report, first):
    alex = review("rejected", "empathy", 4, 0, 24, minutes=first)
    sam = review("changed", "empathy", 4, 0, 24, "Sam", 3, instead="reflection")
    found = corrected(report, [alex, sam])
    assert (("reflection", 4) in given(found)) is (first == 0)
    assert ("empathy", 4) not in given(found)
    assert set(found.reviews) == {alex, sam}
    assert [r.at for r in found.reviews] == sorted(r.at for r in (alex, sam))


def test_a_person_s_code_can_be_taken_out_by_another(report):
    added = review("added", "empathy", 2, 0, 5)
    found = corrected(report, [added, review("rejected", "empathy", 2, 0, 5, "Sam", 1)])
    assert given(found) == given(report)
    assert found.provenance.corrections == "1 correction by 1 person"


def test_a_code_that_is_there_twice_is_given_once(report):
    found = corrected(report, [review("added", "agenda", 0, 0, 15)])
    assert given(found) == given(report)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (review("rejected", "plan", 0, 0, 15), "turn 0, characters 0 to 15: no code ‘plan’ is given there"),
        (review("confirmed", "agenda", 0, 0, 14), "open that one, or review this one again"),
        (review("added", "empathy", 9, 0, 5), "there are no such words"),
        (review("added", "empathy", 0, 5, 99), "there are no such words"),
        (review("added", "empathy", 0, 5, 5), "there are no such words"),
        (review("added", "unheard_of", 0, 0, 5), "the codebook has no code ‘unheard_of’"),
        (review("changed", "agenda", 0, 0, 15), "the codebook has no code"),
        (review("added", "cue", 0, 0, 5), "for the patient's words"),
    ],
)
def test_what_cannot_be_applied_says_why(report, wrong, said):
    with pytest.raises(ReviewError, match=said):
        corrected(report, [wrong])


def test_a_corrected_report_goes_through_json_without_loss(report):
    found = corrected(report, [review("changed", "closed_question", 2, 6, 23, instead="ice")])
    noted = replace(found, notes=("Well begun.",))
    assert load(dump(noted), "here") == noted


def test_what_became_of_a_concern_is_as_a_person_says_and_counts(report):
    said = review("changed", "concern.missed", 1, 0, 31, instead="concern.explored")
    found = corrected(report, [said])
    assert found.moments == (Moment(1, "concern", "explored", 2, "a person judged it: because"),)
    assert found.codes == report.codes
    answered = {m.name: m.value for m in measure(DOCUMENT, CODES, found.moments).measures}
    assert {m.name: m.value for m in found.measures} == answered
    assert load(dump(found), "a") == found
    back = review("confirmed", "concern.missed", 1, 0, 31, author="Sam", minutes=1)
    again = corrected(report, [said, back])
    assert [m.response for m in again.moments] == ["missed"]
    assert again.provenance.corrections == "1 confirmation by 1 person"


def test_a_person_s_word_on_a_moment_outlasts_what_the_rules_make_of_other_corrections(report):
    said = review("changed", "concern.missed", 1, 0, 31, instead="concern.blocked")
    added = review("added", "empathy", 2, 0, 5, minutes=1)
    assert corrected(report, [said, added]).moments[0].response == "blocked"
    gone = review("rejected", "concern", 1, 0, 31, minutes=2)
    assert corrected(report, [said, gone]).moments == ()


@pytest.mark.parametrize(
    ("verdict", "code", "instead"),
    [
        ("changed", "concern.missed", "concern.answered"),
        ("changed", "concern.missed", "cue.explored"),
        ("changed", "concern.missed", None),
        ("rejected", "concern.missed", None),
        ("changed", "empathy.missed", "empathy.explored"),
    ],
)
def test_nothing_can_become_of_a_code_that_the_codebook_does_not_know(report, verdict, code, instead):
    with pytest.raises(ReviewError, match="nothing that can become"):
        corrected(report, [review(verdict, code, 1, 0, 31, instead=instead)])
