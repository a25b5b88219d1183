"""The network's logits for rows, brought back together as what was read of one document's turns."""

from dataclasses import dataclass

import numpy as np

from commscore.codebook.coded import coded
from commscore.models.evidence import Stretch, best, stretches
from commscore.models.features import Piece
from commscore.models.manifest import CodeHead, Manifest, TaskHead
from commscore.models.reading import FloatArray, Reading
from commscore.types import Document, Role

MOMENTS = frozenset({"response", "answer"})  # tasks that read a moment, never a turn


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """Logits of a batch: of codes (rows, codes), of words (rows, length, codes + tasks) and of tasks.

    Those of the tasks have the shape (rows, outputs).
    """

    codes: FloatArray
    words: FloatArray
    tasks: FloatArray


class Gathered:
    """What has been read of `document` so far, row by row; nothing outlives `reading`.

    A turn of several rows takes the highest of its rows' probabilities, and its tasks from the first row.
    """

    def __init__(self, document: Document, manifest: Manifest) -> None:
        turns = len(document.turns)
        self.document, self.manifest = document, manifest
        self.roles = coded(manifest.kind)
        self.codes = np.zeros((turns, len(manifest.codes)))
        self.stretches: dict[tuple[str, int], list[Stretch]] = {}
        self.begun: dict[int, int] = {}
        self.tasks = {
            head.task: np.zeros((turns, head.width)) if head.labels else np.full(turns, np.nan)
            for head in manifest.tasks
            if head.task not in MOMENTS
        }

    def add(self, piece: Piece, found: Outputs, row: int) -> None:
        """Take in row number `row` of a batch: the codes, the words that earn them, and the tasks."""
        role = self.document.turns[piece.turn].role
        logits = found.codes[row].astype(float)
        words = sigmoid(found.words[row, piece.first : piece.first + len(piece.offsets)].astype(float))
        for column, head in enumerate(self.manifest.codes):
            if self.roles[head.code] is role:
                probability = float(sigmoid(head.slope * logits[column] + head.intercept))
                self.codes[piece.turn, column] = max(self.codes[piece.turn, column], probability)
                if probability >= head.maybe:
                    self._add_words(head, piece, words[:, column])
        first = piece.offsets[0][0] if piece.offsets else 0
        if first < self.begun.get(piece.turn, len(self.document.turns[piece.turn].text)):
            self.begun[piece.turn] = first
            self._add_tasks(piece.turn, role, found.tasks[row].astype(float))

    def _add_words(self, head: CodeHead, piece: Piece, figures: FloatArray) -> None:
        text = self.document.turns[piece.turn].text
        earned = stretches(text, piece.offsets, figures, head.span_threshold)
        self.stretches.setdefault((head.code, piece.turn), []).extend(earned)

    def _add_tasks(self, turn: int, role: Role, logits: FloatArray) -> None:
        for start, head in self.manifest.columns():
            if head.task in self.tasks and head.role in {None, role}:
                own = logits[start : start + head.width]
                self.tasks[head.task][turn] = shares(head, own) if head.labels else own[0]

    def reading(self) -> Reading:
        """Return what was read."""
        return Reading(
            codes={head.code: self.codes[:, column] for column, head in enumerate(self.manifest.codes)},
            spans={place: best(found) for place, found in self.stretches.items()},
            tasks=self.tasks,
        )


def shares(head: TaskHead, logits: FloatArray) -> FloatArray:
    """Return the share of each of a task's labels by the network's logits, both of shape (labels,)."""
    return softmax(logits + np.array(head.biases or 0.0))


def sigmoid(logits: FloatArray) -> FloatArray:
    """Return 1 / (1 + exp(-logit)), without overflow.

    >>> sigmoid(np.array([-1000.0, 0.0]))
    array([0. , 0.5])
    """
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))


def logit(probability: FloatArray | float) -> FloatArray:
    """Return log(p / (1 − p)), kept finite."""
    held = np.clip(probability, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(held) - np.log1p(-held))


def softmax(logits: FloatArray) -> FloatArray:
    """Return the shares of one row of logits.

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    raised: FloatArray = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum())
