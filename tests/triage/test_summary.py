"""Counts by month, and that no small one is shown or can be worked out."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.triage.summary import ALL, UNDATED, monthly
from commscore.triage.withheld import FEWEST, OUTSIDE, Entry, withheld
from commscore.types import Letter, LetterReport, Named, Problem


def report(month: str | None, severity: int = 2, stage: str = "ward", **fields: bool) -> LetterReport:
    received = date.fromisoformat(f"{month}-15") if month else None
    problem = Problem("safety", severity, (severity, severity), (), **fields)
    return LetterReport(Letter("x", "", received=received), (problem,), (Named(stage),))


def test_counts_and_shares() -> None:
    reports = [report("2025-01")] * 6 + [report("2025-01", 3)] * 8 + [report("2025-03")] * 7
    summary = monthly([*reports, *[report(None)] * 9])
    assert summary.months == ("2025-01", "2025-02", "2025-03", UNDATED, ALL)
    assert summary.cell(ALL).count == 30
    high = summary.cell(ALL, "safety", severity=3)
    assert high.why is not None or high.count == 8
    for month in summary.months:
        shown = [c for c in summary.cells if c.month == month and c.count is not None]
        assert all(c.count is not None and c.count >= FEWEST for c in shown)
    assert summary.cell("2025-02").count is None


def test_without_small_numbers_all_is_shown_with_intervals() -> None:
    stages = ["ward", "after"]
    reports = [
        LetterReport(
            Letter("x", "", received=day),
            tuple(Problem("safety", level, (level, level), ()) for _ in range(1)),
            tuple(Named(stage) for stage in stages),
        )
        for day in (date(2025, 1, 3), date(2025, 2, 3), None)
        for level in (1, 2, 3)
        for _ in range(5)
    ]
    summary = monthly(reports)
    cell = summary.cell("2025-01", "safety", severity=3)
    assert (cell.count, cell.share) == (5, pytest.approx(1 / 3))
    assert cell.low is not None
    assert cell.high is not None
    assert cell.low < 1 / 3 < cell.high
    assert summary.cell(ALL, "safety").count == 45
    assert summary.cell("2025-02", "safety", stage="after").count == 15


def test_a_letter_sent_twice_counts_twice_and_a_cell_that_is_not_there_is_an_error() -> None:
    summary = monthly([report("2025-01")] * 8)
    assert summary.cell(ALL).count == 8
    with pytest.raises(KeyError):
        summary.cell("2025-02")


def test_maybes_and_disputed_are_not_counted() -> None:
    reports = [report("2025-01", certain=False)] * 6 + [report("2025-01", disputed=True)] * 6
    assert monthly(reports).cell(ALL, "safety").count is None
    assert monthly(reports).cell(ALL, "safety").why is not None


def test_a_letter_counts_once_for_a_category() -> None:
    twice = LetterReport(
        Letter("x", ""), (Problem("safety", 1, (1, 1), ()), Problem("safety", 3, (3, 3), ()))
    )
    summary = monthly([twice] * 10)
    assert summary.cell(ALL, "safety").count in {10, None}


def table(counts: Sequence[Sequence[int]]) -> list[Entry]:
    """Return counts with the totals of their rows and columns."""
    width = len(counts[0])
    rows = [[*row, sum(row)] for row in counts]
    rows.append([sum(row[n] for row in rows) for n in range(width + 1)])
    return [
        Entry(f"r{r}", f"c{c}", count, (-1 if r == len(counts) else 1) * (-1 if c == width else 1))
        for r, row in enumerate(rows)
        for c, count in enumerate(row)
    ]


def line(counts: Sequence[int]) -> list[Entry]:
    return [*(Entry(OUTSIDE, "sum", n) for n in counts), Entry(OUTSIDE, "sum", sum(counts), sign=-1)]


def reach(entries: list[Entry], hidden: frozenset[int], place: int) -> tuple[float, float]:
    """Return the least and the most that a withheld count can be, given all that is shown: by programming."""
    linprog = pytest.importorskip("scipy.optimize").linprog
    places = sorted(hidden)
    lines: dict[tuple[str, str], list[float]] = {}
    sums: dict[tuple[str, str], float] = {}
    for number, entry in enumerate(entries):
        signs = {("row", entry.row): 1, ("column", entry.column): 1}
        for key in signs:
            if key == ("row", OUTSIDE):
                continue
            lines.setdefault(key, [0.0] * len(places))
            sums.setdefault(key, 0.0)
            if number in hidden:
                lines[key][places.index(number)] += entry.sign
            else:
                sums[key] -= entry.sign * entry.count
    aim = [float(p == place) for p in places]
    found = []
    for sign in (1, -1):
        bounds = [(0, entries[p].most) for p in places]
        done = linprog(
            [sign * a for a in aim], A_eq=list(lines.values()), b_eq=list(sums.values()), bounds=bounds
        )
        found.append(float("inf") if done.status == 3 else sign * done.fun)
    return found[0], found[1]


COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda w: st.lists(st.lists(COUNT, min_size=w, max_size=w), min_size=1, max_size=4)
    )
)
def test_no_small_count_of_a_table_can_be_worked_out(counts: list[list[int]]) -> None:
    entries = table(counts)
    check(entries)


@settings(max_examples=60, deadline=None)
@given(st.lists(COUNT, min_size=1, max_size=6))
def test_nor_of_a_line(counts: list[int]) -> None:
    check(line(counts))


def check(entries: list[Entry]) -> None:
    hidden = withheld(entries)
    for place, entry in enumerate(entries):
        if entry.count < FEWEST:
            assert place in hidden
            low, high = reach(entries, hidden, place)
            assert high - low > 0.5, (entry, low, high)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9, 8], [9, 8, 17]),
        ([2, 9, 8], [None, 9, None, 19]),  # another goes with the small one
        ([0, 9, 8], [None, 9, None, 17]),
        ([2, 3, 8], [None, None, 8, 13]),
        ([0, 0, 8], [None, None, None, 8]),  # two nothings would be known by their sum
    ],
)
def test_line(counts: list[int], shown: list[int | None]) -> None:
    entries = line(counts)
    hidden = withheld(entries)
    got = [None if n in hidden else entry.count for n, entry in enumerate(entries)]
    assert sum(x is None for x in got) == sum(x is None for x in shown)
    assert got[-1] == shown[-1]
    check(entries)


def test_what_is_at_its_most_gives_nothing_away() -> None:
    """Of a line of 3 and 9 in 12, the 9 being all that month's letters, the 3 could only go down."""
    entries = [
        Entry(OUTSIDE, "sum", 3, most=20),
        Entry(OUTSIDE, "sum", 9, most=9),
        Entry(OUTSIDE, "sum", 12, sign=-1, most=29),
    ]
    assert {0, 1} <= withheld(entries)
    check(entries)


MONTHS = st.sampled_from(["2025-01", "2025-02", None])
REPORTS = st.lists(
    st.builds(report, MONTHS, st.integers(1, 3), st.sampled_from(["ward", "after", "access"])), max_size=60
)


def missing(parts: Sequence[int | None], total: int | None) -> int | None:
    """Return what a reader works out where just one of the parts and their total is withheld."""
    held = [part for part in parts if part is not None]
    if len(held) == len(parts) and total is None:
        return sum(held)
    return total - sum(held) if len(held) == len(parts) - 1 and total is not None else None


@settings(max_examples=25, deadline=None)
@given(REPORTS)
def test_no_small_number_is_shown_nor_one_missing_from_its_sum(reports: list[LetterReport]) -> None:
    summary = monthly(reports)
    shown = {(c.month, c.category, c.severity, c.stage): c.count for c in summary.cells}
    assert all(count is None or count >= FEWEST for count in shown.values())
    months = [month for month in summary.months if month != ALL]
    for key in [(c.category, c.severity, c.stage) for c in summary.cells if c.month == ALL]:
        found = missing([shown[month, *key] for month in months], shown[ALL, *key])
        assert found is None or found >= FEWEST, key
    for month in summary.months:
        levels = [shown[month, "safety", level, ""] for level in (1, 2, 3)]
        found = missing(levels, shown[month, "safety", None, ""])
        assert found is None or found >= FEWEST, month
