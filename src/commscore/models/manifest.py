"""What a trained model's folder says of itself: its heads, thresholds, files and training."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from commscore.errors import ModelError
from commscore.models.features import Shape
from commscore.types import Kind, Role

FILE: Final = "manifest.json"
EVALUATION: Final = "evaluation.json"  # a model's own figures, beside its manifest
VERSION: Final = 1
GROUP: Final = 16  # characters of a group's hash that are kept: enough to tell groups apart

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Group = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{GROUP}}}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w.-]*$")]  # no path leads out of the folder
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Figure = Annotated[float, Field(allow_inf_nan=False)]


class Entry(BaseModel):
    """Base of all entries: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Encoder(Entry):
    """The encoder that training began with, and the SHA-256 of its weights."""

    name: str
    sha256: Sha256


class CodeHead(Entry):
    """A code that the model gives: its calibrated probability is sigmoid(slope · logit + intercept).

    Where the rules find the code in the same turn, `vote` is added to what the sigmoid is taken of. At or
    over `threshold` it is certain, at or over `maybe` offered; a word at or over `span_threshold`, by the
    sigmoid of its own logit, belongs to the code's evidence.
    """

    code: str
    threshold: Share
    maybe: Share
    slope: Figure
    intercept: Figure
    vote: Figure = 0.0
    span_threshold: Share

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.maybe > self.threshold:
            raise ValueError(f"{self.code}: `maybe` lies above `threshold`")
        return self


class TaskHead(Entry):
    """A task beside the codes: shares are softmax(logits + biases); a scale has no labels.

    The biases are those with the best mean F1 over the labels: the shares serve to choose a label and are
    not calibrated probabilities. `role` is whose turns it is read on, None everybody's.
    """

    task: str
    labels: tuple[str, ...]
    role: Role | None
    biases: tuple[Figure, ...] = ()

    @property
    def width(self) -> int:
        """How many outputs of the network are this task's."""
        return max(1, len(self.labels))


class Corpus(Entry):
    """A source of training data with its licence."""

    name: str
    licence: str
    source: str


class Training(Entry):
    """What the model was trained on: `groups` are the first 16 digits of the SHA-256 of each group's id."""

    groups: tuple[Group, ...]
    split: Sha256
    documents: Annotated[int, Field(ge=0)]
    turns: Annotated[int, Field(ge=0)]
    corpora: tuple[Corpus, ...]


class Severity(Entry):
    """How a letter's expected severity, from 1 to 3, becomes a level: over the first cut 2, the second 3.

    Within `margin` of a cut it may be either. The level that the rules give has the weight `ruled` in it.
    """

    cuts: tuple[Figure, Figure]
    ruled: Share = 0.0
    margin: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.cuts[0] > self.cuts[1]:
            raise ValueError("severity: the cuts must rise")
        return self


class Manifest(Entry):
    """The manifest of a model; `files` maps each file beside it to its SHA-256."""

    version: Literal[1] = VERSION
    name: Name
    kind: Kind = Kind.CONSULTATION
    created: str
    seed: int
    encoder: Encoder
    shape: Shape
    codes: tuple[CodeHead, ...]
    tasks: tuple[TaskHead, ...]
    severity: Severity | None = None
    files: dict[Name, Sha256]
    training: Training
    packages: dict[str, str]

    @model_validator(mode="after")
    def _once_each(self) -> Self:
        for names in ([c.code for c in self.codes], [t.task for t in self.tasks]):
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"{', '.join(sorted(twice))}: stands twice")
        return self

    @property
    def voted(self) -> tuple[str, ...]:
        """The codes on which the rules have a vote."""
        return tuple(head.code for head in self.codes if head.vote)

    def columns(self) -> Iterator[tuple[int, TaskHead]]:
        """Yield each task with the number of its first output."""
        start = 0
        for head in self.tasks:
            yield start, head
            start += head.width

    def text(self) -> str:
        """Return the manifest as it is written to its file."""
        return json.dumps(self.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a model's folder; ModelError names the file, what is wrong and the remedy."""
    path = folder / FILE
    again = "install or train the model again"
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise ModelError(f"{path}: there is no manifest, so this is no model; {again}") from problem
    try:
        found = json.loads(content)
        version = found.get("version") if isinstance(found, dict) else None
        if version != VERSION:
            raise ModelError(
                f"{path}: version {version} of the manifest, and this commscore reads version {VERSION}; "
                "train the model again, or use the commscore that it was made with"
            )
        return Manifest.model_validate_json(content, strict=True)
    except (ValidationError, ValueError) as problem:
        raise ModelError(f"{path}: {problem}; {again}") from problem
