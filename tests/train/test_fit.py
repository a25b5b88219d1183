"""Fitting: the same seed the same network, a stop in between changes nothing, the best epoch is kept."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commscore.train.encoders import find
from commscore.train.run import Run
from commscore.train.targets import lessons
from tinytraining import FIT, recipe, report

torch = pytest.importorskip("torch")

REPORTS = [report(n) for n in range(6)]
Say = Callable[[str], None]


class Stopped(Exception):  # noqa: N818 - what a user does
    """Somebody pulls the plug."""


def run(encoder: Path, kept: Path, say: Say = lambda _: None, **changes: Any) -> Run:
    fit = FIT | {"augment": 0.5, "epochs": 3} | changes.pop("fit", {})
    made = recipe(encoder, fit=fit, **changes)
    return Run(made, find(made.encoder), tuple(REPORTS), (), kept, say)


def fitted(told: Run, name: str, watched: int = 0) -> Any:
    from commscore.train.fit import fit

    return fit(told, REPORTS[watched:], REPORTS[:watched], told.place(name))


def same(one: Any, other: Any) -> bool:
    pairs = zip(one.network.state_dict().values(), other.network.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


@pytest.fixture(scope="module")
def whole(encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return fitted(run(encoder, tmp_path_factory.mktemp("whole")), "state")


def test_the_same_seed_gives_the_same_network(whole: Any, encoder: Path, tmp_path: Path) -> None:
    torch.manual_seed(99)
    assert same(whole, fitted(run(encoder, tmp_path), "state"))
    assert not same(whole, fitted(run(encoder, tmp_path, seed=4), "state"))
    assert (whole.epochs, whole.loss, whole.network.training) == (3, None, False)


@pytest.mark.parametrize(("frozen", "kept"), [(0, False), (1, True)])
def test_frozen_layers_keep_their_weights(frozen: int, kept: bool, encoder: Path, tmp_path: Path) -> None:
    told = run(encoder, tmp_path, fit={"frozen": frozen, "epochs": 1})
    before, after = told.encoder.fresh().state_dict(), fitted(told, "state").network.encoder.state_dict()
    lowest = [n for n in before if n.startswith(("embeddings.word_embeddings", "encoder.layer.0.attention"))]
    assert lowest
    assert all(torch.equal(before[name], after[name]) for name in lowest) is kept


@pytest.mark.parametrize("at", ["epoch 1 of 3", "epoch 2 of 3, 0%", "epoch 3 of 3"])
def test_an_interrupted_run_goes_on_to_the_same_network(
    at: str, whole: Any, encoder: Path, tmp_path: Path
) -> None:
    def stop(said: str) -> None:
        if said.startswith(at):
            raise Stopped

    with pytest.raises(Stopped):
        fitted(run(encoder, tmp_path, stop), "state")
    torch.manual_seed(99)
    said: list[str] = []
    assert same(whole, fitted(run(encoder, tmp_path, said.append), "state"))
    assert said[0].startswith(at.partition(",")[0])  # what was done is not done again


def test_a_finished_run_is_not_fitted_again(encoder: Path, tmp_path: Path) -> None:
    first = fitted(run(encoder, tmp_path, fit={"epochs": 1}), "state", watched=2)
    said: list[str] = []
    again = fitted(run(encoder, tmp_path, said.append, fit={"epochs": 1}), "state", watched=2)
    assert said == []
    assert same(first, again)
    assert (again.epochs, again.loss) == (first.epochs, first.loss)


@pytest.mark.parametrize(
    ("losses", "patience", "best", "last"),
    [
        ([3, 1, 2, 1.5, 9, 9], 1, 2, 4),
        ([3, 1, 2, 1.5, 0.5, 9], 2, 5, 6),
        ([3, 2, 1], 1, 3, 3),
        ([1, 2, 3], 1, 1, 3),
        ([1, 1, 1], 1, 1, 3),
    ],
)
def test_the_best_epoch_is_kept(
    losses: list[float],
    patience: int,
    best: int,
    last: int,
    encoder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commscore.train import loss as module

    own, epochs = module.loss, []

    def scripted(outputs: Any, batch: Any, *others: Any) -> Any:
        if torch.is_grad_enabled():
            return own(outputs, batch, *others)
        return torch.tensor(losses[epochs[-1]])

    monkeypatch.setattr(module, "loss", scripted)
    fit = {"epochs": len(losses), "patience": patience, "augment": 0}
    told = run(encoder, tmp_path, lambda said: epochs.append(int(said.split()[1]) - 1), fit=fit)
    result = fitted(told, "state", watched=2)
    state = torch.load(told.place("state"))
    assert (result.epochs, result.loss, state["epoch"]) == (best, pytest.approx(losses[best - 1]), last)
    assert all(torch.equal(v, state["weights"][n]) for n, v in result.network.state_dict().items())
    changed = any(not torch.equal(v, state["network"][n]) for n, v in result.network.state_dict().items())
    assert changed is (best != last)


def test_batches_hold_every_window_once_and_one_length_each(encoder: Path, tmp_path: Path) -> None:
    from random import Random

    from commscore.train.fit import _batches

    told = run(encoder, tmp_path)
    learnt = lessons(REPORTS, told.recipe, told.encoder.tokenizer)
    found = list(_batches(learnt, told.recipe, Random(1)))
    assert Counter(id(lesson) for batch in found for lesson in batch) == Counter(map(id, learnt))
    for batch in found:
        assert len(batch) <= FIT["windows"]
        assert len({told.recipe.shape.length(len(lesson.window.ids)) for lesson in batch}) == 1


def test_what_is_kept_belongs_to_one_recipe_and_one_set_of_texts(encoder: Path, tmp_path: Path) -> None:
    made = run(encoder, tmp_path).recipe
    fewer = Run(made, find(made.encoder), tuple(REPORTS[:5]), (), tmp_path, print)
    places = {
        run(encoder, tmp_path).place("x"),
        run(encoder, tmp_path, seed=4).place("x"),
        run(encoder, tmp_path, fit={"epochs": 4}).place("x"),
        fewer.place("x"),
    }
    assert len(places) == 4
    thresholds = run(encoder, tmp_path, maybe=0.3, evidence=0.2, voted=[])  # these are set after fitting
    assert thresholds.place("x") == run(encoder, tmp_path).place("x")
