"""Consultations in a few lines: `D: words | code, code` a turn, with times where the test needs them."""

from collections.abc import Sequence

from commscore.codebook import measures
from commscore.measure import BUILTIN, Measured, measure
from commscore.types import Code, Document, Measure, Moment, Role, Turn

ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT, "N": Role.OTHER}


def consultation(*lines: str) -> tuple[Document, tuple[Code, ...]]:
    """Return the document and its codes; `D 1.0-2.5: words | code, code?` is timed, `?` is uncertain."""
    turns, codes = [], []
    for number, line in enumerate(lines):
        head, _, rest = line.partition(": ")
        text, _, given = rest.partition(" | ")
        who, _, times = head.partition(" ")
        start, _, end = times.partition("-")
        seconds = [float(t) if t else None for t in (start, end)]
        turns.append(Turn(who, text, ROLES[who], *seconds))
        for name in filter(None, given.split(", ")):
            sure = not name.endswith("?")
            codes.append(Code(name.rstrip("?"), number, 0, len(text), certain=sure))
    return Document("written", tuple(turns)), tuple(codes)


def measured(*lines: str, moments: Sequence[Moment] = ()) -> Measured:
    return measure(*consultation(*lines), moments)


def one(name: str, *lines: str, moments: Sequence[Moment] = ()) -> Measure:
    """Return one measure of a consultation."""
    return next(m for m in measured(*lines, moments=moments).measures if m.name == name)


def bare(name: str, *lines: str, moments: Sequence[Moment] = ()) -> float | None:
    """Return a measure's value whatever the least evidence is, None where it is undefined."""
    from commscore.measure.figure import Unknown
    from commscore.measure.session import session

    figure = BUILTIN[name](session(*consultation(*lines), moments), measures()[name])
    return None if isinstance(figure, Unknown) or not figure.evidence else figure.value
