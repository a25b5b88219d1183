"""Which counts of a table are withheld so that no small one can be read, or worked out from the others.

A count lies in a row and a column, and in each of them the parts add up to their total. A withheld count can
be worked out exactly where no other table of whole numbers agrees with all that is shown. Another one exists
just when the count can go up or down by one along a round of withheld counts, each in turn up and down, none
below nothing or above what is known to be the most: counts are then the flow in a network (Gusfield, SIAM J
Comput 1988; 17: 552-571).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

FEWEST: Final = 5  # a smaller count is never shown, none at all included
OUTSIDE: Final = "outside"  # the other end of a count that only one total is made of


@dataclass(frozen=True, slots=True)
class Entry:
    """A count in a row and a column of a table.

    `sign` is 1 for a part, and for the total of totals; -1 for the total of a row or of a column. `most` is
    what a reader knows that the count cannot exceed, None where nothing says so. A `closed` count is withheld
    whatever it is.
    """

    row: str
    column: str
    count: int
    sign: int = 1
    most: int | None = None
    closed: bool = False


def withheld(table: Sequence[Entry], fewest: int = FEWEST) -> frozenset[int]:
    """Return the places of the counts that must not be shown: the small ones, and what would give them away.

    Of the counts that could protect a small one the least is taken, a part before a total.

    >>> row = [Entry("May", "low", 2), Entry("May", "high", 9), Entry("May", "all", 11, sign=-1)]
    >>> sorted(withheld([Entry(OUTSIDE, e.row, e.count, e.sign) for e in row]))
    [0, 1]
    """
    small = {place for place, entry in enumerate(table) if entry.count < fewest}
    hidden = small | {place for place, entry in enumerate(table) if entry.closed}
    near: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(table):
        near[f"row {entry.row}"].append(place)
        near[f"column {entry.column}"].append(place)
    for place in sorted(small, key=lambda place: (table[place].count, place)):
        while len(hidden) < len(table) and not _open(table, near, hidden, place):
            hidden.add(_next(table, near, hidden, place))
    return frozenset(hidden)


def _next(table: Sequence[Entry], near: dict[str, list[int]], hidden: set[int], small: int) -> int:
    """Return the shown count to withhold next: near the small one if there is one, else near the hidden."""
    own = {*near[f"row {table[small].row}"], *near[f"column {table[small].column}"]} - hidden
    lines = {f"row {table[h].row}" for h in hidden} | {f"column {table[h].column}" for h in hidden}
    others = {place for line in lines for place in near[line]} - hidden
    left = own or others or set(range(len(table))) - hidden
    return min(left, key=lambda place: (table[place].sign < 0, table[place].count, place))


def _open(table: Sequence[Entry], near: dict[str, list[int]], hidden: set[int], small: int) -> bool:
    """Tell whether another table agrees with all that is shown and has another count here."""
    return any(_round(table, near, hidden, small, up) for up in (True, False))


def _round(
    table: Sequence[Entry], near: dict[str, list[int]], hidden: set[int], small: int, up: bool
) -> bool:
    """Tell whether the flow through this count can change by one and come back by other withheld counts."""
    entry = table[small]
    if not _moves(entry, up):
        return False
    row, column = f"row {entry.row}", f"column {entry.column}"
    start, goal = (column, row) if up else (row, column)
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        for there in _steps(table, near, hidden - {small}, here):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return False


def _steps(table: Sequence[Entry], near: dict[str, list[int]], hidden: set[int], here: str) -> Iterator[str]:
    """Yield the lines that one more of flow can go on to: from a row up, from a column down."""
    for place in near[here]:
        entry, up = table[place], here.startswith("row ")
        if place in hidden and _moves(entry, up):
            yield f"column {entry.column}" if up else f"row {entry.row}"


def _moves(entry: Entry, up: bool) -> bool:
    """Tell whether the signed count can go up, or down, by one, and stay within what it can be."""
    if up == (entry.sign > 0):
        return entry.most is None or entry.count < entry.most
    return entry.count > 0
