"""Reports as text: plain for a file, in colour for a terminal that has it."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from commscore.report import charts
from commscore.report.digest import NOTHING_TO_LOOK_AT, NOTHING_WELL, PERHAPS, Digest, digest
from commscore.report.highlight import TRY, Highlight
from commscore.report.palette import shade
from commscore.report.rows import MeasureGroup, ScoreRow
from commscore.types import Report

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

WIDTH = 100
CARDS = 5


def render(reports: Sequence[Report]) -> bytes:
    """Return the reports as plain text in UTF-8, lines of at most 100 characters."""
    return plain(part for report in reports for part in _parts(digest(report)))


def plain(parts: "Iterable[RenderableType]", width: int = WIDTH) -> bytes:
    """Return what rich would print as plain text in UTF-8, lines of at most so many characters."""
    from rich.console import Console

    file = io.StringIO()
    console = Console(file=file, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    for part in parts:
        console.print(part, highlight=False)
    rows = (row.rstrip() for row in file.getvalue().splitlines())
    return ("\n".join(rows).strip("\n") + "\n").encode("utf-8", "replace")


def show_here(reports: Sequence[Report]) -> None:
    """Print the reports to the terminal at standard output: in its colours, as wide as it is up to 100."""
    from rich.console import Console

    console = Console()
    show(reports, Console(width=min(WIDTH, console.width)))


def show(reports: Sequence[Report], console: "Console") -> None:
    """Print the reports to a console."""
    for report in reports:
        for part in _parts(digest(report)):
            console.print(part, highlight=False)


def _parts(d: Digest) -> Iterator["RenderableType"]:
    from rich.padding import Padding
    from rich.rule import Rule

    yield Rule(text((d.title, "bold")), characters="═", style="dim")
    yield text((" · ".join(f"{label}: {what}" for label, what in d.facts), "dim"))
    for warning in d.warnings:
        yield text(("Please note: ", "bold yellow"), (warning, ""))
    for note in d.notes:
        yield text(("Note for you: ", "bold"), (note, ""))
    if d.nothing:
        yield text((d.nothing, "bold"))
    if d.scores:
        yield from ("", _scores(d.scores))
    for heading, highlights, none in (
        ("What went well", d.went_well, NOTHING_WELL),
        (
            "Moments to look at",
            d.to_look_at,
            NOTHING_TO_LOOK_AT,
        ),
    ):
        yield _heading(heading)
        yield from (Padding(part, (0, 0, 0, 2)) for h in highlights for part in _highlight(h))
        if not highlights:
            yield text(("  " + none, "dim"))
    yield from _measures(d.measures)
    yield from _rest(d)


def _rest(d: Digest) -> Iterator["RenderableType"]:
    from rich.padding import Padding

    if d.maybe:
        yield _heading(PERHAPS)
        yield Padding(text((d.maybe_in_short, "")), (0, 0, 0, 2))
    if d.corrections:
        yield _heading("Corrected by a person")
        for c in d.corrections:
            yield Padding(
                text((f"{c.quote.place}: ", "dim"), (f"“{c.quote.words}”", "italic"), (f" {c.told}", "")),
                (0, 0, 0, 2),
            )
    if d.not_judged:
        yield _heading("What could not be judged")
        for what, why in d.not_judged_in_short:
            yield Padding(text((f"{what}: " if what else "", "bold"), (why, "")), (0, 0, 0, 2))
    if d.evidence_in_short:
        yield _heading("What studies found")
        for e in d.evidence_in_short[:CARDS]:
            yield Padding(text((e.study, "bold"), (f" ({e.who}): ", "dim"), (e.found, "")), (0, 0, 0, 2))
            yield Padding(text((f"Does not show: {e.not_shown}", "dim")), (0, 0, 0, 4))
        if len(d.evidence) > CARDS:
            yield text((f"  {len(d.evidence) - CARDS} more stand in the HTML report.", "dim"))
    yield _heading("How to read this")
    yield from (Padding(text((limit, "")), (0, 0, 0, 2)) for limit in d.limits)
    yield Padding(text(("; ".join(f"{label}: {what}" for label, what in d.provenance), "dim")), (1, 0, 1, 2))


def _heading(words: str) -> "Text":
    return text((f"\n{words}", "bold underline"))


def _scores(scores: tuple[ScoreRow, ...]) -> "RenderableType":
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for s in scores:
        colour = _ink(s.domain)
        if s.strip is None:
            table.add_row(text((s.title, colour)), "", text((s.shown, "dim")), text((s.why, "dim")))
        else:
            likely = f"likely {s.interval}" if s.interval else ""
            table.add_row(
                text((s.title, colour)), text((s.shown, "bold")), _strip(s.strip), text((likely, "dim"))
            )
    return table


def _highlight(h: Highlight) -> Iterator["RenderableType"]:
    from rich.padding import Padding

    yield text((h.title, f"bold {_ink(h.domain)}"))
    yield from (Padding(line, (0, 0, 0, 2)) for line in _lines(h))
    yield ""


def _lines(h: Highlight) -> Iterator["Text"]:
    for q in h.quotes:
        said = ((q.before, ""), (q.words, "bold" if q.partly else ""), (q.after, ""))
        yield text((f"{q.speaker}, {q.place}: ", "dim"), *said)
    for label, terms in h.terms:
        yield text((f"{label}: ", "dim"), (terms, ""))
    if h.why:
        yield text((h.why, "italic"))
    if h.try_:
        yield text((f"{TRY}:", "dim"))
        yield from (text((f"  “{words}”", "")) for words in h.try_[:2])
    if h.also:
        yield text((f"More like it: turn {h.more()}", "dim"))


def _measures(groups: tuple[MeasureGroup, ...]) -> Iterator["RenderableType"]:
    from rich.padding import Padding
    from rich.table import Table

    leading = [(group, [m for m in group.rows if m.leading]) for group in groups]
    if not any(rows for _, rows in leading):
        return
    yield _heading("Measures")
    for group, rows in leading:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for width in (30, 24, None):
            table.add_column(width=width)
        for m in rows:
            read = "; ".join(part for part in (m.interval and f"likely {m.interval}", m.brief) if part)
            table.add_row(text((m.title, "")), text((m.shown, "bold")), text((read, "dim")))
        if rows:
            yield text(("  " + group.title, f"bold {_ink(group.domain)}"))
            yield Padding(table, (0, 0, 0, 4))
    yield text(("  More figures stand in the HTML and CSV reports.", "dim"))


def _strip(strip: charts.Strip) -> "Text":
    before, inner, after = charts.as_text(strip)
    return text((before, "dim"), (inner, _ink(strip.domain)), (after, "dim"))


def _ink(domain: str) -> str:
    """Return a domain's colour, in the ink for dark pages: it can be read on either kind of terminal."""
    return shade(domain).dark_ink if domain else "default"


def text(*parts: tuple[str, str]) -> "Text":
    """Return the parts with their styles as text in which no markup is looked for."""
    from rich.text import Text

    return Text.assemble(*parts)
