"""A turn's text with the words of its codes marked: as plain runs for any format, and as escaped HTML."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from commscore.read.noise import TAG
from commscore.report import wording
from commscore.report.quote import visible
from commscore.types import Code, Turn


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a turn's text that carries the same codes throughout; `noise` is a transcriber's tag."""

    text: str
    codes: tuple[Code, ...] = ()
    noise: bool = False


def runs(turn: Turn, codes: Iterable[Code]) -> tuple[Run, ...]:
    """Return the turn's text in runs, in order and without loss; codes may overlap, and stand in given order.

    Offsets beyond the text are cut to it. A code of no width marks nothing.

    >>> found = runs(Turn("Dr", "So you are tired."), [Code("reflection", 0, 3, 16)])
    >>> [(run.text, [c.code for c in run.codes]) for run in found]
    [('So ', []), ('you are tired', ['reflection']), ('.', [])]
    """
    size = len(turn.text)
    kept = [c for c in codes if max(0, c.start) < min(c.end, size)]
    tags = [m.span() for m in TAG.finditer(turn.text)]
    bounds = (
        {0, size}
        | {min(max(0, n), size) for c in kept for n in (c.start, c.end)}
        | {n for t in tags for n in t}
    )
    edges = sorted(bounds)
    return tuple(
        Run(
            turn.text[start:end],
            tuple(c for c in kept if c.start <= start and c.end >= end),
            any(s <= start and end <= e for s, e in tags),
        )
        for start, end in itertools.pairwise(edges)
    )


def marked_html(turn: Turn, codes: Iterable[Code], labels: bool = True) -> str:
    """Return the turn's text as HTML, everything escaped: `<mark class="cs cs-empathy">` round coded words.

    A mark's title names its codes, its class the domain of the first; with `labels` the code's short label
    follows where a code's words end, so that colour is never the only mark. A transcriber's tag is
    `<span class="cs-noise">`; a code that is only "maybe" adds the class `cs-maybe`.
    """
    parts = []
    for position, run in enumerate(found := runs(turn, codes)):
        following = found[position + 1].codes if position + 1 < len(found) else ()
        ending = [c for c in run.codes if c not in following] if labels else []
        parts.append(_run_html(run, ending))
    return "".join(parts)


def _run_html(run: Run, ending: list[Code]) -> str:
    text = escape(visible(run.text))
    if run.noise:
        text = f'<span class="cs-noise">{text}</span>'
    if not run.codes:
        return text
    first = wording.domain(run.codes[0].code) or "patient"
    maybe = "" if any(c.certain for c in run.codes) else " cs-maybe"
    titles = escape(", ".join(label(c) for c in run.codes))
    after = "".join(f'<span class="cs-label cs-{_css(c)}">{escape(label(c))}</span>' for c in ending)
    return f'<mark class="cs cs-{escape(first)}{maybe}" title="{titles}">{text}</mark>{after}'


def _css(code: Code) -> str:
    return escape(wording.domain(code.code) or "patient")


def label(code: Code) -> str:
    """Return what a mark says of its code.

    >>> label(Code("empathy", 0, 0, 4, certain=False)), label(Code("empathy", 0, 0, 4, found_by="person:Al"))
    ('Empathy, maybe', 'Empathy, by a person')
    """
    by = ", by a person" if code.found_by.startswith("person:") else ""
    return wording.title(code.code) + ("" if code.certain else ", maybe") + by
