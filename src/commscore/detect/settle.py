"""Where several detectors speak of the same words, the codebook says which code stands."""

from collections.abc import Iterable

from commscore import codebook
from commscore.types import Code


def settle(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Return the codes in the order of the text, each once, without those that give way to another.

    A code gives way only to one that stands itself, so what others give way to is looked at first.
    """
    rule = codebook.precedence()
    unique = {(c.turn, c.start, c.end, c.code): c for c in codes if c.start < c.end}.values()
    kept: dict[int, list[Code]] = {}
    for code in sorted(unique, key=lambda c: (rule.rank(c.code), c.end - c.start, c.start, c.code)):
        standing = kept.setdefault(code.turn, [])
        if not any(gives_way(code, other) for other in standing):
            standing.append(code)
    found = (code for turn in kept.values() for code in turn)
    return tuple(sorted(found, key=lambda c: (c.turn, c.start, c.end, c.code)))


def gives_way(code: Code, other: Code) -> bool:
    """Return whether `code` is not given because `other` stands for the same words."""
    if code.start >= other.end or other.start >= code.end:
        return False
    return code.code == other.code or other.code in codebook.precedence().gives_way.get(code.code, ())
