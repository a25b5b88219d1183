"""What is remembered of the tries to do a part: which document ended its worker, without a word of it.

A part is tried twice as usual: a worker may have been ended by somebody. From the third try on each document
is named before it is read, by its number alone, and one that ends the worker again is left out of the next.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from commscore.batch.whole import told
from commscore.errors import CommscoreError

USUAL: Final = 2
IDLE: Final = 3  # tries that may end before a document is begun
TRY: Final = "try"


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries of one part; `blamed` are the places that ended a worker, `careful` says to name each."""

    path: Path
    careful: bool = False
    blamed: frozenset[str] = frozenset()

    def at(self, place: str) -> None:
        """Remember, where that is wanted, what is begun now."""
        if self.careful:
            _add(self.path, place)

    def over(self) -> None:
        """Forget all tries: the part is done."""
        self.path.unlink(missing_ok=True)


def again(path: Path) -> Tries:
    """Return the tries of a part, with one more; CommscoreError where more of them make no sense."""
    _add(path, TRY)
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    blamed = frozenset(a for a, b in pairwise(lines) if a != TRY and b == TRY)
    tries = lines.count(TRY)
    if tries > USUAL + IDLE + len(blamed):
        raise CommscoreError(
            f"{path.name}: given up after {tries - 1} tries; its worker ends before a document is begun: "
            "give fewer --workers, or more memory"
        )
    return Tries(path, tries > USUAL, blamed)


def _add(path: Path, line: str) -> None:
    with told(path), path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
