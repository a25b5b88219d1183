"""Coded documents as windows of input with what the network should say of each piece."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commscore.codebook.coded import coded
from commscore.models.features import Piece, Window, moment, windows
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
    """What a task's raters said of a piece: the class `value` or a figure, and how much it weighs."""

    task: str
    value: str | float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A piece of a window and what the network should say of it.

    `given` and `counted` have shape (codes,): whether the piece carries the code, and its weight in the loss.
    `evidence` holds column, first and last character of the words that earn a code or a task's answer, whose
    columns come after those of the codes.
    """

    piece: Piece
    given: Floats
    counted: Floats
    evidence: tuple[tuple[int, int, int], ...] = ()
    answers: tuple[Answer, ...] = field(default=())

    @property
    def teaches(self) -> bool:
        """Whether anything is said of the piece."""
        return bool(self.answers) or bool(self.counted.any())


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A window of input with the targets of its pieces, in their order."""

    window: Window
    targets: tuple[Target, ...]


def lessons(reports: Iterable[Report], recipe: Recipe, tokenizer: "Tokenizer") -> list[Lesson]:
    """Return the windows of all turns and moments, those that teach something."""
    found = (lesson for report in reports for lesson in _lessons(report, recipe, tokenizer))
    return [lesson for lesson in found if any(target.teaches for target in lesson.targets)]


def class_weights(learnt: Iterable[Lesson], recipe: Recipe) -> Mapping[str, Mapping[str, float]]:
    """Return by task and label what an answer weighs: rare labels more, with the root of their rarity.

    The mean over all answers is 1.
    """
    weights = {}
    answers = [answer for lesson in learnt for target in lesson.targets for answer in target.answers]
    for task in recipe.task:
        counted = Counter(answer.value for answer in answers if answer.task == task.task)
        roots = {label: max(1, counted[label]) ** -0.5 for label in task.labels}
        mean = sum(roots[label] * counted[label] for label in task.labels) / max(1, sum(counted.values()))
        weights[task.task] = {label: root / (mean or 1) for label, root in roots.items()}
    return weights


def _lessons(report: Report, recipe: Recipe, tokenizer: "Tokenizer") -> Iterator[Lesson]:
    asked = {task.task: task.weight for task in recipe.task}
    roles = {task.task: task.role for task in recipe.task}
    turns = report.document.turns
    labels: dict[int, list[Label]] = defaultdict(list)
    for label in report.labels:
        if label.turn is not None and roles.get(label.task) is turns[label.turn].role:
            labels[label.turn].append(label)
    codes = _by_turn(report.codes) if is_coded(report) else None
    for window in windows(report.document, tokenizer, recipe.shape):
        targets = [
            _target(report, piece, codes, labels.pop(piece.turn, []), recipe) for piece in window.pieces
        ]
        yield Lesson(window, tuple(targets))
    yield from _moments(report, asked, recipe, tokenizer)


def _moments(
    report: Report, asked: Mapping[str, float], recipe: Recipe, tokenizer: "Tokenizer"
) -> Iterator[Lesson]:
    nothing = np.zeros(len(recipe.codes), np.float32)
    for each in report.moments:
        after = replies(report.document, each.turn, each.code)
        task = HEADS[each.code]
        if after and task in asked and not each.disputed:
            window = moment(report.document, each.turn, after, tokenizer, recipe.shape)
            answers = (Answer(task, each.response, asked[task]),)
            target = Target(window.pieces[0], nothing, nothing, answers=answers)
            yield Lesson(window, (target,))


def _target(
    report: Report,
    piece: Piece,
    codes: Mapping[int, Sequence[Code]] | None,
    labels: Sequence[Label],
    recipe: Recipe,
) -> Target:
    """Return a piece's target; it carries the codes whose words lie at least in part in it."""
    columns = {name: column for column, name in enumerate((*recipe.codes, *(t.task for t in recipe.task)))}
    weights = {task.task: task.weight for task in recipe.task}
    answers = tuple(Answer(a.task, a.value, weights[a.task] * a.share) for a in labels)
    start, end = piece.offsets[0][0], piece.offsets[-1][1]
    spans = [(columns[label.task], *span) for label in labels for span in label.spans]
    earned = tuple(each for each in spans if each[1] < end and each[2] > start)
    role = report.document.turns[piece.turn].role
    given, counted = np.zeros((2, len(recipe.codes)), np.float32)
    if codes is None:
        return Target(piece, given, counted, earned, answers)
    counted[:] = [coded(recipe.kind)[code] is role for code in recipe.codes]
    said = (code for code in codes.get(piece.turn, ()) if code.certain and code.code in recipe.codes)
    inside = [code for code in said if code.start < end and code.end > start]
    for code in sorted(inside, key=lambda c: not c.disputed):  # what is undisputed has the last word
        column = columns[code.code]
        given[column] = 1
        counted[column] = recipe.loss.disputed if code.disputed else 1
    evidence = tuple((columns[c.code], c.start, c.end) for c in inside if not c.disputed)
    return Target(piece, given, counted, (*evidence, *earned), answers)


def _by_turn(codes: Iterable[Code]) -> dict[int, list[Code]]:
    found: dict[int, list[Code]] = defaultdict(list)
    for code in codes:
        found[code.turn].append(code)
    return found
