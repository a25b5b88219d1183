"""A trained model in use: onnxruntime and tokenizers, nothing else."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from commscore.codebook.coded import coded
from commscore.errors import ModelError
from commscore.models.decide import decide
from commscore.models.features import Window, batches, moment, stack, windows
from commscore.models.gather import Gathered, Outputs, shares
from commscore.models.manifest import FILE, Manifest, read_manifest
from commscore.models.reading import Reading
from commscore.replies import replies
from commscore.settings import settings
from commscore.types import Code, Document, Role

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

ENCODER: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
HEADS: Final = {"cue": "response", "concern": "response", "patient_question": "answer"}


class Model:
    """A folder of `models/`: its files are checked when it is opened, and loaded when it first reads.

    Raises ModelError where a file is missing or is not what the manifest promises.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self.sha256 = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
        verify(folder, self.manifest)
        unknown = [h.code for h in self.manifest.codes if h.code not in coded(self.manifest.kind)]
        if unknown:
            raise ModelError(
                f"{folder / FILE}: the codebook knows no {', '.join(unknown)}; train the model again with it"
            )

    @property
    def name(self) -> str:
        """The model's name."""
        return self.manifest.name

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the model gives."""
        return frozenset(head.code for head in self.manifest.codes)

    def calibrated(self, calibration: Mapping[str, object]) -> "Model":
        """Return the same model with other entries of its manifest, such as `codes`; its files stay."""
        other = copy(self)
        other.manifest = self.manifest.model_copy(update=dict(calibration))
        return other

    def read(self, documents: Sequence[Document], moments: bool = True) -> list[Reading]:
        """Return what the model makes of each document, in their order.

        With `moments`, it also reads what became of each cue, concern and question that is at or over
        `maybe`. A document in which nobody's role is known gives nothing.
        """
        made = [(n, window) for n, d in enumerate(documents) if _roles(d) for window in self._windows(d)]
        gathered = [Gathered(document, self.manifest) for document in documents]
        for batch, found in self._run([window for _, window in made]):
            codes, tasks = iter(found.codes), iter(found.tasks)
            for number, words in zip(batch, found.words, strict=True):
                document, window = made[number]
                for piece in window.pieces:
                    gathered[document].add(piece, next(codes), words[piece.first : piece.stop], next(tasks))
        readings = [each.reading() for each in gathered]
        if not moments:
            return readings
        return [self._with_moments(d, r) for d, r in zip(documents, readings, strict=True)]

    def moments(
        self, document: Document, codes: Iterable[Code]
    ) -> dict[tuple[int, str], Mapping[str, float]]:
        """Return, by turn and code, the probability of each response to these cues, concerns and questions.

        Left out are those that the clinician says nothing after, and kinds that the model has no head for.
        """
        heads = {head.task: (start, head) for start, head in self.manifest.columns()}
        asked = sorted({(c.turn, c.code) for c in codes if HEADS.get(c.code) in heads})
        answered = [(*place, after) for place in asked if (after := replies(document, *place))]
        made = [
            moment(document, turn, after, self._tokenizer, self.manifest.shape) for turn, _, after in answered
        ]
        read: dict[tuple[int, str], Mapping[str, float]] = {}
        for batch, found in self._run(made):
            for number, logits in zip(batch, found.tasks, strict=True):
                turn, code, _ = answered[number]
                start, head = heads[HEADS[code]]
                own = shares(head, logits[start : start + head.width])
                read[turn, code] = dict(zip(head.labels, own.tolist(), strict=True))
        return read

    def _with_moments(self, document: Document, reading: Reading) -> Reading:
        codes = decide(document, reading, self.manifest)
        return Reading(reading.codes, reading.spans, reading.tasks, self.moments(document, codes))

    def _windows(self, document: Document) -> list[Window]:
        return windows(document, self._tokenizer, self.manifest.shape)

    def _run(self, made: Sequence[Window]) -> "Iterable[tuple[list[int], Outputs]]":
        for batch in batches(made, self.manifest.shape):
            inputs = stack([made[number] for number in batch], self.manifest.shape)
            yield batch, Outputs(*self._session.run(["codes", "words", "tasks"], inputs))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        return Tokenizer.from_buffer(checked(self.folder, TOKENIZER, self.manifest))

    @cached_property
    def _session(self) -> "InferenceSession":
        onnxruntime = _onnxruntime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings().threads or cores()
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        content = checked(self.folder, ENCODER, self.manifest)
        state = onnxruntime.capi.onnxruntime_pybind11_state
        try:
            return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except (state.Fail, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented) as problem:
            raise ModelError(
                f"{self.folder / ENCODER}: onnxruntime {onnxruntime.__version__} cannot run it; "
                "install commscore again, and with it the onnxruntime that it needs"
            ) from problem


def _onnxruntime() -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # or its statistics ask the network, and leave files
    try:
        import onnxruntime
    except ImportError as problem:
        raise ModelError(
            f"onnxruntime cannot be loaded ({problem}); install it again, or name 'rules' as the model to do "
            "without"
        ) from problem
    return onnxruntime


def cores() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise ModelError unless every file of the manifest is there, byte for byte."""
    for name in sorted({ENCODER, TOKENIZER, *manifest.files}):
        checked(folder, name, manifest)


def checked(folder: Path, name: str, manifest: Manifest) -> bytes:
    """Return the bytes of a model's file; ModelError where they are not those that the manifest promises."""
    path, again = folder / name, "install or train the model again"
    if name not in manifest.files:
        raise ModelError(f"{folder / FILE}: it promises no {name}; {again}")
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ModelError(f"{path}: the model's file is missing or cannot be read; {again}") from problem
    found, promised = hashlib.sha256(content).hexdigest(), manifest.files[name]
    if found != promised:
        raise ModelError(
            f"{path}: its SHA-256 is {found[:12]}…, and the manifest promises {promised[:12]}…; "
            f"the file was changed: {again}"
        )
    return content


def _roles(document: Document) -> bool:
    return any(turn.role is not Role.OTHER for turn in document.turns)
