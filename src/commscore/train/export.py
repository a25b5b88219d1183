"""A trained network becomes a folder under `models/`: whole, or not at all."""

import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from commscore.errors import ModelError
from commscore.models.manifest import FILE, Manifest, read_manifest
from commscore.models.model import ENCODER, TOKENIZER

if TYPE_CHECKING:
    from torch import nn

OPSET: Final = 17
INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids", "turns")
AXES: Final = {
    **{name: {0: "windows", 1: "length"} for name in INPUTS[:3]},
    "turns": {0: "pieces", 1: "tokens"},
    "codes": {0: "pieces"},
    "words": {0: "windows", 1: "length"},
    "tasks": {0: "pieces"},
}
MOST_BYTES: Final = 30_000_000


def export(
    network: "nn.Module",
    folder: Path,
    manifest: Manifest,
    tokenizer: bytes,
    eight_bits: bool = True,
) -> Manifest:
    """Write a model's folder and return its manifest, with the SHA-256 of every file.

    `tokenizer` is what stands in tokenizer.json; `manifest.files` is filled in here. All is written beside
    the folder, which then takes its place, so that nobody ever loads half a model. Raises ModelError where
    the encoder is larger than a model may be, unless it keeps its full precision for comparison.
    """
    encoder = encoded(network, eight_bits)
    if eight_bits and len(encoder) > MOST_BYTES:
        raise ModelError(f"{folder / ENCODER}: {len(encoder) / 1e6:.0f} MB; take a smaller encoder")
    files = {ENCODER: encoder, TOKENIZER: tokenizer}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    sealed = Manifest.model_validate({**manifest.model_dump(), "files": sums})
    _put(folder, {**files, FILE: sealed.text().encode()})
    return sealed


def add(folder: Path, files: Mapping[str, bytes], heads: Mapping[str, Any] | None = None) -> Manifest:
    """Put further files (evaluation.json, card.md) into a model's folder, their sums into its manifest.

    `heads` are the manifest's own entries to replace: calibrated ones for raw ones.
    """
    manifest = read_manifest(folder).model_copy(update=dict(heads or {}))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    sealed = Manifest.model_validate({**manifest.model_dump(), "files": manifest.files | sums})
    kept = {name: (folder / name).read_bytes() for name in manifest.files if name not in files}
    _put(folder, {**kept, **files, FILE: sealed.text().encode()})
    return sealed


def publish(made: Path, folder: Path) -> Manifest:
    """Let a copy of the model's folder `made` take the place of `folder`, and return its manifest."""
    manifest = read_manifest(made)
    _put(folder, {name: (made / name).read_bytes() for name in (*manifest.files, FILE)})
    return manifest


def encoded(network: "nn.Module", eight_bits: bool = True) -> bytes:
    """Return a network as ONNX, its large matrices in eight bits; it takes windows of any number and length.

    The network takes what `commscore.models.features.stack` makes of them, and returns the logits of the
    codes (pieces, codes), of the words (windows, length, codes + tasks) and of the tasks (pieces, outputs).
    """
    import onnx

    model = onnx.load_from_string(_traced(network))
    if eight_bits:
        from commscore.train.quantise import quantise

        quantise(model)
    onnx.checker.check_model(model)
    written: bytes = model.SerializeToString(deterministic=True)
    return written


def _traced(network: "nn.Module") -> bytes:
    import torch

    ids = torch.ones((2, 8), dtype=torch.int64)
    types = torch.tensor([[0] * 5 + [1] * 3] * 2)
    turns = torch.tensor([[0, 1, 1, 0] * 4, [0, 0, 1, 0] * 4, [1, 0, 0, 0] * 4])
    training = network.training
    network.eval()
    with tempfile.TemporaryDirectory() as folder, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a tracer that is kept for being the one that needs `onnx` alone
        file = Path(folder) / ENCODER
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids), types, turns),
            file,
            input_names=list(INPUTS),
            output_names=["codes", "words", "tasks"],
            dynamic_axes=AXES,
            opset_version=OPSET,
            dynamo=False,
        )
        network.train(training)
        return file.read_bytes()


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a new folder beside `folder`, and let it take the place of what was there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    old = beside.with_name(f"{beside.name}-old")
    try:
        for name, content in files.items():
            (beside / name).write_bytes(content)
        if folder.exists():
            os.replace(folder, old)
        os.replace(beside, folder)
    finally:
        if old.exists() and not folder.exists():  # whatever came between the two, Ctrl-C too
            os.replace(old, folder)
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)
