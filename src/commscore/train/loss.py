"""What the network is fitted to: codes, the words that earn them, and the tasks."""

from collections.abc import Mapping, Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from commscore.train.recipe import Recipe
from commscore.train.targets import Row

Weights = Mapping[str, Mapping[str, float]]
APART: Final = "none"


def loss(
    outputs: tuple[Tensor, Tensor, Tensor], batch: Sequence[Row], recipe: Recipe, weights: Weights
) -> Tensor:
    """Return the loss of a batch, a scalar: the sum over codes, words and tasks, per row."""
    codes, words, tasks = outputs
    total = of_codes(codes, batch)
    total = total + recipe.loss.words * of_words(words, batch)
    return (total + recipe.loss.tasks * of_tasks(tasks, batch, recipe, weights)) / len(batch)


def of_codes(logits: Tensor, batch: Sequence[Row]) -> Tensor:
    """Return the cross-entropy of the codes, summed over those that count."""
    given, counted = (
        torch.stack([torch.from_numpy(getattr(row, name)) for row in batch]) for name in ("given", "counted")
    )
    return (binary_cross_entropy_with_logits(logits, given, reduction=APART) * counted).sum()


def of_words(logits: Tensor, batch: Sequence[Row]) -> Tensor:
    """Return the cross-entropy of the words for what the row has evidence of, a mean over the words."""
    target, weight = torch.zeros_like(logits), torch.zeros_like(logits)
    for number, row in enumerate(batch):
        first, count = row.piece.first, len(row.piece.offsets)
        for column, start, end in row.evidence:
            weight[number, first : first + count, column] = 1 / count
            inside = [first + n for n, (a, z) in enumerate(row.piece.offsets) if a < end and z > start]
            target[number, inside, column] = 1
    return (binary_cross_entropy_with_logits(logits, target, reduction=APART) * weight).sum()


def of_tasks(logits: Tensor, batch: Sequence[Row], recipe: Recipe, weights: Weights) -> Tensor:
    """Return the cross-entropy of the tasks, the squared error for scales, summed over all answers."""
    total = logits.new_zeros(())
    start = 0
    for task in recipe.task:
        width = max(1, len(task.labels))
        own = [(n, a) for n, row in enumerate(batch) for a in row.answers if a.task == task.task]
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
