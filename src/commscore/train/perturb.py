"""Coded documents as they would stand had they been said, heard or written otherwise.

A perturbation takes a report and a source of chance and returns a report with all codes and labels carried
along; the same seed gives the same text.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from random import Random
from types import MappingProxyType
from typing import Final

from commscore.replies import is_encourager
from commscore.train.cut import split_turns
from commscore.train.edits import Edit, with_edits
from commscore.train.exchange import Exchange, exchange
from commscore.train.lists import stuffing
from commscore.train.misheard import word_errors
from commscore.train.writing import american, british, unpunctuated
from commscore.types import Report, Role

Perturbation = Callable[[Report, Random], Report]

BACK: Final = 3  # patient turns in which a feeling may lie that the clinician still answers
STUFFED: Final = 0.3  # share of the clinician's turns without cause that are stuffed
ERRORS: Final = 0.1  # share of words that are misheard in training
FEELINGS: Final = frozenset({"cue", "concern"})


def misheard(report: Report, rng: Random, rate: float) -> Report:
    """Return the report with errors at so many of its words."""
    return with_edits(
        report, {n: word_errors(t.text, rng, rate) for n, t in enumerate(report.document.turns)}
    )


def names_swapped(report: Report, rng: Random) -> Report:
    """Return the report with other names and with men for women, the same throughout."""
    other = exchange(report.document, rng)
    return _written(report, other.edits)


def stuffed(report: Report, rng: Random, share: float = STUFFED, phrases: Sequence[str] = ()) -> Report:
    """Return the report with an empathic phrase in a share of the clinician's turns that answer no feeling.

    They are those before which the patient's last three turns hold neither a cue nor a concern, and which
    are more than an encourager. The phrase stands before or after what was said, and earns no code.
    """
    felt = {c.turn for c in report.codes if c.code in FEELINGS}
    told: list[int] = []
    edits: dict[int, list[Edit]] = {}
    for number, turn in enumerate(report.document.turns):
        if turn.role is Role.PATIENT:
            told.append(number)
        without_cause = turn.role is Role.CLINICIAN and not felt & set(told[-BACK:])
        if without_cause and not is_encourager(turn.text) and rng.random() < share:
            phrase, size = rng.choice(phrases or stuffing().phrases), len(turn.text)
            before, after = Edit(0, 0, f"{phrase} "), Edit(size, size, f" {phrase}")
            edits[number] = [rng.choice((before, after))]
    return with_edits(report, edits)


def _written(report: Report, edits: Callable[[str], list[Edit]]) -> Report:
    return with_edits(report, {n: edits(t.text) for n, t in enumerate(report.document.turns)})


def _without_chance(edits: Callable[[str], list[Edit]]) -> Perturbation:
    return lambda report, rng: _written(report, edits)


PERTURBATIONS: Final[Mapping[str, Perturbation]] = MappingProxyType(
    {
        "word_errors_05": partial(misheard, rate=0.05),
        "word_errors_15": partial(misheard, rate=0.15),
        "word_errors_30": partial(misheard, rate=0.30),
        "names_swapped": names_swapped,
        "british": _without_chance(british),
        "american": _without_chance(american),
        "unpunctuated": _without_chance(unpunctuated),
        "split_turns": split_turns,
        "stuffed": stuffed,
    }
)


class _Otherwise:
    """The ways in which training changes one turn's text; names are sought only where one asks for them."""

    def __init__(self, report: Report, rng: Random) -> None:
        self.report, self.rng = report, rng

    @cached_property
    def exchange(self) -> Exchange:
        return exchange(self.report.document, self.rng)

    def edits(self, text: str) -> list[Edit]:
        kind = self.rng.random()
        if kind < 0.4:
            return word_errors(text, self.rng, ERRORS)
        if kind < 0.7:
            return unpunctuated(text)
        if kind < 0.85:
            return self.exchange.edits(text)
        return british(text) or american(text)


def augmented(report: Report, rng: Random, share: float) -> Report:
    """Return the report with this share of its turns, 0 to 1, changed as talk or transcripts may differ.

    Of them 40 % get word errors at 10 %, 30 % lose punctuation and capitals, 15 % get other names and
    genders, 15 % the other spelling; where a turn holds nothing to change it stays. In what is coded, the
    same share of long turns is cut in two and of the clinician's turns without cause gets an empathic phrase,
    none of those that robustness is measured with.
    """
    other = _Otherwise(report, rng)
    chosen = {n: t.text for n, t in enumerate(report.document.turns) if rng.random() < share}
    changed = with_edits(report, {n: other.edits(text) for n, text in chosen.items()})
    if not report.codes:
        return changed
    return split_turns(stuffed(changed, rng, share, stuffing().training), rng, share)
