"""What people said of the codes, as a reader is told it: the machine's view first, then theirs and why."""

from collections.abc import Callable
from dataclasses import dataclass

from commscore.report import wording
from commscore.report.quote import Quote, quote, short
from commscore.types import Report
from commscore.work import Review, Verdict

LONGEST_REASON = 500
MACHINE, SOMEBODY = "commscore", "a person"


@dataclass(frozen=True, slots=True)
class Correction:
    """A review in words; `holds` where no later one of the same code has taken its place.

    `number` is its place among the report's reviews.
    """

    number: int
    quote: Quote
    told: str
    holds: bool


def corrections(report: Report, named: Callable[[str], str] = lambda _: SOMEBODY) -> tuple[Correction, ...]:
    """Return the reviews of a report in the order of its text, those of one code oldest first.

    `named` says what an author is called; in what is handed on it is "a person".
    """
    numbered = sorted(enumerate(report.reviews), key=lambda each: (each[1].place, each[0]))
    latest = {review.place: number for number, review in enumerate(report.reviews)}
    added = {r.place: r.author for r in report.reviews if r.verdict is Verdict.ADDED}
    return tuple(
        Correction(
            number,
            quote(report.document, review.turn, (review.start, review.end)),
            _told(review, named(added[where]) if (where := review.place) in added else MACHINE, named),
            latest[where] == number,
        )
        for number, review in numbered
    )


def _told(review: Review, first: str, named: Callable[[str], str]) -> str:
    """Return what was said before, what this person says, and why."""
    who, code = named(review.author), wording.title(review.code)
    said = f"{first} said “{code}”; {who}"
    told = {
        Verdict.CONFIRMED: f"{said} confirmed it",
        Verdict.REJECTED: f"{said} took it out",
        Verdict.CHANGED: f"{said} changed it to “{wording.title(review.instead or review.code)}”",
        Verdict.ADDED: f"not marked by {MACHINE}; {who} added “{code}”",
    }[review.verdict]
    return f"{told}, because: {short(review.reason, LONGEST_REASON)}"
