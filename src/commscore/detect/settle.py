"""Where several detectors speak of the same words, the codebook says which code stands."""

from collections.abc import Iterable

from commscore.types import Code

QUESTIONS = frozenset({"open_question", "closed_question"})
# Questions that earn one of these are neither open nor closed (codebook, settled in version 1.1).
OWN_CODE = frozenset(
    {
        "agenda",
        "ice",
        "introduction",
        "permission",
        "check_understanding",
        "teach_back",
        "shared_decision",
        "reflection",
    }
)
# The first is given up where the second covers the same words.
GIVES_WAY = (
    ("reflection", "ice"),
    ("plan", "signpost"),
    ("plan", "safety_net"),
    ("explanation", "reassurance"),
    *(("reflection", other) for other in ("plan", "safety_net", "explanation", "signpost")),
)


def settle(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Return the codes in the order of the text, each once, without those that give way to another."""
    unique = {(c.turn, c.start, c.end, c.code): c for c in codes if c.start < c.end}
    by_turn: dict[int, list[Code]] = {}
    for code in unique.values():
        by_turn.setdefault(code.turn, []).append(code)
    kept = [c for c in unique.values() if not any(gives_way(c, other) for other in by_turn[c.turn])]
    return tuple(sorted(kept, key=lambda c: (c.turn, c.start, c.end, c.code)))


def gives_way(code: Code, other: Code) -> bool:
    """Return whether `code` is not given because `other` has the same words."""
    if code is other or code.start >= other.end or other.start >= code.end:
        return False
    if code.code == other.code:  # of two spans of one code that overlap the shorter says enough
        return (other.end - other.start, other.start) < (code.end - code.start, code.start)
    if code.code in QUESTIONS:
        return other.code in OWN_CODE
    return (code.code, other.code) in GIVES_WAY
