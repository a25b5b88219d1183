"""Where the rules have a vote beside a trained model."""

from collections.abc import Iterable
from dataclasses import replace

from commscore.models.gather import logit, sigmoid
from commscore.models.manifest import Manifest
from commscore.models.reading import Reading, Spans
from commscore.types import Code


def vote(reading: Reading, votes: Iterable[Code], manifest: Manifest) -> Reading:
    """Return the reading with the `vote` of each of these codes in its probability in that turn.

    The words that earn it are the model's, and those of the rules where the model saw none.
    """
    weights = {head.code: head.vote for head in manifest.codes}
    codes, spans = dict(reading.codes), dict(reading.spans)
    found: dict[tuple[str, int], Spans] = {}
    for code in votes:
        place = code.code, code.turn
        found[place] = (*found.get(place, ()), (code.start, code.end))
    for (name, turn), words in found.items():
        raised = codes[name].copy()
        raised[turn] = sigmoid(logit(raised[turn]) + weights[name])
        codes[name] = raised
        spans[name, turn] = spans.get((name, turn)) or words
    return replace(reading, codes=codes, spans=spans)
