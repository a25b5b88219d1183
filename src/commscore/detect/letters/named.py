"""Spans by the name that a phrase gives, as the values of the contract."""

from collections.abc import Iterable

from commscore.detect.letters.phrases import Found
from commscore.sentences import joined
from commscore.types import Named


def named(found: Iterable[Found], order: Iterable[str], found_by: str) -> tuple[Named, ...]:
    """Return one value for each name found, in the codebook's order, with all its words."""
    words = list(found)
    return tuple(
        Named(name, joined(f.shown for f in words if f.phrase.gives == name), found_by=found_by)
        for name in order
        if any(f.phrase.gives == name for f in words)
    )
