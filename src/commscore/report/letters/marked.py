"""A letter's text with the words of its codes marked: as runs for any format, and as escaped HTML."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import accumulate
from typing import Final

from commscore.report.letters import wording
from commscore.report.marked import Run, runs
from commscore.report.palette import PALETTE, Shade
from commscore.report.quote import visible
from commscore.types import Code, LetterReport, Span, Turn

SHADES: Final[dict[str, Shade]] = {
    "flag": PALETTE["empathy"],
    "relationship": PALETTE["listening"],
    "clinical": PALETTE["partnership"],
    "management": PALETTE["clarity"],
    "": PALETTE[""],
}
LEGEND: Final = {
    "flag": "A flag",
    "clinical": "Clinical care",
    "management": "Management",
    "relationship": "Relationship",
    "": "Question, ask, harm claimed, praise",
}
ASIDE: Final = "aside."
FLAG: Final = "flag."
ASK: Final = "ask."


def marks(report: LetterReport) -> tuple[Code, ...]:
    """Return what is marked in the letter's text, flags first, each as a code of its only turn.

    Asides come along as "aside.signature" and so on. Stages of care are not marked: they are about the whole.
    """
    return tuple(
        Code(name, 0, start, end, certain=certain)
        for name, spans, certain in _found(report)
        for start, end in dict.fromkeys(spans)
    )


def _found(report: LetterReport) -> Iterator[tuple[str, Iterable[Span], bool]]:
    yield from ((FLAG + f.flag, f.spans, not f.check) for f in report.flags)
    yield from ((p.category, p.spans, p.certain) for p in report.problems)
    yield from ((ASK + a.name, a.spans, a.certain) for a in report.asks)
    yield from (
        (name, spans, True)
        for name, spans in (
            ("harm", report.harm),
            ("question", report.questions),
            ("praise", report.praise),
        )
    )
    yield from ((ASIDE + a.kind, [(a.start, a.end)], True) for a in report.letter.asides)


def marked_runs(report: LetterReport) -> tuple[Run, ...]:
    """Return the letter's text in runs, in order and without loss, each with the codes that it carries."""
    return runs(Turn("", report.letter.text), marks(report))


def about(code: Code) -> str:
    """Return what a mark's colour stands for: "flag", a domain, "aside", or "" for the rest.

    >>> about(Code("flag.death", 0, 0, 1)), about(Code("listening", 0, 0, 1)), about(Code("praise", 0, 0, 1))
    ('flag', 'relationship', '')
    """
    kind = code.code.partition(".")[0]
    return kind if kind in {"flag", "aside"} else wording.domain(code.code)


def label(code: Code) -> str:
    """Return what a mark says of its code, with a word where it is doubtful.

    >>> label(Code("flag.death", 0, 0, 1, certain=False)), label(Code("ask.apology", 0, 0, 1))
    ('A death (please check)', 'Asks: An apology')
    """
    kind, _, name = code.code.partition(".")
    if kind == "flag":
        return wording.flag(name) + ("" if code.certain else f" ({wording.CHECK})")
    if kind == "aside":
        return wording.ASIDES.get(name, wording.readable(name))
    title = f"Asks: {wording.ask(name)}" if kind == "ask" else wording.PASSAGES.get(kind, "")
    return (title or wording.category(code.code)) + ("" if code.certain else f" ({wording.MAYBE})")


def ending(found: tuple[Run, ...], position: int) -> tuple[Code, ...]:
    """Return the codes that end with a run, those of asides left out."""
    following = found[position + 1].codes if position + 1 < len(found) else ()
    return tuple(c for c in found[position].codes if c not in following and about(c) != "aside")


def marked_html(report: LetterReport) -> str:
    """Return the letter's text as HTML, everything escaped, `<mark class="cs cs-flag">` round coded words.

    A label follows where a code's words end, so that colour is never the only mark; what is no complaint
    (a signature, earlier mail) is `<span class="aside">`. `data-at` says where a mark begins in the text.
    """
    found = marked_runs(report)
    starts = accumulate((len(run.text) for run in found), initial=0)
    numbered = zip(found, starts, strict=False)
    return "".join(_html(run, at, ending(found, n)) for n, (run, at) in enumerate(numbered))


def _html(run: Run, at: int, ends: tuple[Code, ...]) -> str:
    text = escape(visible(run.text))
    coded = [c for c in run.codes if about(c) != "aside"]
    if coded and run.text.strip():
        doubtful = "" if any(c.certain for c in coded) else " cs-maybe"
        titles = escape("; ".join(dict.fromkeys(map(label, coded))))
        css = f"cs cs-{_css(coded[0])}{doubtful}"
        text = f'<mark class="{css}" title="{titles}" data-at="{at}">{text}</mark>'
    after = "".join(f'<span class="cs-label cs-{_css(c)}">{escape(label(c))}</span>' for c in ends)
    asides = [c for c in run.codes if about(c) == "aside"]
    if not asides:
        return text + after
    return f'<span class="aside" title="{escape(label(asides[0]))}, not coded">{text}{after}</span>'


def _css(code: Code) -> str:
    return escape(about(code) or "patient")
