"""Fitting the network: epochs over the windows, early stopping, and going on after an interruption."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commscore.models.features import stack
from commscore.train.recipe import Recipe
from commscore.train.run import Run
from commscore.train.targets import Lesson, class_weights, lessons
from commscore.types import Report

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LRScheduler

    from commscore.train.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fitted network, after how many epochs it was best, and its loss on held-in windows, None without."""

    network: "Network"
    epochs: int
    loss: float | None


@dataclass(slots=True, eq=False)
class State:
    """What an interrupted run needs to go on: all that changes from one epoch to the next."""

    network: "Network"
    optimizer: "Optimizer"
    scheduler: "LRScheduler"
    epoch: int = 0
    best: float | None = None
    best_epoch: int = 0
    weights: dict[str, Any] | None = None

    def save(self, path: Path) -> None:
        """Write the state beside, then rename, so that a stop in between loses nothing."""
        import torch

        beside = path.with_suffix(".part")
        values = {name: getattr(self, name) for name in ("epoch", "best", "best_epoch", "weights")}
        for name in ("network", "optimizer", "scheduler"):
            values[name] = getattr(self, name).state_dict()
        torch.save(values | {"drawn": torch.get_rng_state()}, beside)
        beside.replace(path)

    def load(self, path: Path) -> None:
        """Take over a state that was saved."""
        import torch

        values = torch.load(path, weights_only=True)
        torch.set_rng_state(values.pop("drawn"))
        for name in ("network", "optimizer", "scheduler"):
            getattr(self, name).load_state_dict(values.pop(name))
        for name, value in values.items():
            setattr(self, name, value)


def fit(
    run: Run, train: Sequence[Report], watched: Sequence[Report], kept: Path, epochs: int | None = None
) -> Fitted:
    """Return the network fitted to `train`, stopped when its loss on `watched` no longer falls.

    Without `watched` it runs through all `epochs`, the recipe's where None. After each epoch the state is
    written to the file `kept`, from which an interrupted run goes on; the same seed gives the same network
    on the same machine.
    """
    import torch

    recipe, tokenizer = run.recipe, run.encoder.tokenizer
    torch.manual_seed(recipe.seed)
    last = epochs or recipe.fit.epochs
    learnt, held = lessons(train, recipe, tokenizer), lessons(watched, recipe, tokenizer)
    weights = class_weights(learnt, recipe)
    state = _state(run, last * _count(learnt, recipe))
    if kept.exists():
        state.load(kept)
    while state.epoch < last and not _stopped(state, recipe, bool(held)):
        seen = lessons(_augmented(train, recipe, state.epoch), recipe, tokenizer)
        _epoch(
            state, seen, recipe, weights, lambda at: run.say(f"epoch {state.epoch + 1} of {last}, {at:.0%}")
        )
        state.epoch += 1
        _judge(state, held, recipe, weights)
        state.save(kept)
    if state.weights is not None:
        state.network.load_state_dict(state.weights)
    return Fitted(state.network.eval(), state.best_epoch or state.epoch, state.best)


def _state(run: Run, steps: int) -> State:
    import torch

    from commscore.train.network import Network

    recipe = run.recipe
    outputs = sum(max(1, len(task.labels)) for task in recipe.task)
    network = Network(run.encoder.fresh(), len(recipe.codes), len(recipe.task), outputs, recipe.fit.dropout)
    for part in _frozen(network, recipe):
        part.requires_grad_(False)
    own = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in own]
    groups = [
        {
            "params": list(network.encoder.parameters()),
            "lr": recipe.fit.rate,
            "weight_decay": recipe.fit.decay,
        },
        {"params": heads, "lr": recipe.fit.head_rate, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, fused=True)
    rise = max(1, round(recipe.fit.warmup * steps))
    return State(
        network,
        optimizer,
        torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / rise, max(0.0, (steps - step) / max(1, steps - rise)))
        ),
    )


def _frozen(network: "Network", recipe: Recipe) -> "list[Module]":
    """Return what keeps its weights: the encoder's lowest layers and its embeddings, or nothing."""
    encoder, layers = network.encoder, recipe.fit.frozen
    return [encoder.embeddings, *encoder.encoder.layer[:layers]] if layers else []


def _stopped(state: State, recipe: Recipe, watching: bool) -> bool:
    return watching and state.epoch - state.best_epoch > recipe.fit.patience


def _augmented(reports: Sequence[Report], recipe: Recipe, epoch: int) -> Sequence[Report]:
    if not recipe.fit.augment:
        return reports
    from commscore.train.perturb import augmented

    drawn = _drawn(recipe.seed * 1000 + epoch)
    return [augmented(report, drawn, recipe.fit.augment) for report in reports]


def _epoch(
    state: State,
    seen: Sequence[Lesson],
    recipe: Recipe,
    weights: Mapping[str, Mapping[str, float]],
    say: Callable[[float], None],
) -> None:
    import torch

    from commscore.train.loss import loss

    state.network.train()
    for part in _frozen(state.network, recipe):
        part.eval()
    plan = list(_batches(seen, recipe, _drawn(recipe.seed * 1000 + state.epoch)))
    for number, batch in enumerate(plan):
        total = loss(_outputs(state.network, batch, recipe), batch, recipe, weights)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(state.network.parameters(), 1.0)
        state.optimizer.step()
        state.scheduler.step()
        state.optimizer.zero_grad()
        say(number / len(plan))


def _judge(
    state: State, held: Sequence[Lesson], recipe: Recipe, weights: Mapping[str, Mapping[str, float]]
) -> None:
    """Keep the network where the loss on the held-in windows is the lowest so far."""
    import torch

    from commscore.train.loss import loss

    if not held:
        return
    state.network.eval()
    total = 0.0
    with torch.no_grad():
        for batch in _batches(held, recipe, _drawn(recipe.seed)):
            total += float(loss(_outputs(state.network, batch, recipe), batch, recipe, weights)) * len(batch)
    found = total / len(held)
    if state.best is None or found < state.best:
        state.best, state.best_epoch = found, state.epoch
        state.weights = {name: value.clone() for name, value in state.network.state_dict().items()}


def _outputs(network: "Network", batch: Sequence[Lesson], recipe: Recipe) -> "tuple[Tensor, Tensor, Tensor]":
    import torch

    inputs = stack([lesson.window for lesson in batch], recipe.shape)
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bf16()):
        codes, words, tasks = network(**{name: torch.from_numpy(value) for name, value in inputs.items()})
    return codes.float(), words.float(), tasks.float()


def has_bf16() -> bool:
    """Return whether the processor computes in bf16 itself; elsewhere it would only be slower."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - nothing secret hangs on it


def _count(learnt: Sequence[Lesson], recipe: Recipe) -> int:
    return sum(1 for _ in _batches(learnt, recipe, _drawn(0)))


def _batches(seen: Sequence[Lesson], recipe: Recipe, drawn: random.Random) -> Iterator[list[Lesson]]:
    """Yield all windows once in batches of one padded length, in an order that is drawn."""
    order = list(seen)
    drawn.shuffle(order)
    waiting: dict[int, list[Lesson]] = defaultdict(list)
    full: list[list[Lesson]] = []
    for lesson in order:
        length = recipe.shape.length(len(lesson.window.ids))
        waiting[length].append(lesson)
        if len(waiting[length]) == recipe.fit.windows:
            full.append(waiting.pop(length))
    full.extend(waiting.values())
    drawn.shuffle(full)
    yield from full
