"""A small print of a letter, by which letters that are not at hand are told to be of the same matter.

Of a text's runs of words those are kept whose hashes are smallest. Which these are depends on the text alone,
so that two prints are alike as far as the texts are (bottom-k sketch: Broder, SEQUENCES 1997). Texts of fewer
runs are compared exactly; of longer ones the share is estimated, with a standard error of at most 0.05.
"""

import struct
from collections.abc import Iterator
from typing import Final

from commscore.triage.shingles import Runs

MOST: Final = 128  # hashes of a print
FIRST: Final = 16  # of which texts that are half alike share one, all but 1 of 65,536 pairs


def sketch(runs: Runs) -> bytes:
    """Return the print of a text's runs; b"" of a text without.

    >>> len(sketch(frozenset(range(1000)))) == 8 * MOST, sketch(frozenset())
    (True, b'')
    """
    kept = sorted(runs)[:MOST]
    return struct.pack(f"<{len(kept)}Q", *kept)


def read(print_: bytes, most: int = MOST) -> tuple[int, ...]:
    """Return the hashes of a print, the smallest first, at most so many."""
    return struct.unpack_from(f"<{min(most, len(print_) // 8)}Q", print_)


def alike(one: bytes, other: bytes) -> float:
    """Return which share of the runs of two texts both have (Jaccard), 0 to 1; 0 where neither has any.

    >>> alike(sketch(frozenset({1, 2, 3})), sketch(frozenset({2, 3, 4})))
    0.5
    """
    mine, theirs = set(read(one)), set(read(other))
    smallest = sorted(mine | theirs)[:MOST]
    return sum(run in mine and run in theirs for run in smallest) / (len(smallest) or 1)


def held(print_: bytes, runs: Runs) -> float:
    """Return which share of a text's runs another text holds, 0 to 1; 0 where it has none."""
    found = read(print_)
    return sum(run in runs for run in found) / (len(found) or 1)


def firsts(print_: bytes) -> Iterator[int]:
    """Yield what one of is shared by texts that are alike."""
    yield from read(print_, FIRST)
