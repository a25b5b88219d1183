"""The nine flags: wide patterns, made to miss nothing, and what is plainly denied or over left out."""

from collections.abc import Iterator, Sequence
from typing import Final

from commscore.codebook.letters import flags as known
from commscore.detect.letters.phrases import Found, find, rules
from commscore.detect.letters.scope import (
    Doubt,
    Scope,
    anothers,
    conditional,
    denied,
    disclaimed,
    ended,
    general,
    not_so,
    over,
    quoted,
    scope,
    unreal,
)
from commscore.detect.letters.urgent import ongoing, safe
from commscore.sentences import ParsedLetter, joined
from commscore.types import Flag

FOUND_BY: Final = "rule:flags"
# Where flags are read beside the complaint itself, and what is said of it; a page's head and foot are not.
ASIDES: Final = {
    "quoted": "in quoted mail",
    "salutation": "in the greeting",
    "signature": "in the signature",
    "address": "in the address",
    "form": "in the form's heads",
}
READ: Final = frozenset(ASIDES)
# What may take a flag's words back. A death cannot be somebody else's opinion, a solicitor can; an act
# that nearly happened or is feared counts in full where a life or a person at risk is at stake.
DOUBTS: Final[dict[str, tuple[Doubt, ...]]] = {
    "self_harm_risk": (denied, conditional, over, ended, quoted, general),
    "ongoing_risk": (not_so, unreal, conditional, over),
    "safeguarding": (not_so, conditional, general),
    "death": (not_so, unreal, conditional, over),
    "serious_harm": (not_so, unreal, conditional, over),
    "legal": (denied, disclaimed, anothers, quoted),
    "regulator": (denied, anothers, quoted),
    "discrimination": (not_so,),
    "third_party": (),
}


def flags(parsed: ParsedLetter) -> tuple[Flag, ...]:
    """Return the flags of a letter in the codebook's order, each with its words and what to check first."""
    found = list(_mentions(parsed))
    flagged = (_flag(parsed, flag, [f for f in found if f.phrase.gives == flag]) for flag in known())
    return tuple(flag for flag in flagged if flag)


def _mentions(parsed: ParsedLetter) -> Iterator[Found]:
    for name in ("self_harm_risk", "safeguarding", "other_flags"):
        yield from find(parsed, rules(name), READ)


def _flag(parsed: ParsedLetter, flag: str, mentions: Sequence[Found]) -> Flag | None:
    words = list(ongoing(parsed, READ)) if flag == "ongoing_risk" else list(mentions)
    doubts = [(f, _doubt(parsed, flag, f)) for f in words]
    left = [(f, doubt) for f, doubt in doubts if not doubt.plain]
    if flag == "self_harm_risk":
        left = _unsafe(parsed, left)
    if not left:
        return None
    clear = [f for f, doubt in left if not doubt]
    shown = clear or [f for f, _ in left]
    check = "" if clear else f"please check: {left[0][1].reason}"
    return Flag(flag, joined(f.shown for f in shown), found_by=FOUND_BY, check=check)


def _doubt(parsed: ParsedLetter, flag: str, found: Found) -> Scope:
    said = scope(parsed, found.number, found.match, DOUBTS[flag])
    if found.sentence.aside and not said.plain:
        return Scope(ASIDES[found.sentence.aside])
    return said


def _unsafe(parsed: ParsedLetter, left: list[tuple[Found, Scope]]) -> list[tuple[Found, Scope]]:
    """Return the same words, to be checked where the writer says elsewhere that they are safe."""
    if not safe(parsed):
        return left
    return [(f, doubt or Scope("may be denied")) for f, doubt in left]
