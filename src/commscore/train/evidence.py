"""The words that earn a code: those that the model took for it against the gold's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from commscore.read.noise import WORD, mask
from commscore.train import metrics
from commscore.train.agreement import FEWEST, compared
from commscore.train.cells import Cells, Pairs
from commscore.train.metrics import Floats
from commscore.train.resample import Estimate, Resampling
from commscore.types import Code


@dataclass(frozen=True, slots=True)
class Evidence:
    """Token F1 of the words that earn a code: on turns where `both` give it, and over `all` turns."""

    both: Estimate
    all: Estimate


@dataclass(frozen=True, slots=True)
class Evidences:
    """The evidence of each code, and of all codes `pooled`: of their words together."""

    pooled: Evidence
    codes: Mapping[str, Evidence]


def evidence(pairs: Pairs, cells: Mapping[str, Cells], drawn: Resampling) -> Evidences:
    """Return how far the words that earn the codes overlap, over the turns that are compared."""
    counts = word_counts(pairs, tuple(cells))
    pooled = counts.sum(axis=1) if len(cells) else np.zeros((len(pairs), 2, 4))
    enough = {code: int(each.given.sum()) >= FEWEST for code, each in cells.items()}

    def figures(each: Floats, enough: bool = True) -> Evidence:
        return Evidence(*(drawn.estimate(each[:, n], metrics.f1, enough) for n in (0, 1)))

    return Evidences(
        figures(pooled), {code: figures(counts[:, n], enough[code]) for n, code in enumerate(cells)}
    )


def word_counts(pairs: Pairs, codes: tuple[str, ...]) -> Floats:
    """Return words that both, only the model, only the gold took for evidence, and 0, in the last axis.

    Shape (documents, codes, 2, 4): first over the turns that both give the code, then over all turns. A word
    counts where a certain and undisputed span of the code touches it.
    """
    counts = np.zeros((len(pairs), len(codes), 2, 4))
    for number, (gold, read) in enumerate(pairs):
        spans = [_spans(each) for each in (gold.codes, read.codes)]
        model = read.report()
        for column, code in enumerate(codes):
            given, found, _ = compared(gold, model, {code})
            for turn in given | found:
                text = gold.document.turns[turn].text
                first, second = (_words(text, each.get((turn, code), [])) for each in spans)
                found_words = len(first & second), len(second - first), len(first - second)
                counts[number, column, 1, :3] += found_words
                if turn in given & found:
                    counts[number, column, 0, :3] += found_words
    return counts


def _spans(codes: Iterable[Code]) -> dict[tuple[int, str], list[tuple[int, int]]]:
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for code in codes:
        if code.certain and not code.disputed:
            found.setdefault((code.turn, code.code), []).append((code.start, code.end))
    return found


def _words(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Return where the words begin that one of the spans touches."""
    found = [(m.start(), m.end()) for m in WORD.finditer(mask(text))] if spans else []
    return {begin for begin, stop in found if any(start < stop and begin < end for start, end in spans)}
