"""The transcript with its marks, the moments beside it and the timeline above: one piece of HTML.

Every word a person said is escaped by the template; the script beside it scrolls and filters, and tells
which code or which words were chosen.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from commscore import codebook
from commscore.report import marked, wording
from commscore.report.corrections import Correction, corrections
from commscore.report.digest import Digest
from commscore.report.highlight import TRY
from commscore.report.quote import clock, visible
from commscore.report.timeline import lanes
from commscore.review import PERSON, Place, place
from commscore.types import Code, Document, Report, Role, Turn
from commscore.ui import review, session
from commscore.ui.moments import groups
from commscore.ui.pieces import asset, colours, rendered
from commscore.work import Verdict


def domains() -> tuple[tuple[str, str], ...]:
    """Return name and title of the codebook's domains and, last and nameless, of the patient's codes."""
    named = ((d.name, d.title) for d in codebook.consultation().domain)
    return (*named, ("", "Patient's cues and questions"))


def parts(report: Report, shown: Digest) -> dict[str, str]:
    """Return what stands above and beside the turns, each part as HTML."""
    rows_above = lanes(report)
    unanswered = any(not mark.filled for lane in rows_above for mark in lane.marks)
    above = {"lanes": rows_above, "unanswered": unanswered, "axis": axis(report.document)}
    return {
        "timeline": rendered("timeline.html.j2", **above),
        "legend": rendered("legend.html.j2", legend=legend(report), total=len(report.codes)),
        "moments": rendered("moments.html.j2", groups=groups(report, shown), try_title=TRY),
    }


def turn(row: Mapping[str, object]) -> str:
    """Return a turn as HTML, everything escaped."""
    return rendered("turn.html.j2", t=row)


def axis(document: Document) -> tuple[str, str, str]:
    """Return what stands below the timeline: its first end, what it runs over, its last end."""
    turns = document.turns
    ends = [t.end for t in turns if t.start is not None and t.end is not None]
    if ends and len(ends) == len(turns):
        return clock(0.0), "minutes", clock(max(ends))
    return "turn 1", "by words; the transcript has no times", f"turn {len(turns)}"


def shade(domain: str) -> str:
    """Return the name of a domain's colour; the patient's codes belong to no domain."""
    return domain or "patient"


def legend(report: Report) -> list[dict[str, object]]:
    """Return the domains that have codes here, each with its codes and how often each was given."""
    counts = Counter(c.code for c in report.codes)
    order = [*codebook.codes(), *(c for c in counts if c not in codebook.codes())]
    entries: list[dict[str, object]] = []
    for name, title in domains():
        codes = [c for c in order if counts[c] and wording.domain(c) == name]
        listed = [{"name": c, "title": wording.title(c), "count": counts[c]} for c in codes]
        if listed:
            entries.append(
                {"name": shade(name), "title": title, "count": sum(counts[c] for c in codes), "codes": listed}
            )
    return entries


def rows(report: Report) -> Iterator[dict[str, object]]:
    """Yield each turn as the template shows it, its text in runs with the codes that cover them."""
    by_turn: dict[int, list[Code]] = {}
    for code in report.codes:
        by_turn.setdefault(code.turn, []).append(code)
    said: dict[int, list[Correction]] = {}
    for each in corrections(report, review.named):
        said.setdefault(each.quote.turn, []).append(each)
    first = _first_codes(report)
    for number, turn in enumerate(report.document.turns):
        codes = by_turn.get(number, [])
        at = f"{number + 1} · {clock(turn.start)}" if turn.start is not None else str(number + 1)
        yield {
            "turn": number,
            "role": turn.role.value,
            "speaker": visible(turn.speaker),
            "place": at,
            "runs": list(_runs(turn, codes, first)),
            "adds": turn.role is not Role.OTHER and bool(turn.text.strip()),
            "corrections": said.get(number, ()),
        }


def _first_codes(report: Report) -> dict[Place, str]:
    """Return, by the code that somebody changed another to, which code the machine had given."""
    changed = (r for r in report.reviews if r.verdict is Verdict.CHANGED and r.instead)
    return {(r.turn, r.start, r.end, r.instead or ""): r.code for r in changed}


def _runs(turn: Turn, codes: list[Code], first: dict[Place, str]) -> Iterator[dict[str, object]]:
    """Yield the turn's runs; a code's label stands where its words end."""
    found = marked.runs(turn, codes)
    for position, run in enumerate(found):
        following = found[position + 1].codes if position + 1 < len(found) else ()
        yield {
            "text": visible(run.text),
            "noise": run.noise,
            "codes": [_tag(c, first) for c in run.codes],
            "ends": [_tag(c, first) for c in run.codes if c not in following],
        }


def _tag(code: Code, first: dict[Place, str]) -> dict[str, object]:
    return {
        "start": code.start,
        "end": code.end,
        "first": first.get(place(code), code.code),
        "person": code.found_by.startswith(PERSON),
        "name": code.code,
        "domain": shade(wording.domain(code.code)),
        "label": marked.label(code),
        "maybe": not code.certain,
    }


def tells(report: Report) -> dict[str, str]:
    """Return, by code, what a mark says when pointed at: its title, and when the codebook gives it."""
    known = codebook.codes()
    found = dict.fromkeys(c.code for c in report.codes)
    return {c: f"{wording.title(c)}: {known[c].give}" if c in known else wording.title(c) for c in found}


def show(number: int, report: Report, shown: Digest) -> None:
    """Put the transcript of consultation `number` on the page."""
    import streamlit as st

    css = f"{colours()}\n{asset('transcript.css')}"
    mount = st.components.v2.component(
        "commscore_transcript", html=asset("transcript.html"), css=css, js=asset("transcript.js")
    )
    whose = (number, report, session.author())
    mount(
        data=session.once("transcript", whose, lambda: _data(number, report, shown)),
        key="transcript",
        on_said_change=lambda: review.told(number, st.session_state["transcript"].get("said")),
    )


def _data(number: int, report: Report, shown: Digest) -> dict[str, object]:
    """Return what the script beside the transcript shows; a turn that is as it was is not made again."""
    turns = [session.once(f"turn {n}", row, partial(turn, row)) for n, row in enumerate(rows(report))]
    return {"number": number, "parts": parts(report, shown), "turns": turns, "tells": tells(report)}
