"""What became of true cues, concerns and questions: gold's response against the model's."""

from collections.abc import Mapping

from commscore import codebook
from commscore.train.cells import Pairs
from commscore.train.prediction import Prediction
from commscore.train.resample import Resampling
from commscore.train.taskfigures import Chosen, Classes, choices, classes
from commscore.types import Moment

KINDS = {"feelings": ("cue", "concern"), "questions": ("patient_question",)}


def responses(pairs: Pairs, drawn: Resampling) -> dict[str, Classes]:
    """Return the agreement on the response to each undisputed moment of the gold that the model judged.

    The model's response is that to the same turn and code, else to the turn's other code of the same kind
    (a cue that it read as a concern). Moments that it has none for are counted as unjudged.
    """
    done = {}
    for kind, codes in KINDS.items():
        names = [r.name for r in codebook.consultation().response if set(r.to) & set(codes)]
        rows: list[Chosen] = []
        unjudged = 0
        for number, (gold, read) in enumerate(pairs):
            for moment in gold.moments:
                if moment.code not in codes or moment.disputed:
                    continue
                found = _judged(read, moment, codes)
                if found is None:
                    unjudged += 1
                else:
                    rows.append((number, moment.response, *found))
        done[kind] = classes(choices(rows, names), drawn, unjudged)
    return done


def _judged(
    read: Prediction, moment: Moment, codes: tuple[str, ...]
) -> tuple[str, Mapping[str, float]] | None:
    """Return the model's response and the probabilities, {} where it has none; None without a response."""
    order = sorted(codes, key=lambda code: code != moment.code)
    if read.reading:
        for code in order:
            sure = read.reading.moments.get((moment.turn, code))
            if sure:
                return max(sure, key=lambda name: sure[name]), sure
    there = {m.code: m.response for m in read.moments if m.turn == moment.turn}
    return next(((there[code], {}) for code in order if code in there), None)
