"""Coded documents as rows of input with what the network should say of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commscore.codebook.coded import coded
from commscore.models.features import Piece, moment_piece, pieces
from commscore.models.model import HEADS
from commscore.replies import replies
from commscore.train.material import is_coded
from commscore.train.recipe import Recipe
from commscore.types import Code, Label, Report

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a task's raters said of a row: the class `value` or a figure, and how much it weighs."""

    task: str
    value: str | float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of input and its targets.

    `given` and `counted` have shape (codes,): whether the row carries the code, and its weight in the loss.
    `evidence` holds column, first and last character of the words that earn a code or a task's answer, whose
    columns come after those of the codes.
    """

    piece: Piece
    given: Floats
    counted: Floats
    evidence: tuple[tuple[int, int, int], ...] = ()
    answers: tuple[Answer, ...] = field(default=())


def rows(reports: Iterable[Report], recipe: Recipe, tokenizer: "Tokenizer") -> list[Row]:
    """Return the rows of all turns and moments that teach something."""
    return [row for report in reports for row in _rows(report, recipe, tokenizer)]


def class_weights(rows: Sequence[Row], recipe: Recipe) -> Mapping[str, Mapping[str, float]]:
    """Return by task and label what an answer weighs: rare labels more, with the root of their rarity.

    The mean over all answers is 1.
    """
    weights = {}
    for task in recipe.task:
        counted = Counter(a.value for row in rows for a in row.answers if a.task == task.task)
        roots = {label: max(1, counted[label]) ** -0.5 for label in task.labels}
        mean = sum(roots[label] * counted[label] for label in task.labels) / max(1, sum(counted.values()))
        weights[task.task] = {label: root / (mean or 1) for label, root in roots.items()}
    return weights


def _rows(report: Report, recipe: Recipe, tokenizer: "Tokenizer") -> Iterator[Row]:
    asked = {task.task: task.weight for task in recipe.task}
    roles = {task.task: task.role for task in recipe.task}
    turns = report.document.turns
    labels: dict[int, list[Label]] = defaultdict(list)
    for label in report.labels:
        if label.turn is not None and roles.get(label.task) is turns[label.turn].role:
            labels[label.turn].append(label)
    found = pieces(report.document, tokenizer, recipe.shape)
    coded = is_coded(report)
    codes = _by_turn(report.codes)
    begun: set[int] = set()
    for piece in found:
        own = () if piece.turn in begun else tuple(labels[piece.turn])
        begun.add(piece.turn)
        if coded or own:
            yield _row(report, piece, codes[piece.turn] if coded else None, own, recipe)
    yield from _moments(report, asked, recipe, tokenizer)


def _moments(
    report: Report, asked: Mapping[str, float], recipe: Recipe, tokenizer: "Tokenizer"
) -> Iterator[Row]:
    nothing = np.zeros(len(recipe.codes), np.float32)
    for moment in report.moments:
        after = replies(report.document, moment.turn, moment.code)
        task = HEADS[moment.code]
        if after and task in asked and not moment.disputed:
            piece = moment_piece(report.document, moment.turn, after, tokenizer, recipe.shape)
            row = Row(piece, nothing, nothing, answers=(Answer(task, moment.response, asked[task]),))
            yield from [row] * recipe.fit.moments


def _row(
    report: Report, piece: Piece, codes: Sequence[Code] | None, labels: Sequence[Label], recipe: Recipe
) -> Row:
    """Return a row; it carries the codes whose words lie at least in part in its part of the turn."""
    columns = {name: column for column, name in enumerate((*recipe.codes, *(t.task for t in recipe.task)))}
    weights = {task.task: task.weight for task in recipe.task}
    answers = tuple(Answer(a.task, a.value, weights[a.task] * a.share) for a in labels)
    start, end = piece.offsets[0][0], piece.offsets[-1][1]
    spans = [(columns[label.task], *span) for label in labels for span in label.spans]
    earned = tuple(each for each in spans if each[1] < end and each[2] > start)
    role = report.document.turns[piece.turn].role
    given, counted = np.zeros((2, len(recipe.codes)), np.float32)
    if codes is None:
        return Row(piece, given, counted, earned, answers)
    counted[:] = [coded(recipe.kind)[code] is role for code in recipe.codes]
    inside = [c for c in codes if c.certain and c.code in recipe.codes and c.start < end and c.end > start]
    for code in sorted(inside, key=lambda c: not c.disputed):  # what is undisputed has the last word
        column = columns[code.code]
        given[column] = 1
        counted[column] = recipe.loss.disputed if code.disputed else 1
    evidence = tuple((columns[c.code], c.start, c.end) for c in inside if not c.disputed)
    return Row(piece, given, counted, (*evidence, *earned), answers)


def _by_turn(codes: Iterable[Code]) -> dict[int, list[Code]]:
    found: dict[int, list[Code]] = defaultdict(list)
    for code in codes:
        found[code.turn].append(code)
    return found
