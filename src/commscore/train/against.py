"""A model from its folder against codings from their files: what `commscore evaluate` does."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from commscore.errors import ModelError, UnreadableError
from commscore.models import RULES
from commscore.models.manifest import EVALUATION, GROUP
from commscore.read.jsontext import entries
from commscore.read.schema import read_coded
from commscore.roles import find_roles
from commscore.train.evaluation import as_json, evaluate
from commscore.train.material import is_coded, names
from commscore.train.prediction import Prediction, by_model, by_rules
from commscore.train.sessions import QUALITY
from commscore.types import Kind, Report, Role

if TYPE_CHECKING:
    from commscore.models.model import Model

KEPT: Final = ("tfidf",)  # baselines that cannot be made anew from a model's folder
THEN: Final = "measured when the model was trained, by cross-validation over the training's own documents"


def kind_of(paths: Iterable[Path]) -> Kind:
    """Return what the files code; UnreadableError where it is nothing, or both consultations and letters."""
    kinds = {kind for path in paths for kind in _kinds(path)}
    if len(kinds) > 1:
        raise UnreadableError("the files code both consultations and letters; give those of one kind")
    return next(iter(kinds), Kind.CONSULTATION)


def _kinds(path: Path) -> Iterator[Kind]:
    """Yield the kind of each coding in a file; one that is cut into turns is compared turn by turn."""
    many = path.suffix.casefold() in (".jsonl", ".ndjson")
    try:
        for _, entry in entries(path.read_bytes(), many):
            whole = isinstance(entry, dict) and entry.get("kind") == Kind.LETTER and "turns" not in entry
            yield Kind.LETTER if whole else Kind.CONSULTATION
    except UnreadableError as problem:
        raise UnreadableError(f"{path.name}: {problem}") from None


def gold_of(paths: Iterable[Path]) -> list[Report]:
    """Return the codings of the files; where a document says nobody's role, the roles are found.

    Raises UnreadableError for a file that is not in the schema, and where none has codes or labels.
    """
    return as_gold(report for path in paths for report in read_coded(path))


def as_gold(codings: Iterable[Report]) -> list[Report]:
    """Return codings to measure against; where a document says nobody's role, the roles are found.

    Raises UnreadableError where none has codes or labels.
    """
    gold = [_with_roles(report) for report in codings]
    if not any(is_coded(report) or report.labels for report in gold):
        raise UnreadableError("the files hold neither codes nor labels; give codings in commscore's schema")
    return gold


def _with_roles(report: Report) -> Report:
    if any(turn.role is not Role.OTHER for turn in report.document.turns):
        return report
    return replace(report, document=find_roles(report.document).document)


def predictions(model: "Model | None", gold: Sequence[Report], whole: bool = False) -> Iterator[Prediction]:
    """Yield what the model gives, or the rules for None, for each document.

    Codes are looked for where the gold has codes or tells good sessions from poor, everywhere if `whole`.
    """
    wanted = [whole or is_coded(r) or any(x.task == QUALITY for x in r.labels) for r in gold]
    if model:
        yield from by_model(model, gold, wanted)
        return
    for report, all_of_it in zip(gold, wanted, strict=True):
        yield by_rules(report.document) if all_of_it else Prediction(report.document)


def labels_of(model: "Model | None") -> dict[str, tuple[str, ...]]:
    """Return the classes of each of a model's tasks, () for a scale."""
    return {head.task: head.labels for head in model.manifest.tasks} if model else {}


def evaluated(
    model: "Model | None",
    gold: Sequence[Report],
    read: Sequence[Prediction],
    rules: Sequence[Prediction] | None = None,
) -> dict[str, Any]:
    """Return the evaluation as JSON's values, with the rules beside it and what the folder keeps of others.

    It warns where a document was among those that the model was trained on.
    """
    others = {RULES: rules} if rules is not None else None
    found = as_json(evaluate(gold, read, labels_of(model), others, model.name if model else RULES))
    if model:
        found["baselines"].update(stored(model.folder))
        found["warnings"] += seen(gold, model.manifest.training.groups)
    return found


def seen(gold: Sequence[Report], groups: Iterable[str]) -> list[str]:
    """Return a warning where documents, or others of their conversation, were trained on."""
    trained = set(groups)
    known = [
        report
        for report in gold
        if any(hashlib.sha256(name.encode()).hexdigest()[:GROUP] in trained for name in names(report))
    ]
    if not known:
        return []
    return [
        f"{len(known)} of {len(gold)} documents were among those that the model was trained on: for these "
        "the figures are better than for new ones. The model's card has figures by cross-validation."
    ]


def stored(folder: Path) -> dict[str, Any]:
    """Return the baselines that the model's folder keeps, {} without any; ModelError where it is no JSON."""
    path = folder / EVALUATION
    if not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ModelError(
            f"{path}: it cannot be read as JSON ({problem}); install the model again"
        ) from problem
    baselines = kept.get("baselines") if isinstance(kept, Mapping) else None
    found = baselines if isinstance(baselines, Mapping) else {}
    return {
        name: {**found[name], "on": THEN}
        for name in KEPT
        if isinstance(found.get(name), Mapping) and isinstance(found[name].get("parts"), Mapping)
    }
