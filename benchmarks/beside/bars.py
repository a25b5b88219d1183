"""What must be reached, from the figures of one run."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from beside.runs import Row

Rows = Mapping[str, Row]
Taken = Callable[[Rows, str], float]  # rows, and "seconds" or "processor", to what something took


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and what it must reach, or may not exceed if `most`; ratios are of the clock's seconds.

    `processor` is the same ratio of the processors' seconds, which others on the machine change less.
    """

    name: str
    value: float
    bar: float
    most: bool = False
    processor: float | None = None

    @property
    def met(self) -> bool:
        """Whether the bar is reached."""
        return self.value <= self.bar if self.most else self.value >= self.bar


def bars(rows: Rows) -> Iterator[Bar]:
    """Yield every bar whose programs were measured."""
    for how in ("off", "replace"):
        ours = f"commscore, privacy {how}"
        name = f"39 consultations, privacy {how}"
        if {ours, "floor"} <= set(rows):
            yield _ratio(f"{name}: times the floor", rows, _work(ours), _floor, 2.5, most=True)
        if {ours, "bi-encoders"} <= set(rows):
            yield _ratio(f"{name}: times as fast as the bi-encoders", rows, _readers, _work(ours), 25)
        if {ours, "ConvoKit"} <= set(rows):
            yield _ratio(f"{name}: times as fast as ConvoKit", rows, _convokit, _work(ours), 1)
    if {"letters, commscore", "letters, Presidio and SVC"} <= set(rows):
        name = "letters: times as fast as Presidio and an SVC"
        yield _ratio(name, rows, _redacted, _work("letters, commscore"), 1)
    if "score, cold" in rows:
        yield Bar("score of one file, cold: seconds", rows["score, cold"].took("all"), 3, True)
        yield Bar("the same: megabytes", rows["score, cold"].megabytes, 700, True)
    if "help, cold" in rows:
        yield Bar("help: seconds", rows["help, cold"].took("all"), 0.5, True)


def scaled(row: Row) -> Row:
    """Return the bi-encoders' row for all pairs: they read a part of them, and each takes the same time."""
    times = row.counts["pairs"] / row.counts["measured"]
    work = {by: seconds * times for by, seconds in row.stages["work"].items()}
    return Row({**row.stages, "work": work}, row.megabytes, row.runs, row.packages, row.counts)


def _ratio(name: str, rows: Rows, above: Taken, below: Taken, bar: float, most: bool = False) -> Bar:
    clock, processor = (above(rows, by) / below(rows, by) for by in ("seconds", "processor"))
    return Bar(name, clock, bar, most, processor)


def _work(name: str) -> Taken:
    return lambda rows, by: rows[name].took("work", by=by)


def _floor(rows: Rows, by: str) -> float:
    return rows["floor"].took("encoder", "spacy", by=by)


def _readers(rows: Rows, by: str) -> float:
    return rows["bi-encoders"].took("work", by=by)


def _convokit(rows: Rows, by: str) -> float:
    return rows["ConvoKit"].took("parse", "politeness", by=by)


def _redacted(rows: Rows, by: str) -> float:
    return rows["letters, Presidio and SVC"].took("presidio", "svc", by=by)
