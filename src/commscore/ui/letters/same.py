"""Letters that may be of the same matter, as they are named beside each other: for a person to look at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from commscore.store.queue import Row
from commscore.triage.same import by_reference
from commscore.triage.shingles import Tied

MOST = 3  # others that are named beside a letter


@dataclass(frozen=True, slots=True)
class Matter:
    """Letters that may be of the same matter, as they stand in the queue, and why."""

    rows: tuple[Row, ...]
    why: str

    def others(self, id: UUID) -> tuple[Row, ...]:
        """Return them without this one."""
        return tuple(row for row in self.rows if row.id != id)


def matters(rows: Sequence[Row]) -> dict[UUID, Matter]:
    """Return the matter of each letter that is not alone in its own: tied by its text, or its reference."""
    tied, first, why = Tied(), dict[UUID, int](), dict[int, str]()
    for number, row in enumerate(rows):
        tied.tie(first.setdefault(row.matter, number), number)
    for one, other, said in by_reference([row.brief.letter for row in rows]):
        tied.tie(one, other)
        why[other] = said
    found: dict[int, list[int]] = defaultdict(list)
    for number in range(len(rows)):
        found[tied.head(number)].append(number)
    return {
        rows[number].id: matter
        for numbers in found.values()
        if len(numbers) > 1
        for matter in [_matter(rows, numbers, why)]
        for number in numbers
    }


def _matter(rows: Sequence[Row], numbers: Sequence[int], why: dict[int, str]) -> Matter:
    told = [said for number in numbers for said in (*rows[number].why.split("; "), why.get(number, ""))]
    return Matter(tuple(rows[n] for n in numbers), "; ".join(sorted({said for said in told if said})))
