"""The network's logits for windows, brought back together as what was read of one document's turns."""

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
    """Logits of a batch: of codes (pieces, codes), of words (windows, length, codes + tasks) and of tasks.

    Those of the tasks have the shape (pieces, outputs).
    """

    codes: FloatArray
    words: FloatArray
    tasks: FloatArray


class Gathered:
    """What has been read of `document` so far, piece by piece; nothing outlives `reading`.

    A turn of several pieces takes the highest of their probabilities, and its tasks from the first.
    """

    def __init__(self, document: Document, manifest: Manifest) -> None:
        turns = len(document.turns)
        self.document, self.manifest = document, manifest
        roles = [coded(manifest.kind)[head.code] for head in manifest.codes]
        self.judged = {role: np.array([own is role for own in roles]) for role in Role}
        self.slopes, self.intercepts, self.maybe = (
            np.array([(head.slope, head.intercept, head.maybe) for head in manifest.codes]).reshape(-1, 3).T
        )
        self.codes = np.zeros((turns, len(manifest.codes)))
        self.stretches: dict[tuple[str, int], list[Stretch]] = {}
        self.begun: dict[int, int] = {}
        self.tasks = {
            head.task: np.zeros((turns, head.width)) if head.labels else np.full(turns, np.nan)
            for head in manifest.tasks
            if head.task not in MOMENTS
        }

    def add(self, piece: Piece, codes: FloatArray, words: FloatArray, tasks: FloatArray) -> None:
        """Take in a piece's logits: codes (codes,), words (tokens, codes + tasks) and tasks (outputs,)."""
        role = self.document.turns[piece.turn].role
        sure = sigmoid(self.slopes * codes + self.intercepts) * self.judged[role]
        self.codes[piece.turn] = np.maximum(self.codes[piece.turn], sure)
        for column in np.flatnonzero(self.judged[role] & (sure >= self.maybe)):
            self._add_words(self.manifest.codes[column], piece, words[:, column])
        first = piece.offsets[0][0] if piece.offsets else 0
        if first < self.begun.get(piece.turn, len(self.document.turns[piece.turn].text)):
            self.begun[piece.turn] = first
            self._add_tasks(piece.turn, role, tasks.astype(float))

    def _add_words(self, head: CodeHead, piece: Piece, logits: FloatArray) -> None:
        text = self.document.turns[piece.turn].text
        figures = sigmoid(logits.astype(float))
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
