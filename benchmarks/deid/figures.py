"""A figure of the measurement, and the bar that it is held against."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` of `count` cases, of which `wrong` were missed or wrongly taken; None where there is no case.

    `in_part` is the recall where a part of what was to be found suffices. `bar` is what the value must reach
    or, if `most`, may not exceed; None where there is none.
    """

    name: str
    value: float | None
    count: int | None = None
    wrong: int | None = None
    in_part: float | None = None
    bar: float | None = None
    most: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the bar is held; None without a bar or a value."""
        if self.bar is None or self.value is None:
            return None
        return self.value <= self.bar if self.most else self.value >= self.bar


def share(name: str, right: int, count: int, bar: float | None = None) -> Figure:
    """Return the share of cases that are right."""
    return Figure(name, right / count if count else None, count, count - right, bar=bar)


def as_json(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Return figures as JSON's values, without what they do not have."""
    return [_bare({**asdict(each), "holds": each.holds}) for each in figures]


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    if row["bar"] is None:
        del row["most"]
    return {key: round(v, 4) if isinstance(v, float) else v for key, v in row.items() if v is not None}


def table(part: str, figures: Iterable[Figure]) -> Iterator[str]:
    """Yield the lines of a plain table."""
    yield f"\n{part:<52} {'value':>9} {'bar':>9}        {'cases':>6} {'wrong':>6} {'in part':>8}"
    for each in figures:
        bar = "" if each.bar is None else f"{'≤' if each.most else '≥'} {each.bar:g}"
        held = {True: "held", False: "MISSED", None: ""}[each.holds]
        cases, wrong = ("" if n is None else str(n) for n in (each.count, each.wrong))
        loose = "" if each.in_part is None else f"{each.in_part:.4f}"
        line = (
            f"  {each.name:<50} {_number(each.value):>9} {bar:>9} {held:<6} {cases:>6} {wrong:>6} {loose:>8}"
        )
        yield line.rstrip()


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4f}"
