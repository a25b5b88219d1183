"""Whether the codes of a consultation are the same when its personal details are replaced."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from commscore.errors import PersonalError
from commscore.models import RULES
from commscore.pipeline import assess
from commscore.train.against import gold_of
from commscore.train.evaluation import ALL, evaluate
from commscore.train.material import is_coded
from commscore.train.prediction import Prediction
from commscore.types import Report
from deid.figures import Figure, share

MODELS: Final = ("consultation", RULES)
MOST: Final = 0.01


def codes(folder: Path) -> Iterator[Figure]:
    """Yield macro-F1 against the gold without and with replacement, and the share of codes that are the same.

    Gold documents may be among those that the model was trained on: that does not matter for the change.
    """
    gold = [each for each in gold_of([folder / "consultations.jsonl"]) if is_coded(each)]
    for model in MODELS:
        before = [_read(each, model, "off") for each in gold]
        after = [_read(each, model, "replace") for each in gold]
        read = [(g, b, a) for g, b, a in zip(gold, before, after, strict=True) if b and a]
        yield share(f"{model}: consultations that pass the gate", len(read), len(gold))
        kept = [g for g, _, _ in read]
        first, second = _macro_f1(kept, [b for _, b, _ in read]), _macro_f1(kept, [a for _, _, a in read])
        yield Figure(f"{model}: macro-F1, text as it is", first, len(kept))
        yield Figure(f"{model}: macro-F1, details replaced", second, len(kept))
        yield Figure(f"{model}: change in macro-F1", abs(second - first), len(kept), bar=MOST, most=True)
        pairs = [(_placed(b), _placed(a)) for _, b, a in read]
        same, either = sum(len(b & a) for b, a in pairs), sum(len(b | a) for b, a in pairs)
        yield share(f"{model}: codes that are the same", same, either)


def _read(gold: Report, model: str, privacy: str) -> Prediction | None:
    """Return the codes, with the gold's text so that they are compared turn by turn; None where refused."""
    try:
        report = assess(gold.document, privacy=privacy, model=model)
    except PersonalError:
        return None
    document = replace(report.document, turns=gold.document.turns)
    return Prediction(document, report.codes, report.moments)


def _macro_f1(gold: Sequence[Report], read: Sequence[Prediction]) -> float:
    value = evaluate(gold, read).parts[ALL].macro_f1.value
    if value is None:
        raise SystemExit("the gold codes nothing often enough for a mean")
    return value


def _placed(read: Prediction) -> set[tuple[str, int, bool]]:
    return {(code.code, code.turn, code.certain) for code in read.codes}
