"""Where a letter stands in the queue: the codebook's rule over flags and severities, and no model.

It only orders the queue. Whatever may be grave counts: what a person must check first, what is a "maybe",
what one of two coders gave, and the upper end of a severity that lies between two levels; the reason says so.
"""

from collections.abc import Iterable, Iterator

from commscore.codebook.letters import categories, flags, letter
from commscore.types import Flag, Priority, Problem

UNKNOWN = "not in the codebook"


def priority(problems: Iterable[Problem], found: Iterable[Flag]) -> Priority:
    """Return the gravest level that any reason gives, and all reasons that fired, the gravest first.

    Within a level, severities come before flags, both in the codebook's order. A flag or a severity that the
    codebook does not know counts as the gravest, so that no letter looks ordinary for being new.

    >>> priority([Problem("safety", 2, (2, 3), ())], [Flag("death", (), check="whose death?")]).reasons
    ('safety: severity between 2 and 3', 'death (please check)')
    >>> priority([], [Flag("regulator", ())]).level
    'standard'
    """
    levels = letter().priority.levels
    reasons = [*_severities(tuple(problems)), *_flags(tuple(found))]
    fired = sorted((r for r in reasons if r[0] != levels[-1]), key=lambda reason: levels.index(reason[0]))
    if not fired:
        return Priority(levels[-1])
    return Priority(fired[0][0], tuple(dict.fromkeys(said for _, said in fired)))


def _severities(problems: tuple[Problem, ...]) -> Iterator[tuple[str, str]]:
    """Yield level and reason of each problem, the categories in the codebook's order, unknown ones last."""
    rule, order = letter().priority, list(categories())
    for problem in sorted(problems, key=lambda p: _place(order, p.category)):
        levels = (*problem.severity_range, problem.severity)
        low, high = min(levels), max(levels)
        known = high in {entry.level for entry in letter().severity}
        level = rule.severity.get(high, rule.levels[-1]) if known else rule.levels[0]
        severity = f"severity {high}" if low == high else f"severity between {low} and {high}"
        doubts = _doubts("" if problem.certain else "maybe", problem.disputed, known)
        yield level, f"{problem.category}: {severity}{doubts}"


def _flags(found: tuple[Flag, ...]) -> Iterator[tuple[str, str]]:
    """Yield level and reason of each flag, once: where one of its kind is plain, that one speaks."""
    known, order = flags(), list(flags())
    for name in sorted({flag.flag for flag in found}, key=lambda name: (_place(order, name), name)):
        kind = [flag for flag in found if flag.flag == name]
        check = "please check" if all(flag.check for flag in kind) else ""
        doubts = _doubts(check, all(flag.disputed for flag in kind), name in known)
        yield known[name].level if name in known else letter().priority.levels[0], f"{name}{doubts}"


def _doubts(first: str, disputed: bool, known: bool) -> str:
    said = [first, "disputed" * disputed, "" if known else UNKNOWN]
    together = ", ".join(filter(None, said))
    return f" ({together})" if together else ""


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
