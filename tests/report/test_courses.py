"""Courses as people read them: dots in order, a change only where it is clear, and nobody's name."""

from datetime import date, timedelta

import pytest

from commscore.progress import courses, spreads
from commscore.report.courses import NOT_CLEAR, course_rows, spread_rows
from commscore.types import Document, Measure, Report, Score

FIRST = date(2026, 9, 1)


def report(points: float | None, share: float) -> Report:
    measure = Measure("talk_share", share, "share of all words", share - 0.05, share + 0.05)
    return Report(Document("a", ()), measures=(measure,), scores=(Score("listening", points, 20, 80),))


def test_a_course_is_a_row_of_dots_and_says_a_change_only_where_it_is_clear() -> None:
    dated = [(FIRST + timedelta(7 * n), report(40 + 10 * n, 0.5)) for n in range(5)]
    listening, share = course_rows(courses(dated))
    assert (listening.title, listening.newest, listening.before) == ("Listening", "80", "55")
    assert listening.change == "rising by about 10 a consultation (likely 10 to 10)"
    assert [(dot.across, dot.up) for dot in listening.dots][::4] == [(0, 0.4), (1, 0.8)]
    assert (listening.unit, share.unit) == ("points of 100", "of all words")
    assert (share.newest, share.change, share.domain) == ("50 %", NOT_CLEAR, "listening")


def test_what_could_not_be_judged_is_a_gap_and_no_dot() -> None:
    dated = [(FIRST, report(None, 0.4)), (FIRST + timedelta(1), report(60, 0.4))]
    listening, share = course_rows(courses(dated))
    assert (len(listening.dots), listening.gaps) == (1, 1)
    assert share.change == "2 consultations with this figure; 5 are needed for a trend"
    assert [row.name for row in course_rows(courses([(FIRST, report(None, 0.4))]))] == ["talk_share"]


@pytest.mark.parametrize(("learners", "middle"), [(5, "60"), (4, "")])
def test_a_cohort_is_shown_from_five_on(learners: int, middle: str) -> None:
    rows = spread_rows(spreads({f"name {n}": [report(40 + 10 * n, 0.5)] for n in range(learners)}))
    assert (rows[0].title, rows[0].middle, rows[0].learners) == ("Listening", middle, learners)
    assert "name" not in " ".join(row.title + row.between + row.why for row in rows)


def test_two_figures_of_one_title_are_told_apart_by_their_unit() -> None:
    measure = Measure("empathy_per_100_turns", 3.8, "per 100 clinician turns", 0.0, 12.5)
    both = Report(Document("a", ()), measures=(measure,), scores=(Score("empathy", 17, 9, 54),))
    for rows in (course_rows(courses([(FIRST, both)])), spread_rows(spreads({"one": [both]}))):
        assert [row.title for row in rows] == ["Empathy", "Empathy"]
        assert [row.unit for row in rows] == ["points of 100", "per 100 clinician turns"]
