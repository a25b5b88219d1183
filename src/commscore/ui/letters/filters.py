"""What of the queue is shown, in which order: what a person leaves out is counted, and nothing else is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID

from commscore.codebook.letters import letter
from commscore.report.letters import wording
from commscore.store.letters import folded
from commscore.store.queue import Row
from commscore.work import OVER, Status

ACKNOWLEDGE: Final = "acknowledge"
SOON: Final = 7  # days
ANY, GONE, WEEK, UNKNOWN = "", "gone", "week", "unknown"
DUE: Final = {
    ANY: "Any day",
    GONE: "The day has gone by",
    WEEK: f"Within {SOON} days",
    UNKNOWN: "No day is known",
}
WORDS: Final = ("due", "words", "order", "matter")  # what of a filter is one word or text
PRIORITY, FIRST_DUE, NEWEST, OLDEST = "", "due", "newest", "oldest"
ORDERS: Final = {
    PRIORITY: "Priority",
    FIRST_DUE: "What is due first",
    NEWEST: "The newest first",
    OLDEST: "The oldest first",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person wants to see: one of those named, anything where none is; all of the `words`.

    `matter` is the id of a letter: those of the same matter. `order` is how they stand.
    """

    levels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    due: str = ANY
    words: str = ""
    order: str = PRIORITY
    matter: str = ""

    def saved(self) -> dict[str, object]:
        """Return it as a view is saved."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}


def opened(view: Mapping[str, object]) -> Filter:
    """Return the filter that was saved as a view, without what is no part of one any more.

    >>> opened({"levels": ["urgent"], "older": 1}).levels
    ('urgent',)
    """
    found = {field.name: view[field.name] for field in fields(Filter) if field.name in view}
    lists = {name: tuple(map(str, v)) for name, v in found.items() if isinstance(v, list | tuple)}
    words = {name: v for name, v in found.items() if isinstance(v, str) and name in WORDS}
    return Filter(**lists, **words)  # type: ignore[arg-type]


def ordered(rows: Iterable[Row], order: str = PRIORITY) -> tuple[Row, ...]:
    """Return the queue: what is answered or closed last, by priority, by what is due first, as they came.

    In another order nothing counts but that, and as they came.
    """
    if order in (NEWEST, OLDEST):
        return tuple(sorted(rows, key=lambda r: (_came(r), r.kept_at), reverse=order == NEWEST))
    if order == FIRST_DUE:
        return tuple(sorted(rows, key=lambda r: (_first(r), r.status in OVER, r.kept_at)))
    levels: list[str] = list(letter().priority.levels)
    place = {level: number for number, level in enumerate(levels)}
    return tuple(sorted(rows, key=lambda r: (r.status in OVER, place.get(r.level, 0), _first(r), r.kept_at)))


def _came(row: Row) -> date:
    return row.received or row.kept_at.date()


def running(row: Row) -> tuple[tuple[str, date], ...]:
    """Return what is still due, the earliest first: nothing of what a person said is done."""
    return tuple(sorted(_running(row), key=lambda pair: pair[1]))


def _running(row: Row) -> Iterator[tuple[str, date]]:
    if row.status in OVER:
        return
    for name, due in row.due:
        done = name == ACKNOWLEDGE and row.status is not Status.NEW
        if due and not done and wording.since_received(name):
            yield name, due


def _first(row: Row) -> date:
    return min((due for _, due in _running(row)), default=date.max)


def matching(
    rows: Iterable[Row], wanted: Filter, today: date, told: Sequence[frozenset[UUID]] = ()
) -> tuple[Row, ...]:
    """Return the rows that a filter lets through, in the order given.

    `told` says for each of the wanted words in which letters' texts it stands.
    """
    words = [(word, told[n] if told else frozenset()) for n, word in enumerate(searched(wanted.words))]
    return tuple(row for row in rows if _wanted(row, wanted, today) and _said(row, words))


def searched(words: str) -> list[str]:
    """Return what is looked for, word for word.

    >>> searched("Ward 6")
    ['ward', '6']
    """
    return folded(words).split()


def left_out(rows: Sequence[Row], shown: Sequence[Row]) -> str:
    """Return how many are left out at each level, in words; "" where none is.

    >>> left_out([], [])
    ''
    """
    shown_ids = {row.id for row in shown}
    of = Counter(row.level for row in rows if row.id not in shown_ids)
    levels = (*letter().priority.levels, *(level for level in of if level not in letter().priority.levels))
    return ", ".join(f"{of[level]:,} {wording.readable(level).lower()}" for level in levels if of[level])


def _wanted(row: Row, wanted: Filter, today: date) -> bool:
    return (
        (not wanted.levels or row.level in wanted.levels)
        and (not wanted.statuses or row.status in wanted.statuses)
        and (not wanted.categories or not set(wanted.categories).isdisjoint(row.categories))
        and (not wanted.flags or not set(wanted.flags).isdisjoint(row.flags))
        and _due(row, wanted.due, today)
    )


def _due(row: Row, wanted: str, today: date) -> bool:
    if wanted == ANY:
        return True
    if row.status in OVER:
        return False
    left = [(due - today).days for _, due in running(row)]
    if wanted == UNKNOWN:
        return not left
    return any(days < 0 for days in left) if wanted == GONE else any(0 <= days <= SOON for days in left)


def _said(row: Row, words: Sequence[tuple[str, frozenset[UUID]]]) -> bool:
    if not words:
        return True
    titles = (
        *map(wording.reason, row.reasons),
        *map(wording.flag, row.flags),
        *map(wording.category, row.categories),
        *map(wording.ask, row.asks),
    )
    text = folded(" ".join((row.name, row.brief.letter.reference or "", row.status, *titles)))
    return all(row.id in told or word in text for word, told in words)
