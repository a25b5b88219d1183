"""Figures over time: no trend from a few, nothing that ranks, nothing of a small cohort."""

from datetime import date, timedelta

import pytest

from commscore.progress import FEWEST, courses, spreads, trend
from commscore.types import Document, Measure, Report, Score

FIRST = date(2026, 9, 1)


def report(points: float | None, share: float = 0.5) -> Report:
    why = None if points is not None else "too few turns"
    return Report(
        Document("a", ()),
        measures=(Measure("talk_share", share, "share of all words"),),
        scores=(Score("listening", points, why=why),),
    )


def test_each_figure_has_its_course_in_the_order_of_time() -> None:
    dated = [(FIRST + timedelta(n), report(50 + n)) for n in (4, 0, 2, 1, 3)]
    listening, share = courses(dated)
    assert [point.value for point in listening.points] == [50, 51, 52, 53, 54]
    assert (listening.before, listening.unit, listening.name) == (51.5, "points of 100", "listening")
    assert listening.trend
    assert listening.trend.clear
    assert share.trend
    assert (share.trend.slope, share.trend.clear) == (0, False)


def test_below_five_no_trend_is_drawn_and_what_could_not_be_judged_is_no_figure() -> None:
    dated = [(FIRST + timedelta(n), report(None if n == 2 else 50)) for n in range(FEWEST)]
    listening, share = courses(dated)
    assert listening.trend is None
    assert listening.why == "4 consultations with this figure; 5 are needed for a trend"
    assert listening.points[2].why == "too few turns"
    assert share.trend
    assert courses([]) == ()
    assert courses([(FIRST, report(50))])[0].before is None


@pytest.mark.parametrize(
    ("values", "slope", "clear"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], 1, True),
        ([8, 7, 6, 5, 4, 3, 2, 1], -1, True),
        ([5, 1, 4, 2, 3], -0.5, False),
        ([1, 2, 3, 100, 5, 6, 7, 8], 1, True),  # one that is far off moves it little
        ([3, 3, 3, 3, 3], 0, False),
    ],
)
def test_a_trend_holds_its_slope_in_its_interval(values: list[float], slope: float, clear: bool) -> None:
    found = trend(values)
    assert found.low <= found.slope <= found.high
    assert found.slope == pytest.approx(slope, abs=0.25)
    assert found.clear is clear


def test_a_cohort_is_a_spread_without_names_and_nothing_below_five() -> None:
    learners = {f"learner {n}": [report(40 + 10 * n), report(None), report(44 + 10 * n)] for n in range(5)}
    listening, _ = spreads(learners)
    assert (listening.learners, listening.lower, listening.middle, listening.upper) == (5, 52, 62, 72)
    assert "learner" not in repr(spreads(learners)).replace("learners=", "").replace("learners with", "")
    few, _ = spreads(dict(list(learners.items())[:4]))
    one, _ = spreads(dict(list(learners.items())[:1]))
    assert one.why == "1 learner with this figure; 5 are needed"
    assert (few.middle, few.why) == (None, "4 learners with this figure; 5 are needed")
