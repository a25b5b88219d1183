"""Who spoke when and what was coded there, as lanes of inline SVG that need no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from commscore import codebook
from commscore.read.noise import words
from commscore.report import wording
from commscore.report.marked import label
from commscore.report.quote import visible
from commscore.types import Document, Report, Role

WIDTH = 1000
Spans = Sequence[tuple[float, float]]
ROLES = {Role.CLINICIAN: "Clinician", Role.PATIENT: "Patient", Role.OTHER: "Others"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a place of the timeline: `start` and `end` from 0 to 1000, `turn` to go to, what it is."""

    turn: int
    start: float
    end: float
    says: str
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """A row; `domain` colours it, and `key` tells the kind of row: a role, codes or moments."""

    title: str
    domain: str
    key: str
    marks: tuple[Mark, ...]


def lanes(report: Report) -> tuple[Lane, ...]:
    """Return the rows: each role that spoke, each domain with codes, and the patient's moments."""
    places = spans(report.document)
    rows = [
        Lane(title, "", role.value, tuple(_spoken(report, role, places))) for role, title in ROLES.items()
    ]
    for domain in codebook.consultation().domain:
        found = (c for c in report.codes if wording.domain(c.code) == domain.name)
        marks = (_at(c.turn, places, f"turn {c.turn + 1}: {label(c)}") for c in found)
        rows.append(Lane(domain.title, domain.name, "codes", tuple(marks)))
    moments = tuple(
        _at(m.turn, places, f"turn {m.turn + 1}: {wording.title(m.code)}, {m.response}", wording.met(m))
        for m in report.moments
    )
    rows.append(Lane("Patient’s cues, concerns, questions", "", "moments", moments))
    return tuple(row for row in rows if row.marks)


def spans(document: Document) -> tuple[tuple[float, float], ...]:
    """Return where each turn lies from 0 to 1000: by seconds where all turns have them, else by words.

    >>> from commscore.types import Turn
    >>> spans(Document("a", (Turn("Dr", "one two three"), Turn("Pt", "four"))))
    ((0.0, 750.0), (750.0, 1000.0))
    """
    timed = [(t.start, t.end) for t in document.turns if t.start is not None and t.end is not None]
    length = max((end for _, end in timed), default=0.0)
    if timed and len(timed) == len(document.turns) and length > 0:
        return tuple((max(0, s) / length * WIDTH, max(0, e) / length * WIDTH) for s, e in timed)
    sizes = [max(1, len(words(t.text))) for t in document.turns]
    total, at, found = sum(sizes) or 1, 0, []
    for size in sizes:
        found.append((at / total * WIDTH, (at + size) / total * WIDTH))
        at += size
    return tuple(found)


def timeline_html(report: Report, anchor: str = "turn-") -> str:
    """Return the timeline as HTML; each mark is a link to `#turn-N` (N from 1) and names what it is."""
    return "".join(_lane_html(lane, anchor) for lane in lanes(report))


def _spoken(report: Report, role: Role, places: Spans) -> Iterable[Mark]:
    for number, turn in enumerate(report.document.turns):
        if turn.role is role:
            start, end = places[number]
            yield Mark(number, start, max(end, start + 1.5), f"turn {number + 1}: {visible(turn.speaker)}")


def _at(turn: int, places: Spans, says: str, filled: bool = True) -> Mark:
    start, end = places[turn]
    middle = min(WIDTH - 4.0, max(4.0, (start + end) / 2))
    return Mark(turn, middle - 3, middle + 3, says, filled)


def _lane_html(lane: Lane, anchor: str) -> str:
    colour = f"cs-{escape(lane.domain or 'patient')}"
    drawn = "".join(_mark_svg(m, colour, anchor) for m in lane.marks)
    says = f"{escape(lane.title)}: {len(lane.marks)} marks"
    return (
        f'<div class="lane lane-{escape(lane.key)}"><span class="lane-title">{escape(lane.title)}</span>'
        f'<svg viewBox="0 0 {WIDTH} 20" preserveAspectRatio="none" role="group" aria-label="{says}">'
        f'<rect class="track" x="0" y="9.5" width="{WIDTH}" height="1"/>{drawn}</svg></div>'
    )


def _mark_svg(mark: Mark, colour: str, anchor: str) -> str:
    shape = "bar" if mark.filled else "bar hollow"
    # A hollow mark is also a short one: on a narrow page it is too thin to be seen to be hollow.
    high = 'y="2" height="16"' if mark.filled else 'y="11" height="7"'
    place = f'x="{mark.start:.1f}" {high} width="{mark.end - mark.start:.1f}"'
    drawn = f'<rect class="{shape} {colour}" {place}><title>{escape(mark.says)}</title></rect>'
    return f'<a href="#{escape(anchor)}{mark.turn + 1}">{drawn}</a>'
