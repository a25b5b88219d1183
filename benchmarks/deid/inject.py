"""Transcripts with British names and numbers put into them, and where each stands."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Final

from commscore.types import Document
from deid.half import Half, Names
from deid.people import Cast
from deid.sentences import filled
from deid.talk import Injected, Talk

SEED: Final = 20261123
NAMES: Final = 1400
NUMBERS: Final = 600


def injected(
    documents: Sequence[Document], half: Half, seed: int = SEED, names: int = NAMES, numbers: int = NUMBERS
) -> list[Injected]:
    """Return the documents with so many names and numbers put in, half of them as recognisers write."""
    rng = Random(f"{seed} {half.name}")
    talks = [
        Talk(document, Cast(half, Random(f"{seed} {half.name} {document.id}"))) for document in documents
    ]
    lower = set(rng.sample(range(len(talks)), len(talks) // 2))
    _put(talks, half.sentences, names, rng, kinds=False)
    _put(talks, half.numbers, numbers, rng, kinds=True)
    return [talk.done(number in lower) for number, talk in enumerate(talks)]


def _put(talks: Sequence[Talk], sentences: Names, count: int, rng: Random, kinds: bool) -> None:
    """Put sentences into the consultations in turn till they hold so many names or, of `kinds`, numbers."""
    next_one, order = _shuffled(sentences, rng), cycle(rng.sample(talks, len(talks)))
    done = 0
    while done < count:
        where, sentence = next(next_one)
        talk = next(order)
        lines = filled(sentence, talk.cast, where if kinds else "")
        if talk.put(lines, "any" if kinds else where, "~" in sentence):
            done += len({id(what) for line in lines for *_, what in line.places})


def _shuffled(sentences: Names, rng: Random) -> Iterator[tuple[str, str]]:
    """Yield each with its place or kind, all as often: in another order each time round."""
    every = [(where, sentence) for where, found in sentences.items() for sentence in found]
    while True:
        yield from rng.sample(every, len(every))
