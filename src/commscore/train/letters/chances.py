"""What a model gives each code of a letter, found or not, against what was needed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from commscore.detect.letters.together import by_rules, votes
from commscore.models.letters import likelihoods
from commscore.models.model import Model
from commscore.sentences import ParsedLetter


class Chance(NamedTuple):
    """A code's calibrated probability in a letter, its threshold, and whether the rules find it."""

    probability: float
    threshold: float
    ruled: bool


Chances = Mapping[str, Chance]


def chances(model: Model, parsed: Sequence[ParsedLetter]) -> Iterator[Chances]:
    """Yield for each letter the chance of every code that the model has."""
    heads = model.manifest.codes
    for each, reading in zip(parsed, model.read([p.document() for p in parsed], moments=False), strict=True):
        ruled = votes(by_rules(each))
        sure = likelihoods(each, reading, ruled, heads)
        yield {h.code: Chance(sure[h.code], h.threshold, h.code in ruled) for h in heads}
