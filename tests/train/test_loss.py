"""The loss, by hand."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commscore.models.features import Piece, Window
from commscore.train.targets import Answer, Lesson, Target
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


def target(
    given: tuple[float, float] = (0, 0),
    counted: tuple[float, float] = (0, 0),
    evidence: tuple[tuple[int, int, int], ...] = (),
    answers: tuple[Answer, ...] = (),
    first: int = 2,
) -> Target:
    """Return what is said of three tokens of a turn, "how how scan", that stand from `first`."""
    piece = Piece(0, first - 1, first, ((0, 3), (4, 7), (8, 12)))
    return Target(piece, np.array(given, np.float32), np.array(counted, np.float32), evidence, answers)


def lesson(*targets: Target) -> Lesson:
    """Return a window of [CLS], what is said of turns of four tokens, and [SEP]."""
    size = 2 + 4 * len(targets)
    return Lesson(Window((7,) * size, (0,) * size, tuple(each.piece for each in targets)), targets)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([target((1, 0), (1, 1))], cross(2, 1) + cross(-1, 0)),
        ([target((1, 0), (1, 0.5))], cross(2, 1) + 0.5 * cross(-1, 0)),
        ([target((1, 1), (0, 0))], 0),
        ([target((1, 0), (1, 1)), target((0, 1), (0, 1))], cross(2, 1) + cross(-1, 0) + cross(-1, 1)),
    ],
)
def test_codes(targets: list[Target], expected: float) -> None:
    from commscore.train.loss import of_codes

    logits = torch.tensor([[2.0, -1.0]] * len(targets))
    assert float(of_codes(logits, targets)) == pytest.approx(expected, rel=1e-5)


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
    assert float(of_words(logits[None], [lesson(target(evidence=evidence))])) == pytest.approx(
        expected, rel=1e-5
    )


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
    found = of_tasks(logits, [target(), target(answers=answers)], RECIPE, WEIGHTS)
    assert float(found) == pytest.approx(expected, rel=1e-5)


def test_words_of_two_turns_in_one_window() -> None:
    from commscore.train.loss import of_words

    batch = [lesson(target()), lesson(target(evidence=((0, 0, 3),)), target(evidence=((0, 8, 12),), first=6))]
    logits = torch.arange(2 * 10 * 2, dtype=torch.float32).reshape(2, 10, 2) / 10
    own = logits[1, :, 0].tolist()
    expected = sum(cross(own[at], at in {2, 8}) for at in (2, 3, 4, 6, 7, 8)) / 3
    assert float(of_words(logits, batch)) == pytest.approx(expected, rel=1e-5)


def test_the_whole_is_a_mean_over_what_teaches() -> None:
    from commscore.train.loss import loss

    answered = target(answers=answer("uptake.uptake", 0.0), first=6)
    batch = [lesson(target((1, 0), (1, 0), ((0, 0, 12),)), answered), lesson(target(), target(first=6))]
    outputs = (torch.full((4, 2), 2.0), torch.zeros((2, 10, 2)), torch.full((4, 3), 2.0))
    expected = (cross(2, 1) + 0.3 * cross(0, 1) + 0.5 * 4) / 2
    assert float(loss(outputs, batch, RECIPE, WEIGHTS)) == pytest.approx(expected, rel=1e-5)


@pytest.fixture(scope="module")
def network(encoder: Path) -> Any:
    from commscore.train.encoders import find
    from commscore.train.network import Network
    from commscore.train.recipe import Start

    torch.manual_seed(0)
    return Network(find(Start(name=str(encoder))).fresh(), 2, 1, 3, 0.0).eval()


def through(network: Any, turns: list[list[int]], padding: int = 0) -> list[np.ndarray]:
    """Return the logits of one window, `turns` being the places of each piece's tokens."""
    ids = torch.tensor([[2, 4, 14, 9, 3, 5, 10, 3] + [0] * padding])
    seen, own = (ids != 0).long(), torch.zeros((len(turns), ids.shape[1]), dtype=torch.int64)
    for number, places in enumerate(turns):
        own[number, places] = 1
    with torch.no_grad():
        return [each.numpy() for each in network(ids, seen, torch.zeros_like(ids), own)]


def test_the_network_gives_three_kinds_of_logits_and_padding_changes_none(network: Any) -> None:
    found = through(network, [[1, 2, 3], [5, 6]])
    assert [each.shape for each in found] == [(2, 2), (1, 8, 3), (2, 3)]
    codes, words, tasks = through(network, [[1, 2, 3], [5, 6]], padding=4)
    assert codes == pytest.approx(found[0], abs=1e-5)
    assert words[:, :8] == pytest.approx(found[1], abs=1e-5)
    assert tasks == pytest.approx(found[2], abs=1e-5)


def test_a_turn_hears_its_own_words_alone(network: Any) -> None:
    """The formula by hand: its words' votes, weighed by the softmax of their logits over the turn."""
    ids = torch.tensor([[2, 4, 14, 9, 3, 5, 10, 3]])
    ones = torch.ones_like(ids)
    with torch.no_grad():
        states = network.encoder(ids, ones, torch.zeros_like(ids)).last_hidden_state[0]
        (_, words, _), at = through(network, [[5, 6]]), [5, 6]
        shares = torch.tensor(words[0, at, :2]).softmax(0)
        voted = torch.stack([(shares[:, n] @ states[at] * network.voted[n]).sum() for n in range(2)])
        piece = torch.cat([states[5], states[at].mean(0)])
        expected = (voted + network.codes(piece)).numpy(), network.tasks(piece).numpy()
    for turns, number in (([[5, 6]], 0), ([[1, 2, 3], [5, 6]], 1)):
        codes, _, tasks = through(network, turns)
        assert codes[number] == pytest.approx(expected[0], abs=1e-5)
        assert tasks[number] == pytest.approx(expected[1], abs=1e-5)
