"""Edits of turns' texts, and what becomes of the spans of codes and labels under them.

A span's edge that lies inside what was replaced moves out to the replacement's edge; what is put in at a
span's edge stays outside of it. A span of which no letter or digit is left has vanished.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from commscore.types import Code, Label, Report, Turn

Span = tuple[int, int]


class Edit(NamedTuple):
    """Characters `start` to `end` of a text give way to `replacement`; those of one text do not overlap."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after its edits, with what carries offsets of the old text over to the new one."""

    text: str
    edits: tuple[Edit, ...]
    shifts: tuple[int, ...]  # by how much each edit moves what follows it, all earlier ones included

    def span(self, start: int, end: int) -> Span | None:
        """Return where the span lies now, None where no letter or digit of it is left.

        >>> edited("so very sore", [Edit(0, 3, ""), Edit(8, 12, "tired")]).span(3, 12)
        (0, 10)
        """
        # An insertion at `start` comes before the span, one at `end` after it.
        before = bisect_right(self.edits, start, key=lambda e: e.end)
        first = start + (self.shifts[before - 1] if before else 0)
        if before < len(self.edits) and self.edits[before].start < start:
            first -= start - self.edits[before].start
        through = bisect_left(self.edits, end, key=lambda e: e.start)
        last = end + (self.shifts[through - 1] if through else 0)
        if through and self.edits[through - 1].end > end:
            last += self.edits[through - 1].end - end
        part = self.text[first:last]
        if not any(c.isalnum() for c in part):
            return None
        bare = part.lstrip()
        return last - len(bare), last - len(bare) + len(bare.rstrip())


def edited(text: str, edits: Iterable[Edit]) -> Edited:
    """Return the text with the edits made, which may come in any order."""
    made = tuple(sorted(edits))
    parts, at = [], 0
    for edit in made:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    parts.append(text[at:])
    moved = accumulate(len(e.replacement) - (e.end - e.start) for e in made)
    return Edited("".join(parts), made, tuple(moved))


def with_edits(report: Report, edits: Mapping[int, Sequence[Edit]]) -> Report:
    """Return the report with the edits of each turn, by number, made in the texts and carried to all spans.

    A code whose span has vanished is dropped, and with the last one of a cue, a concern or a question its
    moment.
    """
    texts = {n: edited(report.document.turns[n].text, found) for n, found in edits.items() if found}
    if not texts:
        return report
    turns = tuple(_turn(turn, texts.get(n)) for n, turn in enumerate(report.document.turns))
    codes = tuple(c for code in report.codes if (c := _code(code, texts.get(code.turn))))
    gone = {(c.turn, c.code) for c in report.codes} - {(c.turn, c.code) for c in codes}
    return replace(
        report,
        document=replace(report.document, turns=turns),
        codes=codes,
        moments=tuple(m for m in report.moments if (m.turn, m.code) not in gone),
        labels=tuple(_label(label, texts) for label in report.labels),
    )


def _turn(turn: Turn, text: Edited | None) -> Turn:
    return turn if text is None else Turn(turn.speaker, text.text, turn.role, turn.start, turn.end)


def _code(code: Code, text: Edited | None) -> Code | None:
    if text is None:
        return code
    span = text.span(code.start, code.end)
    return replace(code, start=span[0], end=span[1]) if span else None


def _label(label: Label, texts: Mapping[int, Edited]) -> Label:
    text = texts.get(label.turn) if label.turn is not None else None
    if text is None or not label.spans:
        return label
    return replace(label, spans=tuple(s for span in label.spans if (s := text.span(*span))))
