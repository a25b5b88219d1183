"""Two codings of a consultation settled into one: where they differ, and what is decided of each difference.

What counts as differing is what counts in `train.agreement`: the unit is the turn, and a turn where either
coding only disputes a code is left out for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from commscore import __version__, codebook
from commscore.train.agreement import compared
from commscore.types import Code, Provenance, Report
from commscore.work import Coding


class Side(StrEnum):
    """Whose codes are taken where two codings differ."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Difference:
    """Codes of one turn that only one of two codings gives, `first` and `second`; their words overlap.

    One of the two may be empty: that coder gave none of these.
    """

    turn: int
    first: tuple[Code, ...]
    second: tuple[Code, ...]

    @property
    def start(self) -> int:
        """Where in the turn's text the words of its codes begin."""
        return min(code.start for code in (*self.first, *self.second))


def differences(first: Report, second: Report) -> tuple[Difference, ...]:
    """Return where two codings of the same turns differ, in the order of the text.

    Codes whose words overlap are one difference: often two readings of the same words.
    """
    only = [*_only(first, second, 0), *_only(second, first, 1)]
    only.sort(key=lambda each: (each[1].turn, each[1].start, each[1].end, each[0]))
    found: list[list[tuple[int, Code]]] = []
    for side, code in only:
        last = found[-1] if found else []
        if last and last[0][1].turn == code.turn and code.start < max(c.end for _, c in last):
            last.append((side, code))
        else:
            found.append([(side, code)])
    return tuple(
        Difference(
            group[0][1].turn,
            tuple(code for side, code in group if side == 0),
            tuple(code for side, code in group if side == 1),
        )
        for group in found
    )


def adjudicated(first: Report, second: Report, decided: Mapping[int, Side], by: str) -> Report:
    """Return the settled coding; `decided` holds a side by the number of the difference, from 0.

    What both codings give in a turn stands with the first one's words. A code of a difference that is not
    decided yet stands as `disputed`: only one of two coders gave it. `by` is the pseudonym of the one who
    decided; the provenance names all three and says where a coding started from the machine's codes.
    """
    open_ = differences(first, second)
    apart = {code for each in open_ for code in each.first}
    codes = [code for code in first.codes if code not in apart and code.certain and not code.disputed]
    for number, each in enumerate(open_):
        codes.extend(_taken(each, decided.get(number)))
    codes.sort(key=lambda c: (c.turn, c.start, c.end, c.code))
    return Report(first.document, tuple(codes), provenance=_provenance(first, second, by))


def _taken(each: Difference, side: Side | None) -> Iterator[Code]:
    if side is None:
        yield from (replace(code, disputed=True) for code in (*each.first, *each.second))
    if side in {Side.FIRST, Side.BOTH}:
        yield from each.first
    if side in {Side.SECOND, Side.BOTH}:
        yield from each.second


def _only(one: Report, other: Report, side: int) -> Iterator[tuple[int, Code]]:
    """Yield the codes that only `one` gives in a turn, with the number of its side."""
    for name in codebook.codes():
        given, found, _ = compared(one, other, {name})
        for code in one.codes:
            if code.code == name and code.turn in given - found and code.certain and not code.disputed:
                yield side, code


def _provenance(first: Report, second: Report, by: str) -> Provenance:
    told = first.provenance, second.provenance
    started = [p for p in told if p.coding is Coding.PRE_ANNOTATED]
    return Provenance(
        __version__,
        codebook=codebook.digest(),
        coder=f"{told[0].coder} and {told[1].coder}, settled by {by}",
        privacy=told[0].privacy,
        roles=told[0].roles,
        warnings=tuple(f"{p.coder} started from the machine's codes" for p in started),
        coding=Coding.ADJUDICATED,
        chosen=told[0].chosen if told[0].chosen is told[1].chosen else None,
    )
