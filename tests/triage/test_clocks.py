"""Working days, months and the words that date an event."""

from datetime import date

import pytest

from commscore.codebook import triage
from commscore.errors import CodebookError
from commscore.triage.clocks import clocks, working_days_after
from commscore.triage.events import latest, months_after
from commscore.types import Aside, Letter


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-07-07", "2025-07-10"),  # Monday to Thursday
        ("2025-07-10", "2025-07-15"),  # Thursday, over the weekend
        ("2025-07-12", "2025-07-16"),  # a Saturday: Monday is the first
        ("2025-07-13", "2025-07-16"),  # a Sunday
        ("2025-04-16", "2025-04-23"),  # the Wednesday before Easter: Good Friday and Easter Monday
        ("2025-04-17", "2025-04-24"),
        ("2025-12-24", "2025-12-31"),  # Thursday and Friday are Christmas and Boxing Day
        ("2027-12-24", "2027-12-31"),  # Christmas on a Saturday: Monday and Tuesday instead
        ("2022-12-23", "2022-12-30"),  # on a Sunday: Boxing Day on Monday, Christmas on Tuesday
        ("2026-12-23", "2026-12-30"),  # Boxing Day on a Saturday: Monday instead
        ("2022-06-01", "2022-06-08"),  # a jubilee's own holiday
        ("2021-12-31", "2022-01-06"),  # New Year's Day on a Saturday: Monday instead
        ("2024-02-27", "2024-03-01"),  # over a leap day
    ],
)
def test_three_working_days_in_england(received: str, due: str) -> None:
    assert working_days_after(day(received), 3) == day(due)
    assert clocks(day(received), Letter("", ""))[0].due == day(due)


@pytest.mark.parametrize(
    ("nation", "received", "due"),
    [
        ("scotland", "2025-12-31", "2026-01-07"),  # 2 January is a holiday there
        ("england", "2025-12-31", "2026-01-06"),
        ("northern ireland", "2025-07-11", "2025-07-17"),  # 14 July instead of Saturday 12
        ("northern_ireland", "2025-03-14", "2025-03-20"),  # Saint Patrick's Day
        ("Wales", "2025-03-14", "2025-03-19"),
        ("scotland", "2025-04-17", "2025-04-23"),  # no Easter Monday
    ],
)
def test_other_nations_have_their_own_holidays(nation: str, received: str, due: str) -> None:
    assert working_days_after(day(received), 3, nation) == day(due)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-07-15", 6, "2026-01-15"),
        ("2025-12-31", 12, "2026-12-31"),
    ],
)
def test_months(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == day(end)


def test_every_clock_names_its_rule() -> None:
    found = {clock.name: clock for clock in clocks(day("2025-08-31"), Letter("", "On 3 March 2025 I fell."))}
    assert [c.due for c in found.values()] == [day("2025-09-03"), day("2026-02-28"), day("2026-03-03")]
    assert "reg. 13; as reported" in found["acknowledge"].basis
    assert "reg. 14; as reported" in found["six_months"].basis
    assert "reg. 12; recalled, not checked" in found["twelve_months"].basis
    assert found["twelve_months"].basis.endswith('here 3 March 2025 ("3 March 2025")')


def test_without_a_day_received_nothing_is_due() -> None:
    for clock in clocks(None, Letter("", "Sent: 3 May 2025\nOn 3 March 2025 I fell.")):
        assert clock.due is None
        assert clock.why is not None
        assert "not known" in clock.why


@pytest.mark.parametrize("nation", ["scotland", "wales", "northern ireland"])
def test_other_nations_rules_are_not_known_here(nation: str) -> None:
    for clock in clocks(day("2025-08-31"), Letter("", "On 3 March 2025 I fell."), nation=nation):
        assert clock.due is None
        assert "not known here" in f"{clock.why}"
        assert "reg." not in clock.basis


def test_an_unknown_nation_is_named() -> None:
    with pytest.raises(CodebookError, match="'France': no such nation; give one of england"):
        clocks(day("2025-08-31"), Letter("", ""), "France")


RECEIVED = day("2025-06-16")  # a Monday


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("", None),
        ("Nobody came.", None),
        ("It was on 22 April 2025.", "2025-04-22"),
        ("It was on the 22nd of April.", "2025-04-22"),
        ("it happened on april 22nd, 2025", "2025-04-22"),
        ("On 22/4/25 I fell, on 2025-04-21 I was well, on 20.04.2025 too.", "2025-04-22"),
        ("I waited on 13, 20 and 27 May 2025.", "2025-05-27"),
        ("On Tuesday 13 August I fell.", "2024-08-13"),  # its weekday tells the year
        ("On Wednesday 13 August I fell.", None),  # this year's, to come, or years ago
        ("On 14 October I was sent home.", "2024-10-14"),  # not yet this year, and told as past
        ("On 14 October.", None),
        ("I see the surgeon on 14 October.", None),
        ("My appointment is on 4 July.", None),
        ("My appointment is on 4 July 2025. On 2 June nobody came.", "2025-06-02"),
        ("I should like a reply by 30 June.", None),
        ("I was born on 4 May 1952. DOB 04/05/52. I rang on 3 June.", "2025-06-03"),
        ("My son (11/02/2019, NHS number 1) was seen on 3 June.", "2025-06-03"),
        ("My baby was born on 9 June 2025.", None),  # it may be the event
        ("My baby was born on 9 June 2025 and on 12 June we were sent home.", "2025-06-12"),
        ("4 Mill Lane\n14 June 2025\n\nDear Sir,\n\nOn 3 June I fell.", "2025-06-03"),
        ("Leeds, 14.06.2025\n\nOn 3 June I fell.", "2025-06-03"),
        ("Sent: Sat 14 June 2025 09:14\nSubject: a fall\n\nOn 3 June I fell.", "2025-06-03"),
        ("Thank you for your letter of 10 June. On 3 June I fell.", "2025-06-03"),
        ("Date of incident: 11/05/2025", "2025-05-11"),
        ("When did it happen?\n11/05/2025", "2025-05-11"),
        ("Date of death: 30 May 2025", "2025-05-30"),
        ("I fell on 3 March 2025, and in May 2025 again.", None),  # May names no day
        ("I fell in March 2025, and on 3 May 2025 again.", "2025-05-03"),
        ("On 6 July 2022 I was scanned. On 11 March I was told.", None),  # of 2022 or 2025?
        ("I was operated on 3 October last year.", "2024-10-03"),
        ("Last year, on 3 October, I was operated on.", "2024-10-03"),
        ("I was operated on 3 October the year before last.", "2023-10-03"),
        ("On 3 March I rang again, as I did a year ago.", None),  # of 2025 or 2024?
        ("On 3 October I fell, as I did the year before last.", None),
        ("I was operated on 3 May 2021. Last week I was turned away.", None),
        ("I was operated on 3 May 2021. I am well.", "2021-05-03"),
        ("It was 14 October 1968.", None),  # too long ago to be sure that it is no birth
        ("On 31 June 2025 and 30/02/2025 nobody came.", None),
        ("On the 29th of February nobody came.", "2024-02-29"),  # no other of these years has one
        ("Ring 0113 496 0123 or 01632 960417, bed 4/5, 12 may be right.", None),
    ],
)
def test_event(text: str, event: str | None) -> None:
    found = latest(Letter("x", text), RECEIVED)
    assert found.day == (day(event) if event else None), found
    assert bool(found.why) == (found.day is None)


@pytest.mark.parametrize("received", [date.min, date(9999, 12, 31), date(4000, 2, 29)])
def test_no_day_received_is_too_absurd_to_read_a_letter(received: date) -> None:
    text = "On Monday 3 March and 29 February last year I fell. It was 4 May 2025. See you on 1 June."
    assert latest(Letter("x", text), received).day in {None, date(2025, 5, 4)}
    assert months_after(received, 12) >= received


def test_what_stands_in_an_aside_dates_no_event() -> None:
    text = "On 3 June I fell. On 9 June your colleague wrote this."
    quoted = Letter("x", text, asides=(Aside("quoted", 18, len(text)),))
    assert latest(quoted, RECEIVED).day == day("2025-06-03")


def test_the_codebook_names_every_clock_once() -> None:
    names = [rule.name for rule in triage.clocks().clock]
    assert len(names) == len(set(names))
