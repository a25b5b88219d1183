"""The figures of robustness as Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commscore import codebook
from commscore.train.markdown import table
from commscore.train.robustness import EMPATHY, STUFFED
from commscore.train.tables import Json, at, figure

ALLOWED: Final = 2.0  # percent by which stuffed phrases may raise the empathy score


@dataclass(frozen=True, slots=True)
class Robust:
    """What the card says of robustness: two tables and a sentence, and over how much they go."""

    documents: int
    turns: int
    codes: int
    macro_f1: str
    on: str
    changes: str
    scores: str
    stuffing: str


def robust(found: Json | None) -> Robust | None:
    """Return what the card says of the key "robustness" of an evaluation, None where it is not there."""
    if not found or not found["perturbations"]:
        return None
    each: Mapping[str, Json] = found["perturbations"]
    domains = [domain.name for domain in codebook.consultation().domain]
    moved = [(_plain(n), *(_moved(at(o, "scores", d)) for d in domains)) for n, o in each.items()]
    headings = ("changed", "words changed", "macro-F1", "change", "turns flipped")
    return Robust(
        found["documents"],
        found["turns"],
        len(found["codes"]),
        figure(found["macro_f1"]),
        found.get("on") or "",
        table(headings, [(_plain(n), *_changed(o)) for n, o in each.items()], figures=1),
        table(("changed", *domains), moved, figures=1),
        _stuffing(at(each, STUFFED, "scores", EMPATHY)),
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _changed(found: Json) -> tuple[str, ...]:
    wrong = found["word_error_rate"]
    return (
        "–" if wrong is None else f"{100 * wrong:.1f} %",
        figure(found["macro_f1"]),
        _signed(found["change"], 3),
        f"{found['flipped']} of {found['turns']}",
    )


def _stuffing(moved: Json | None) -> str:
    if at(moved, "mean") is None or moved is None or moved["percent"] is None:
        return ""
    kept = "is within" if moved["percent"] <= ALLOWED else "**is over**"
    by = f"{_signed(moved['percent'], 1)} % ({_signed(moved['mean'], 1)} points)"
    return (
        f"Empathic phrases put where nothing was felt move the empathy score by {by} on average over "
        f"{moved['documents']} documents; this {kept} the {ALLOWED:g} % that we allow."
    )


def _moved(change: Json | None) -> str:
    if change is None or change.get("mean") is None:
        return "–"
    return f"{_signed(change['mean'], 1)} ({change['largest']:.1f})"


def _signed(value: float | None, digits: int) -> str:
    """Return the figure with its sign; what rounds to nothing has none."""
    if value is None:
        return "–"
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}".replace("-", "−") if rounded else f"{0:.{digits}f}"
