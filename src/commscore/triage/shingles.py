"""Which texts have most of their runs of words in common, without comparing each with each.

Which are compared at all is found through an inverted index of each text's rarest runs (the prefix filter of
Bayardo, Ma and Srikant, WWW 2007), which loses no pair: of two sets of which a share is alike, each has one
of the other's among its rarest.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from commscore.read.noise import WORD

Runs = frozenset[int]


def runs(text: str, size: int, least: int) -> Runs:
    """Return the runs of `size` words, as hashes that never change; none of fewer than `least` words.

    >>> len(runs("one two three four", 3, least=4)), len(runs("One, TWO three: four!", 3, least=5))
    (2, 0)
    """
    words = [word.casefold().replace("’", "'") for word in WORD.findall(text)]
    if len(words) < max(least, size):
        return frozenset()
    return frozenset(_hashed(" ".join(words[n : n + size])) for n in range(len(words) - size + 1))


def _hashed(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def rarest_first(sets: Mapping[int, Runs]) -> dict[int, Sequence[int]]:
    """Return each set's runs, those that the fewest of the sets hold first."""
    held = Counter(run for found in sets.values() for run in found)
    return {number: sorted(found, key=lambda run: (held[run], run)) for number, found in sets.items()}


class Tied:
    """Which numbers belong together, by what has been tied so far (union-find)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def head(self, one: int) -> int:
        """Return the number that stands for all that this one belongs with: the lowest."""
        while self._above.setdefault(one, one) != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def tie(self, one: int, other: int) -> None:
        """Put together what belongs with the one and with the other."""
        low, high = sorted((self.head(one), self.head(other)))
        self._above[high] = low


def near(sets: Mapping[int, Runs], share: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of sets of whose elements together at least the share is in both (Jaccard).

    Of sets that are alike in a chain enough pairs are given to tie them all, not every pair: what is tied
    already stands in the index as one, so that thousands of copies of a template cost no more than others.
    """
    index: dict[int, dict[int, list[int]]] = defaultdict(dict)  # run → who stands for them → numbers
    tied = Tied()
    ordered = rarest_first(sets)
    for number in sorted(ordered, key=lambda n: (len(ordered[n]), n)):
        own = sets[number]
        prefix = ordered[number][: len(own) - math.ceil(share * len(own)) + 1]
        seen: set[int] = set()
        for run in prefix:
            for other in _candidates(index[run], number, tied, seen):
                if len(sets[other]) >= share * len(own) and jaccard(own, sets[other]) >= share:
                    tied.tie(other, number)
                    yield other, number
        for run in prefix:
            index[run].setdefault(tied.head(number), []).append(number)


def _candidates(held: dict[int, list[int]], number: int, tied: Tied, seen: set[int]) -> Iterator[int]:
    """Yield, once each, the numbers not tied to this one; `held` is brought up to date on the way."""
    for stale in [head for head in held if tied.head(head) != head]:
        held.setdefault(tied.head(stale), []).extend(held.pop(stale))
    for head, numbers in held.items():
        for other in numbers:
            if tied.head(number) == tied.head(head):
                break
            if other not in seen:
                seen.add(other)
                yield other


def jaccard(one: Runs, other: Runs) -> float:
    """Return the share of all the elements that both hold, 0 to 1; 0 of two empty sets."""
    both = len(one & other)
    return both / ((len(one) + len(other) - both) or 1)


def within(parts: Mapping[int, Runs], wholes: Mapping[int, Runs], share: float) -> Iterator[tuple[int, int]]:
    """Yield each part, with another whole that holds at least the share of its elements."""
    index: dict[int, list[int]] = defaultdict(list)
    for number, ordered in rarest_first(parts).items():
        for run in ordered[: len(ordered) - math.ceil(share * len(ordered)) + 1]:
            index[run].append(number)
    for number, whole in wholes.items():
        for part in sorted({p for run in whole for p in index.get(run, ()) if p != number}):
            if len(parts[part] & whole) >= share * len(parts[part]):
                yield part, number
