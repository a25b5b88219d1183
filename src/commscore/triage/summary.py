"""The months: how many letters show each category, by severity and by stage, with no small number shown.

Months are those in which letters were received; letters without a date stand in a row of their own. What is
only a "maybe", or disputed, is not counted. A letter that came twice counts twice. Two summaries of nearly
the same letters can still be subtracted from each other: publish one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from commscore.codebook.letters import categories, letter
from commscore.measure.interval import wilson
from commscore.triage.withheld import FEWEST, OUTSIDE, Entry, withheld
from commscore.types import LetterReport

ALL: Final = "all"
UNDATED: Final = "no date"
WHY: Final = f"fewer than {FEWEST}, or withheld so that such a number cannot be worked out"


Key = tuple[str, str, int | None, str]  # month, category, severity, stage


@dataclass(frozen=True, slots=True)
class Cell:
    """How many letters of a month there are: all, of a category, or of a category and a severity or a stage.

    `month` is like "2025-03", "no date" or "all"; `category` "" stands for all letters. `share` is of the
    month's letters, and for a severity or a stage of those with the category, with Wilson's 95 % interval.
    None comes with the reason in `why`.
    """

    month: str
    category: str = ""
    severity: int | None = None
    stage: str = ""
    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The months in their order, "no date" and "all" last; the cells, in the order of month and codebook."""

    months: tuple[str, ...]
    cells: tuple[Cell, ...]
    _places: dict[Key, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        keys = ((cell.month, cell.category, cell.severity, cell.stage) for cell in self.cells)
        object.__setattr__(self, "_places", {key: place for place, key in enumerate(keys)})

    def cell(self, month: str, category: str = "", severity: int | None = None, stage: str = "") -> Cell:
        """Return this cell; KeyError where the summary has no such one."""
        return self.cells[self._places[month, category, severity, stage]]


def monthly(reports: Iterable[LetterReport]) -> Summary:
    """Return how many letters there were by month, category, severity and stage, small numbers withheld.

    >>> monthly([]).cell("all").why
    'fewer than 5, or withheld so that such a number cannot be worked out'
    """
    counts: Counter[Key] = Counter(key for report in reports for key in _keys(report))
    dated = sorted({key[0] for key in counts} - {ALL, UNDATED})
    months = (*_between(dated), UNDATED, ALL)
    hidden = _hidden(counts, months)
    cells = (_cell(key, counts, hidden) for month in months for key in _row(month))
    return Summary(months, tuple(cells))


def _keys(report: LetterReport) -> Iterator[Key]:
    """Yield what the letter counts for, each once: in its month, and in all."""
    received = report.letter.received
    stages = {stage.name for stage in report.stages if stage.certain and not stage.disputed}
    severities: dict[str, int] = {}
    for problem in report.problems:
        if problem.certain and not problem.disputed:
            severities[problem.category] = max(problem.severity, severities.get(problem.category, 0))
    for month in (f"{received:%Y-%m}" if received else UNDATED, ALL):
        yield month, "", None, ""
        for category, severity in severities.items():
            yield month, category, None, ""
            yield month, category, severity, ""
            yield from ((month, category, None, stage) for stage in stages)


def _between(months: Sequence[str]) -> tuple[str, ...]:
    """Return all months from the first to the last: a month left out would show that it had no letters.

    >>> _between(["2024-11", "2025-02"])
    ('2024-11', '2024-12', '2025-01', '2025-02')
    """
    if not months:
        return ()
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1]))
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1))


def _row(month: str) -> Iterator[Key]:
    """Yield the keys of a month, in the codebook's order."""
    yield month, "", None, ""
    for category in categories():
        yield month, category, None, ""
        yield from ((month, category, level, "") for level in _levels())
        yield from ((month, category, None, stage.name) for stage in letter().stage)


def _levels() -> tuple[int, ...]:
    return tuple(entry.level for entry in letter().severity)


def _hidden(counts: Counter[Key], months: Sequence[str]) -> set[Key]:
    """Return the keys whose count must not be shown.

    The letters of the months add up to all; so do those of a category with a stage; those of a category and
    its severities add up over the months and over the severities. A part of what is withheld is withheld
    too, since it would say how large that is at the least.
    """
    hidden: set[Key] = set()
    severities = (None, *_levels())
    tables: list[list[Key]] = [[(month, "", None, "") for month in months]]
    for category in categories():
        tables.append([(month, category, level, "") for month in months for level in severities])
        tables += [[(month, category, None, stage.name) for month in months] for stage in letter().stage]
    for table in tables:
        hidden |= {table[place] for place in withheld([_entry(key, counts, hidden) for key in table])}
    return hidden


def _entry(key: Key, counts: Counter[Key], hidden: set[Key]) -> Entry:
    """Return the key's count as an entry of its table, given what is hidden of the tables before it."""
    month, category, severity, stage = key
    whole = (month, category, None, "") if stage else (month, "", None, "")
    shown = bool(category) and whole not in hidden
    most, closed = counts[whole] if shown else None, bool(category) and whole in hidden
    sign = -1 if month == ALL else 1
    if not category or stage:
        return Entry(OUTSIDE, "months", counts[key], sign, most, closed)
    sign *= -1 if severity is None else 1
    return Entry(month, str(severity), counts[key], sign, most, closed)


def _cell(key: Key, counts: Counter[Key], hidden: set[Key]) -> Cell:
    month, category, severity, stage = key
    if key in hidden:
        return Cell(*key, why=WHY)
    whole: Key | None = None
    if category:
        whole = (month, category, None, "") if severity is not None or stage else (month, "", None, "")
    if whole is None or whole in hidden:
        return Cell(*key, count=counts[key])
    low, high = wilson(counts[key], counts[whole])
    return Cell(*key, counts[key], counts[key] / counts[whole], low, high)
