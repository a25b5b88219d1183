"""The loss, by hand."""

import math
from pathlib import Path

import numpy as np
import pytest

from commscore.models.features import Piece
from commscore.train.targets import Answer, Row
from tinytraining import recipe

torch = pytest.importorskip("torch")

CODES = ("empathy", "agenda")
RECIPE = recipe(
    without=[],
    task=[
        {"task": "annomi.client_talk", "labels": ["neutral", "change"], "role": "patient"},
        {"task": "uptake.uptake"},
    ],
    loss={"words": 0.3, "tasks": 0.5},
)
WEIGHTS = {"annomi.client_talk": {"neutral": 0.5, "change": 2.0}, "uptake.uptake": {}}


def cross(logit: float, given: float) -> float:
    return math.log1p(math.exp(-logit)) if given else math.log1p(math.exp(logit))


def row(
    given: tuple[float, float] = (0, 0),
    counted: tuple[float, float] = (0, 0),
    evidence: tuple[tuple[int, int, int], ...] = (),
    answers: tuple[Answer, ...] = (),
) -> Row:
    """Return a row of [CLS] doctor, three tokens of the turn ("how how scan") and [SEP]."""
    piece = Piece(0, (2, 4, 14, 14, 9, 3), (0,) * 6, 2, ((0, 3), (4, 7), (8, 12)))
    return Row(piece, np.array(given, np.float32), np.array(counted, np.float32), evidence, answers)


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        ([row((1, 0), (1, 1))], cross(2, 1) + cross(-1, 0)),
        ([row((1, 0), (1, 0.5))], cross(2, 1) + 0.5 * cross(-1, 0)),
        ([row((1, 1), (0, 0))], 0),
        ([row((1, 0), (1, 1)), row((0, 1), (0, 1))], cross(2, 1) + cross(-1, 0) + cross(-1, 1)),
    ],
)
def test_codes(batch: list[Row], expected: float) -> None:
    from commscore.train.loss import of_codes

    logits = torch.tensor([[2.0, -1.0]] * len(batch))
    assert float(of_codes(logits, batch)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((), 0),
        (((0, 8, 12),), (cross(1, 0) + cross(2, 0) + cross(3, 1)) / 3),
        (((0, 5, 9),), (cross(1, 0) + cross(2, 1) + cross(3, 1)) / 3),  # a part of a word is the word
        (((1, 0, 3),), (cross(-1, 1) + cross(-2, 0) + cross(-3, 0)) / 3),
        (((0, 0, 3), (0, 8, 12)), (cross(1, 1) + cross(2, 0) + cross(3, 1)) / 3),
    ],
)
def test_words(evidence: tuple[tuple[int, int, int], ...], expected: float) -> None:
    from commscore.train.loss import of_words

    logits = torch.tensor([[9.0, 9], [9, 9], [1, -1], [2, -2], [3, -3], [9, 9]])  # the marks do not count
    assert float(of_words(logits[None], [row(evidence=evidence)])) == pytest.approx(expected, rel=1e-5)


def answer(task: str, value: str | float, weight: float = 1.0) -> tuple[Answer, ...]:
    return (Answer(task, value, weight),)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), 0),
        (answer("annomi.client_talk", "neutral"), 0.5 * cross(2, 1)),  # logits 3 and 1
        (answer("annomi.client_talk", "change", 0.5), 0.5 * 2.0 * cross(-2, 1)),
        (answer("uptake.uptake", 1.5), 0.25),  # the figure 2
        (answer("uptake.uptake", 0.0, 0.5), 2.0),
        (answer("uptake.uptake", 1.5) + answer("annomi.client_talk", "neutral"), 0.25 + 0.5 * cross(2, 1)),
    ],
)
def test_tasks(answers: tuple[Answer, ...], expected: float) -> None:
    from commscore.train.loss import of_tasks

    logits = torch.tensor([[3.0, 1.0, 2.0]] * 2)
    found = of_tasks(logits, [row(), row(answers=answers)], RECIPE, WEIGHTS)
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_the_whole_is_a_mean_over_rows() -> None:
    from commscore.train.loss import loss

    batch = [row((1, 0), (1, 0), ((0, 0, 12),)), row(answers=answer("uptake.uptake", 0.0))]
    outputs = (torch.full((2, 2), 2.0), torch.zeros((2, 6, 2)), torch.full((2, 3), 2.0))
    expected = (cross(2, 1) + 0.3 * cross(0, 1) + 0.5 * 4) / 2
    assert float(loss(outputs, batch, RECIPE, WEIGHTS)) == pytest.approx(expected, rel=1e-5)


def test_the_network_gives_three_kinds_of_logits_and_padding_changes_none(encoder: Path) -> None:
    from commscore.train.encoders import find
    from commscore.train.network import Network
    from commscore.train.recipe import Start

    torch.manual_seed(0)
    network = Network(find(Start(name=str(encoder))).fresh(), 2, 1, 3, 0.0).eval()
    ids = torch.tensor([[2, 4, 14, 9, 3, 5, 10, 3]])
    types = torch.tensor([[0, 0, 0, 0, 0, 1, 1, 1]])
    codes, words, tasks = network(ids, torch.ones_like(ids), types)
    assert [tuple(each.shape) for each in (codes, words, tasks)] == [(1, 2), (1, 8, 3), (1, 3)]
    padded = torch.nn.functional.pad(ids, (0, 4))
    again = network(
        padded, torch.nn.functional.pad(torch.ones_like(ids), (0, 4)), torch.nn.functional.pad(types, (0, 4))
    )
    assert again[0].detach().numpy() == pytest.approx(codes.detach().numpy(), abs=1e-5)
    assert again[2].detach().numpy() == pytest.approx(tasks.detach().numpy(), abs=1e-5)
