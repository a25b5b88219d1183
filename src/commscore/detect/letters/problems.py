"""The seven categories of what went wrong, by rules: what there is without a model, and the floor to beat."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from commscore.codebook.letters import categories
from commscore.detect.letters.phrases import Found, find, overlap, rules
from commscore.detect.letters.praise import clause
from commscore.detect.letters.severity import Marks, marks, severity, weight
from commscore.sentences import ParsedLetter, joined
from commscore.types import Flag, Problem, Span

FOUND_BY: Final = "rule:problems"
FILES: Final = ("clinical", "management", "relationship")
SAFETY, HARMED = "safety", "serious_harm"  # harm that the account ties to the care shows that it went wrong
SHOWN: Final = 4  # spans of a category: those that say most are enough


def problems(parsed: ParsedLetter, raised: Iterable[Flag], praised: Iterable[Found]) -> tuple[Problem, ...]:
    """Return the problems in the codebook's order, each with its worst severity and the words that say most.

    `raised` are the letter's flags and `praised` the words that praise, in whose clause nothing is a problem.
    """
    kind = [clause(parsed, each) for each in praised]
    found = [
        f
        for name in FILES
        for f in find(parsed, rules(name))
        if not any(overlap(f.match, part) for part in kind)
    ]
    clear = {flag.flag: flag for flag in raised if not flag.check}
    seen = marks(parsed, clear.values())
    given = (_problem(c, [f for f in found if f.phrase.gives == c], clear, seen) for c in categories())
    return tuple(problem for problem in given if problem)


def _problem(
    category: str, found: Sequence[Found], raised: Mapping[str, Flag], seen: Marks
) -> Problem | None:
    harmed = raised[HARMED].spans if category == SAFETY and HARMED in raised else ()
    if not found and not harmed:
        return None
    lowest, highest = severity(category, found, seen)
    said = {f.shown: weight(category, f, found, seen) for f in found}
    return Problem(category, highest, (lowest, highest), _telling(said, harmed), found_by=FOUND_BY)


def _telling(said: Mapping[Span, tuple[int, ...]], harmed: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans that say most, the weightiest first: harm done, then by weight and by place."""

    def least(span: Span) -> tuple[bool, list[int], int]:
        told = max((w for shown, w in said.items() if overlap(shown, span)), default=())
        return not any(overlap(span, each) for each in harmed), [-w for w in told], span[0]

    return tuple(sorted(joined([*said, *harmed]), key=least)[:SHOWN])
