"""Agreement of two codings, against figures worked out by hand."""

import pytest

from commscore.errors import UnreadableError
from commscore.train.agreement import Agreement, agreement, macro_f1, responses
from commscore.types import Code, Document, Moment, Report
from conftest import consultation

TURNS = [f"D: turn {n}" for n in range(10)]


def coded(
    *turns: int, code: str = "empathy", disputed: tuple[int, ...] = (), unsure: tuple[int, ...] = ()
) -> Report:
    given = [Code(code, t, 0, 4, disputed=t in disputed, certain=t not in unsure) for t in turns]
    return Report(consultation(*TURNS), tuple(given))


def only(first: Report, second: Report) -> Agreement:
    (row,) = agreement([first], [second])
    return row


def test_by_hand() -> None:
    # both: 2, only second: 1, only first: 1, neither: 6
    row = only(coded(0, 1, 2), coded(1, 2, 3))
    assert (row.turns, row.given, row.found) == (10, 3, 3)
    assert row.precision == pytest.approx(2 / 3)
    assert row.recall == pytest.approx(2 / 3)
    assert row.f1 == pytest.approx(2 / 3)
    assert row.kappa == pytest.approx((0.8 - 0.58) / (1 - 0.58))
    assert row.ac1 == pytest.approx((0.8 - 0.42) / (1 - 0.42))


def test_alike() -> None:
    row = only(coded(0, 1, 2, 3, 4), coded(0, 1, 2, 3, 4))
    assert (row.f1, row.kappa, row.low, row.high) == (1, 1, 1, 1)


def test_a_code_given_seldom_has_no_interval_and_no_part_in_the_mean() -> None:
    row = only(coded(0, 1), coded(0, 1))
    assert (row.f1, row.low, row.high) == (1, None, None)
    assert macro_f1([row]) is None


def test_a_code_that_either_coding_only_disputes_is_left_out() -> None:
    sure, unsure = coded(0, 1), coded(0, 1, disputed=(1,))
    assert only(sure, unsure).turns == only(unsure, sure).turns == 9
    assert only(sure, unsure).f1 == only(unsure, sure).f1 == 1


def test_responses_are_compared_on_the_moments_that_both_hold() -> None:
    def became(*found: tuple[int, str]) -> Report:
        return Report(consultation(*TURNS), moments=tuple(Moment(turn, "cue", how) for turn, how in found))

    first = became((0, "missed"), (1, "explored"), (2, "missed"), (3, "blocked"))
    second = became((0, "missed"), (1, "explored"), (2, "acknowledged"))
    feelings, questions = responses([first], [second])
    assert (feelings.moments, feelings.alike) == (3, 2)
    assert feelings.kappa == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))
    assert (questions.moments, questions.kappa) == (0, None)


def test_disjoint() -> None:
    assert only(coded(0), coded(1)).f1 == 0


def test_disputed_turns_are_left_out_and_unsure_codes_are_not_given() -> None:
    row = only(coded(0, 1, 2, disputed=(2,)), coded(0, 1, 3, unsure=(3,)))
    assert (row.turns, row.given, row.found, row.f1) == (9, 2, 2, 1)


def test_a_code_is_compared_on_the_turns_of_its_role() -> None:
    document = consultation("D: a", "P: b", "D: c")
    row = only(Report(document, (Code("cue", 1, 0, 1),)), Report(document))
    assert row.turns == 1


def test_codes_that_nobody_gave_are_no_rows() -> None:
    rows = agreement([coded()], [coded()])
    assert rows == ()
    assert macro_f1(rows) is None


def test_codings_of_other_documents_are_refused() -> None:
    other = Report(Document("another", consultation(*TURNS).turns))
    with pytest.raises(UnreadableError, match="share no document"):
        agreement([coded()], [other])
    with pytest.raises(UnreadableError, match="differ in their turns"):
        agreement([coded()], [Report(consultation("D: a"))])
