"""Cross-validation by conversation: a model a fold, saved, loaded again, and judged on what it never saw."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from commscore.models.manifest import GROUP, Corpus, Manifest, Training
from commscore.models.manifest import Encoder as Named
from commscore.models.model import TOKENIZER
from commscore.train.corpora import CORPORA
from commscore.train.export import export
from commscore.train.fit import Fitted, fit
from commscore.train.material import group, names
from commscore.train.recipe import YOURS
from commscore.train.run import Run
from commscore.train.splits import fingerprint, held_in
from commscore.train.thresholds import raw_heads, raw_tasks
from commscore.types import Report

DONE: Final = "fitted.json"
OURS: Final = {"written": "Apache-2.0", "invented": "Apache-2.0"}  # texts written for this project
OWN: Final = "written or coded by whoever trained the model"


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """The documents `tested`, the folder of the model that never saw them, and after how many `epochs`."""

    tested: tuple[Report, ...]
    folder: Path
    epochs: int

    @property
    def floating(self) -> Path:
        """The folder of the same model without rounding to eight bits."""
        return self.folder.with_name(self.folder.name + "-float")


def fitted_folds(run: Run) -> list[Fold]:
    """Return all folds, fitting those that no earlier run has."""
    found = []
    for number, own in enumerate(run.folds):
        tested = tuple(report for report in run.reports if group(report) in own)
        rest = [*(report for report in run.reports if group(report) not in own), *run.more]
        folder = run.place(f"fold{number + 1}")
        if not (folder.with_name(folder.name + "-float") / DONE).exists():
            found.append(_fit(run, number, tested, rest, folder))
        else:
            told = json.loads((folder.with_name(folder.name + "-float") / DONE).read_text(encoding="utf-8"))
            found.append(Fold(tested, folder, told["epochs"]))
    return found


def _fit(run: Run, number: int, tested: tuple[Report, ...], rest: Sequence[Report], folder: Path) -> Fold:
    more = {group(report) for report in run.more}
    watched = held_in([r for r in rest if group(r) not in more], run.recipe.fit.held_in, run.recipe.seed)
    state = folder.with_name(folder.name + ".state")
    fitted = fit(
        replace(run, say=lambda at: run.say(f"fold {number + 1} of {run.recipe.folds}: {at}")),
        [report for report in rest if group(report) not in watched],
        [report for report in rest if group(report) in watched],
        state,
    )
    fold = Fold(tested, folder, fitted.epochs)
    save(run, fitted, folder, rest)
    save(run, fitted, fold.floating, rest, eight_bits=False)
    beside = fold.floating / f"{DONE}.part"
    beside.write_text(json.dumps({"epochs": fitted.epochs, "loss": fitted.loss}), encoding="utf-8")
    beside.replace(fold.floating / DONE)
    state.unlink(missing_ok=True)
    return fold


def save(run: Run, fitted: Fitted, folder: Path, rest: Sequence[Report], eight_bits: bool = True) -> Manifest:
    """Write the folder of a network that was fitted to `rest`, not yet calibrated."""
    manifest = Manifest(
        name=run.recipe.name,
        kind=run.recipe.kind,
        created=date.today().isoformat(),
        seed=run.recipe.seed,
        encoder=Named(name=run.encoder.name, sha256=run.encoder.sha256),
        shape=run.recipe.shape,
        codes=raw_heads(run.recipe),
        tasks=raw_tasks(run.recipe),
        files={},
        training=trained_on(run, rest),
        packages=packages(),
    )
    tokenizer = (run.encoder.folder / TOKENIZER).read_bytes()
    return export(fitted.network, folder, manifest, tokenizer, eight_bits)


def trained_on(run: Run, rest: Sequence[Report]) -> Training:
    """Return what the manifest says of the data."""
    found = {run.origins.get(group(r)) or origin(r.document.id.partition("-")[0]) for r in rest}
    return Training(
        groups=tuple(
            sorted({hashlib.sha256(name.encode()).hexdigest()[:GROUP] for r in rest for name in names(r)})
        ),
        split=fingerprint(run.folds),
        documents=len(rest),
        turns=sum(len(report.document.turns) for report in rest),
        corpora=tuple(sorted(found, key=lambda corpus: (corpus.name, corpus.licence))),
    )


def origin(start: str) -> Corpus:
    """Return the source of documents whose ids begin so."""
    name = next((name for name in CORPORA if name.partition("-")[0] == start), None)
    if name:
        return Corpus(name=name, licence=CORPORA[name].licence, source=CORPORA[name].source)
    return Corpus(name=start if start in OURS else "others", licence=OURS.get(start, YOURS), source=OWN)


def packages() -> dict[str, str]:
    """Return the versions of what training depends on."""
    return {name: version(name) for name in ("torch", "transformers", "tokenizers", "onnx", "onnxruntime")}
