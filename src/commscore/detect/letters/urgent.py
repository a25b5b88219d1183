"""What makes a letter urgent: a present need with no care for it, told in one place or pieced together."""

from collections.abc import Iterable, Iterator, Sequence

from commscore.detect.letters.phrases import Found, find, overlap, rules
from commscore.detect.letters.scope import quoted
from commscore.sentences import ParsedLetter


def ongoing(parsed: ParsedLetter, asides: frozenset[str]) -> Iterator[Found]:
    """Yield the words of `ongoing_risk`: those that suffice, and needs that no care meets."""
    found = list(find(parsed, rules("ongoing_risk"), asides))
    yield from (f for f in found if f.phrase.gives in {"risk", "plea"})
    said = [f for f in found if not quoted(parsed, f.number, f.match)]
    needs = [f for f in said if f.phrase.gives == "need"]
    missing = [f for f in said if f.phrase.gives == "without"]
    yield from _together(needs, missing)


def _together(needs: Sequence[Found], missing: Sequence[Found]) -> Iterator[Found]:
    """Yield each need with the missing care nearest to it, however far apart the two are told."""
    for need in needs:
        beside = [m for m in missing if not overlap(m.match, need.match)]
        if beside:
            yield need
            yield min(beside, key=lambda m: abs(m.number - need.number))


def safe(parsed: ParsedLetter) -> Iterable[Found]:
    """Return where the writer says that there is no risk of self-harm now."""
    return [f for f in find(parsed, rules("self_harm_risk")) if f.phrase.gives == "safe"]
