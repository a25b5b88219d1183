"""What a trained model made of a document, before any threshold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a model made of one document.

    `codes` maps a code to its calibrated probability in each turn, shape (turns,), 0 where the speaker has
    another role than the code. `spans` maps a code and a turn to the characters of the words that earn it.
    `tasks` maps a task to the probabilities of its labels, shape (turns, labels), or to a figure, (turns,).
    `moments` maps the turn and the code of a cue, a concern or a question to each response's probability.
    """

    codes: Mapping[str, FloatArray]
    spans: Mapping[tuple[str, int], Spans] = field(default_factory=lambda: MappingProxyType({}))
    tasks: Mapping[str, FloatArray] = field(default_factory=lambda: MappingProxyType({}))
    moments: Mapping[tuple[int, str], Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({})
    )
