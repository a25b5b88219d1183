"""What the network is fitted to: codes, the words that earn them, and the tasks."""

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from commscore.train.recipe import Recipe
from commscore.train.targets import Lesson, Target

Weights = Mapping[str, Mapping[str, float]]
APART: Final = "none"


def loss(
    outputs: tuple[Tensor, Tensor, Tensor], batch: Sequence[Lesson], recipe: Recipe, weights: Weights
) -> Tensor:
    """Return the loss of a batch, a scalar: the sum over codes, words and tasks, per piece that teaches."""
    codes, words, tasks = outputs
    targets = [target for lesson in batch for target in lesson.targets]
    total = of_codes(codes, targets)
    total = total + recipe.loss.words * of_words(words, batch)
    total = total + recipe.loss.tasks * of_tasks(tasks, targets, recipe, weights)
    return total / sum(target.teaches for target in targets)


def of_codes(logits: Tensor, targets: Sequence[Target]) -> Tensor:
    """Return the cross-entropy of the codes, summed over those that count."""
    given, counted = (
        torch.stack([torch.from_numpy(getattr(target, name)) for target in targets])
        for name in ("given", "counted")
    )
    return (binary_cross_entropy_with_logits(logits, given, reduction=APART) * counted).sum()


def of_words(logits: Tensor, batch: Sequence[Lesson]) -> Tensor:
    """Return the cross-entropy of the words for what a piece has evidence of, a mean over its words."""
    given, weight = torch.zeros_like(logits), torch.zeros_like(logits)
    told = [(number, target) for number, lesson in enumerate(batch) for target in lesson.targets]
    for number, target in told:
        piece = target.piece
        for column, start, end in target.evidence:
            weight[number, piece.first : piece.stop, column] = 1 / len(piece.offsets)
            inside = [piece.first + n for n, (a, z) in enumerate(piece.offsets) if a < end and z > start]
            given[number, inside, column] = 1
    return (binary_cross_entropy_with_logits(logits, given, reduction=APART) * weight).sum()


def of_tasks(logits: Tensor, targets: Sequence[Target], recipe: Recipe, weights: Weights) -> Tensor:
    """Return the cross-entropy of the tasks, the squared error for scales, summed over all answers."""
    total = logits.new_zeros(())
    start = 0
    for task in recipe.task:
        width = max(1, len(task.labels))
        own = [(n, a) for n, each in enumerate(targets) for a in each.answers if a.task == task.task]
        if own:
            said = logits[[n for n, _ in own], start : start + width]
            weight = torch.tensor([a.weight for _, a in own])
            if task.labels:
                target = torch.tensor([task.labels.index(str(a.value)) for _, a in own])
                weight = weight * torch.tensor([weights[task.task][str(a.value)] for _, a in own])
                total = total + (cross_entropy(said, target, reduction=APART) * weight).sum()
            else:
                target = torch.tensor([float(a.value) for _, a in own])
                total = total + ((said[:, 0] - target).square() * weight).sum()
        start += width
    return total
