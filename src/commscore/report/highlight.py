"""A moment worth a reader's time, as every format shows it."""

from dataclasses import dataclass

from commscore.report import wording
from commscore.report.quote import Quote, quote
from commscore.types import Moment, Report

TRY = "Something to try, in your own words"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A moment worth a reader's time: the words, why they matter and, where it helps, words to try.

    `key` is a code or a kind of moment ("cue.missed", "no_safety_net"); `quotes` stand in the order in
    which they were said, and are empty where something was not said at all; `also` are the turns (from 0)
    of more of the same kind; `terms` are the words at stake, with their lay words where they are known, as
    labels ("In this turn", "Elsewhere") with what stands beside them.
    """

    key: str
    title: str
    domain: str
    quotes: tuple[Quote, ...]
    why: str
    try_: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def turn(self) -> int | None:
        """The turn to go to, None where the thing is missing from the whole consultation."""
        return self.quotes[0].turn if self.quotes else None

    @property
    def place(self) -> str:
        """Its domain as what stands after the title, "" where the title says it."""
        domain = wording.domain_title(self.domain) if self.domain else self.title
        return "" if domain == self.title else f" · {domain}"

    def more(self, most: int = 8) -> str:
        """Return the turns of more of the same kind as readers count them, in words."""
        named = ", ".join(str(turn + 1) for turn in self.also[:most])
        return f"{named} and {len(self.also) - most} more" if len(self.also) > most else named


def patient_words(report: Report, moment: Moment) -> Quote:
    """Return the patient's words of a moment, around the code's span where it is known."""
    spans = [(c.start, c.end) for c in report.codes if c.turn == moment.turn and c.code == moment.code]
    return quote(report.document, moment.turn, spans[0] if spans else None)
