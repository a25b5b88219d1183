"""Where the writer claims that somebody was harmed: quotes only, the level is left to a person."""

from dataclasses import replace
from functools import cache
from typing import Final

from commscore.detect.letters.phrases import Rule, find, rules
from commscore.detect.letters.scope import not_so, scope, unreal
from commscore.sentences import ParsedLetter, joined
from commscore.types import Span

GRAVE: Final = frozenset({"serious_harm"})
NEED: Final = "need"


def harm(parsed: ParsedLetter) -> tuple[Span, ...]:
    """Return the sentences that claim harm to body or mind, in the order of the text."""
    told = [
        *find(parsed, (*rules("harm"), *_needs())),
        *(f for f in find(parsed, rules("other_flags")) if f.phrase.gives in GRAVE),
    ]
    return joined(f.shown for f in told if not scope(parsed, f.number, f.match, (not_so, unreal)).plain)


@cache
def _needs() -> tuple[Rule, ...]:
    """Return the phrases that tell of suffering, past suffering included."""
    needs = (rule for rule in rules("ongoing_risk") if rule.phrase.gives == NEED)
    return tuple(replace(rule, phrase=rule.phrase.model_copy(update={"now": False})) for rule in needs)
