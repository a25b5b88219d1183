"""Whether what is personal was found: every letter and digit of it, or at least some."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commscore.privacy.finding import Finding
from deid.figures import Figure

Span = tuple[int, int, int]  # turn, start, end


@dataclass(frozen=True, slots=True)
class Count:
    """Of `all`, how many were found wholly, and how many at least in part."""

    all: int = 0
    wholly: int = 0
    partly: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.all + other.all, self.wholly + other.wholly, self.partly + other.partly)

    def figure(self, name: str, bar: float | None = None) -> Figure:
        """Return the recall, with the looser one beside it."""
        recall, loose = (n / self.all if self.all else None for n in (self.wholly, self.partly))
        return Figure(name, recall, self.all, self.all - self.wholly, loose, bar)


def found(spans: Iterable[Span], texts: Sequence[str], findings: Iterable[Finding]) -> Count:
    """Return whether the characters of these spans lie in what was found, of whatever kind.

    What is left between two findings and is no letter or digit names nobody and need not be covered.
    """
    places = list(spans)
    wanted = {
        (turn, at) for turn, start, end in places for at in range(start, end) if texts[turn][at].isalnum()
    }
    turns = {turn for turn, *_ in places}
    held = {
        (turn, at) for f in findings if (turn := f.turn or 0) in turns for at in range(f.start, f.end)
    }  # fmt: skip
    return Count(1, int(wanted <= held), int(bool(wanted & held)))


def overlaps(finding: Finding, spans: Iterable[Span]) -> bool:
    """Say whether a finding shares a character with any of the spans."""
    turn = finding.turn or 0
    return any(t == turn and s < finding.end and finding.start < e for t, s, e in spans)
