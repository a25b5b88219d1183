"""A model against a coding: every figure with its interval, for all documents and corpus by corpus.

The conventions are those of `train.agreement`: the unit is the turn, what is only disputed is left out for
its code, a code that is not certain counts as not given, whole conversations are resampled.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np

from commscore import codebook
from commscore.codebook.ceiling import Ceiling
from commscore.errors import UnreadableError
from commscore.train import metrics
from commscore.train.agreement import FEWEST, RESAMPLES, SEED
from commscore.train.becamefigures import responses
from commscore.train.calibration import Calibration, calibration
from commscore.train.cells import Binary, Cells, Pairs, binary, code_cells
from commscore.train.corpora import CORPORA
from commscore.train.corpora.tasks import LABELS
from commscore.train.derived import Correlation, derived, reflection_to_question
from commscore.train.evidence import Evidences, evidence
from commscore.train.material import is_coded
from commscore.train.metrics import Floats
from commscore.train.prediction import Prediction
from commscore.train.resample import FEWER, Estimate, Resampling, resampling
from commscore.train.sessions import Quality, quality, rates
from commscore.train.taskfigures import Classes, tasks
from commscore.types import Report, Role

ALL: Final = "all"
OWN: Final = "own"
KNOWN: Final = {name.partition("-")[0] for name in CORPORA} | {"written"}
SELDOM: Final = frozenset({"apology", "dismissal", "teach_back"})  # hardly occur in PriMock57
FEELINGS: Final = ("cue", "concern")
SCHEMA: Final = "commscore-evaluation/1"
HERE: Final = "the same documents"
MACHINE: Final = "gold: language-model coders following the codebook"


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of some documents; `coded` of them were coded by the codebook, with so many `turns`.

    `macro_f1` is the mean F1 over the `macro_codes` that the gold gives at least FEWEST times, with
    `_clinician` over those of the clinician's codes that are not SELDOM. `feelings` is cue or concern as one.
    """

    documents: int
    coded: int
    turns: int
    codes: Mapping[str, Binary]
    macro_f1: Estimate
    macro_f1_clinician: Estimate
    macro_codes: int
    macro_codes_clinician: int
    feelings: Binary | None
    responses: Mapping[str, Classes]
    evidence: Evidences
    calibration: Calibration | None
    session: Mapping[str, Mapping[str, Correlation]]
    tasks: Mapping[str, Classes]
    not_read: tuple[str, ...]
    derived: Mapping[str, Binary]
    reflection_to_question: Correlation | None
    quality: Quality | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model's figures by part, the baselines', and what they are read against.

    The parts are "all", each corpus that is known, and "own" for documents of none beside those.
    `gold` says how the gold was made where a language model made it, "" otherwise.
    """

    model: str
    gold: str
    coders: tuple[str, ...]
    parts: Mapping[str, Part]
    baselines: Mapping[str, Mapping[str, Part]] = field(default_factory=dict)
    ceilings: tuple[Ceiling, ...] = ()
    warnings: tuple[str, ...] = ()


def evaluate(
    gold: Sequence[Report],
    read: Sequence[Prediction],
    labels: Mapping[str, Sequence[str]] = LABELS,
    others: Mapping[str, Sequence[Prediction]] | None = None,
    model: str = "",
) -> Evaluation:
    """Return the figures of what a model read against the gold, document by document in the same order.

    `labels` names the classes of each task in the order of a reading's columns, () for a scale; `others` are
    the baselines' predictions by name. Raises UnreadableError without documents or where turns differ.
    """
    classes = {task: tuple(names) for task, names in labels.items()}
    coders = sorted({r.provenance.coder for r in gold if r.provenance.coder and is_coded(r)})
    return Evaluation(
        model=model,
        gold=MACHINE if any("language model" in coder for coder in coders) else "",
        coders=tuple(coders),
        parts=_parts(_paired(gold, read), classes),
        baselines={name: _parts(_paired(gold, other), classes) for name, other in (others or {}).items()},
        ceilings=tuple(codebook.ceilings()),
    )


def _paired(gold: Sequence[Report], read: Sequence[Prediction]) -> Pairs:
    if not gold or len(gold) != len(read):
        raise UnreadableError(f"{len(gold)} documents and {len(read)} predictions; give one for each")
    for report, prediction in zip(gold, read, strict=True):
        if [t.text for t in report.document.turns] != [t.text for t in prediction.document.turns]:
            raise UnreadableError(f"{report.document.id}: predicted from another text; predict it again")
    return list(zip(gold, read, strict=True))


def _parts(pairs: Pairs, labels: dict[str, tuple[str, ...]]) -> dict[str, Part]:
    corpora: dict[str, list[tuple[Report, Prediction]]] = {}
    for pair in pairs:
        start = pair[0].document.id.partition("-")[0]
        corpora.setdefault(start if start in KNOWN else OWN, []).append(pair)  # another may be a name
    whole = _part(pairs, labels)
    if len(corpora) == 1:
        return {ALL: whole} | {name: whole for name in corpora if name != OWN}
    return {ALL: whole} | {name: _part(corpora[name], labels) for name in sorted(corpora)}


def _part(pairs: Pairs, labels: dict[str, tuple[str, ...]]) -> Part:
    coded = [pair for pair in pairs if is_coded(pair[0])]
    drawn_coded = resampling([gold.document for gold, _ in coded])
    drawn = resampling([gold.document for gold, _ in pairs])
    cells = {code: code_cells(coded, (code,)) for code in codebook.codes()}
    cells = {code: found for code, found in cells.items() if found.given.any() or found.found.any()}
    feelings = code_cells(coded, FEELINGS)
    found, not_read = tasks(pairs, labels, drawn)
    read = {task: labels[task] for task in found}
    macro, clinician = (_often(cells, only) for only in (codebook.codes().keys(), clinician_codes()))
    return Part(
        documents=len(pairs),
        coded=len(coded),
        turns=sum(len(gold.document.turns) for gold, _ in coded),
        codes={code: binary(each, drawn_coded) for code, each in cells.items()},
        macro_f1=_mean_f1(macro, drawn_coded),
        macro_f1_clinician=_mean_f1(clinician, drawn_coded),
        macro_codes=len(macro),
        macro_codes_clinician=len(clinician),
        feelings=binary(feelings, drawn_coded) if feelings.given.any() or feelings.found.any() else None,
        responses=responses(coded, drawn_coded),
        evidence=evidence(coded, cells, drawn_coded),
        calibration=calibration(coded, drawn_coded),
        session={"codes": {code: rates(each, drawn_coded) for code, each in cells.items()}},
        tasks=found,
        not_read=not_read,
        derived=derived(pairs, read, drawn),
        reflection_to_question=reflection_to_question(pairs, read, drawn),
        quality=quality(pairs, drawn),
    )


def clinician_codes() -> tuple[str, ...]:
    """Return the clinician's codes that occur often enough for a mean: all but the SELDOM ones."""
    coded = codebook.codes().items()
    return tuple(name for name, entry in coded if entry.role is Role.CLINICIAN and name not in SELDOM)


def _often(cells: Mapping[str, Cells], only: Collection[str]) -> list[Cells]:
    """Return the cells of those of the codes that the gold gives at least FEWEST times."""
    return [each for code, each in cells.items() if code in only and int(each.given.sum()) >= FEWEST]


def _mean_f1(cells: Sequence[Cells], drawn: Resampling) -> Estimate:
    if not cells:
        return Estimate(None)
    counts = np.stack([each.counts(len(drawn.of)) for each in cells], axis=1)
    return drawn.estimate(counts, _mean_of(metrics.f1))


def _mean_of(formula: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    return lambda counts: metrics.mean_known(formula(counts))


def as_json(found: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON's values, figures to four decimals; the baselines are `slim`."""
    method = {
        "unit": "turn",
        "left_out": "disputed",
        "resampled": "conversations",
        "resamples": RESAMPLES,
        "fewer": FEWER,
        "seed": SEED,
        "fewest": FEWEST,
        "bins": metrics.BINS,
        "bins_are": "equal width",
    }
    written: dict[str, Any] = rounded(
        {
            "schema": SCHEMA,
            "model": found.model,
            "gold": found.gold or None,
            "coders": list(found.coders),
            "warnings": list(found.warnings),
            "method": method,
            "parts": {name: asdict(part) for name, part in found.parts.items()},
            "baselines": {
                name: {"on": HERE, "parts": {each: slim(asdict(part)) for each, part in parts.items()}}
                for name, parts in found.baselines.items()
            },
            "ceilings": [ceiling.model_dump(mode="json") for ceiling in found.ceilings],
        }
    )
    return written


def slim(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a part what stands beside a model's figures, at the same places."""

    def only(each: Mapping[str, Any] | None, *keys: str) -> dict[str, Any] | None:
        return None if each is None else {key: each[key] for key in keys}

    ratio, quality = part["reflection_to_question"], part["quality"]
    return {
        "codes": {name: only(each, "f1") for name, each in part["codes"].items()},
        "macro_f1": part["macro_f1"],
        "macro_f1_clinician": part["macro_f1_clinician"],
        "feelings": only(part["feelings"], "f1"),
        "responses": {name: only(each, "kappa") for name, each in part["responses"].items()},
        "evidence": only(part["evidence"], "pooled"),
        "tasks": {name: only(e, "macro_f1", "kappa", "spearman") for name, e in part["tasks"].items()},
        "derived": {name: only(each, "kappa", "f1") for name, each in part["derived"].items()},
        "reflection_to_question": only(ratio, "pearson"),
        "quality": None if quality is None else {"mean": only(quality["mean"], "auc")},
    }


def rounded(value: Any) -> Any:
    """Return JSON's values with each figure to four decimals."""
    if isinstance(value, float | np.floating):
        return round(float(value), 4)
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value
