"""The seven categories of what went wrong, by rules: what there is without a model, and the floor to beat."""

from collections.abc import Mapping, Sequence
from typing import Final

from commscore.codebook.letters import categories
from commscore.detect.letters.flags import flags
from commscore.detect.letters.phrases import Found, find, merged, rules
from commscore.detect.letters.praise import praise
from commscore.detect.letters.severity import severity
from commscore.sentences import ParsedLetter
from commscore.types import Flag, Problem

FOUND_BY: Final = "rule:problems"
FILES: Final = ("clinical", "management", "relationship")
SAFETY, HARMED = "safety", "serious_harm"  # harm that the account ties to the care shows that it went wrong
SHOWN: Final = 4  # spans of a category: those that say most are enough


def problems(parsed: ParsedLetter) -> tuple[Problem, ...]:
    """Return the problems in the codebook's order, each with its worst severity and its words."""
    praised = praise(parsed)
    found = [
        f
        for name in FILES
        for f in find(parsed, rules(name))
        if not any(s < f.match[1] and f.match[0] < e for s, e in praised)
    ]
    raised = {flag.flag: flag for flag in flags(parsed) if not flag.check}
    given = (_problem(parsed, c, [f for f in found if f.phrase.gives == c], raised) for c in categories())
    return tuple(problem for problem in given if problem)


def _problem(
    parsed: ParsedLetter, category: str, found: Sequence[Found], raised: Mapping[str, Flag]
) -> Problem | None:
    shown = [f.shown for f in found]
    if category == SAFETY and HARMED in raised:
        shown += raised[HARMED].spans
    if not shown:
        return None
    lowest, highest = severity(parsed, category, found, raised)
    spans = merged(shown)[:SHOWN]
    return Problem(category, highest, (lowest, highest), spans, found_by=FOUND_BY)
