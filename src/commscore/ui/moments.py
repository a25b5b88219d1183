"""The list beside the transcript: what the digest chose, and every moment, each leading to its turns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commscore.report import wording
from commscore.report.corrections import Correction, corrections
from commscore.report.digest import Digest, Highlight
from commscore.report.quote import Quote, quote, visible
from commscore.types import Moment, Report
from commscore.ui.review import named

MARK = {True: "✓", False: "–"}


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the list of moments; `also` are more turns of the kind, `answer` the turn that answered.

    What there is to try is `folded` away where the list is long. `judged` is what is to be said of what
    became of it: turn, start and end of the words, and what commscore said; `told` is what people said.
    """

    label: str
    verdict: str
    quotes: tuple[Quote, ...]
    note: str = ""
    try_: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    answer: int | None = None
    folded: bool = False
    judged: tuple[int, int, int, str] | None = None
    told: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A named part of the list of moments; `none` is what stands there when it is empty."""

    title: str
    entries: tuple[Item, ...]
    none: str
    opened: bool = False


def groups(report: Report, shown: Digest) -> tuple[Group, ...]:
    """Return what the list beside the transcript holds: the digest's choice first, then every moment."""
    said = [each for each in corrections(report, named) if report.reviews[each.number].moment]
    every = tuple(_moment(report, m, said) for m in report.moments)
    return (
        Group("What went well", _highlights(shown.went_well), "Nothing stood out.", opened=True),
        Group("Moments to look at", _highlights(shown.to_look_at), "None found.", opened=True),
        Group("Every cue, concern and question", every, "None found."),
        Group("Maybe: counted in no figure", _highlights(shown.maybe), "None."),
        Group("Corrected by a person", tuple(_corrected(report)), "Nothing yet."),
    )


def _corrected(report: Report) -> Iterator[Item]:
    for each in corrections(report, named):
        if each.holds:
            yield Item(wording.title(report.reviews[each.number].code), "", (each.quote,), each.told)


def _highlights(chosen: tuple[Highlight, ...]) -> tuple[Item, ...]:
    return tuple(Item(h.title, "", h.quotes, h.why, h.try_, h.also, h.terms) for h in chosen)


def _moment(report: Report, moment: Moment, said: Iterable[Correction]) -> Item:
    spans = [(c.start, c.end) for c in report.codes if c.turn == moment.turn and c.code == moment.code]
    words = quote(report.document, moment.turn, spans[0] if spans else None)
    verdict = f"{MARK[wording.met(moment)]} {moment.response}"
    why, title = visible(moment.why), wording.title(moment.code)
    tried = () if wording.met(moment) else wording.advice(f"{moment.code}.{moment.response}").try_
    known = (moment.turn, 0, 0, f"{moment.code}.")
    told = tuple(each for each in said if report.reviews[each.number].place == known)
    first = report.reviews[told[0].number] if told else None
    start, end = spans[0] if spans else (0, len(report.document.turns[moment.turn].text))
    judged = (moment.turn, start, end, first.code if first else f"{moment.code}.{moment.response}")
    return Item(
        title,
        verdict,
        (words,),
        "" if told else why,
        tried,
        answer=moment.response_turn,
        folded=True,
        judged=judged,
        told=told,
    )
