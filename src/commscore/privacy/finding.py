"""What was found: a personal detail in its place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from commscore.codebook.personal import kinds


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters `start` to `end` that are a personal detail of this kind.

    `turn` is the number of the turn, None in a letter. `score` says how sure it is, 0 to 1, `found_by` what
    found it. The words themselves are not kept: a finding may be shown and stored.
    """

    kind: str
    turn: int | None
    start: int
    end: int
    score: float = 1.0
    found_by: str = ""


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings of each kind there are, in the codebook's order of kinds."""
    found = Counter(finding.kind for finding in findings)
    return {kind: found[kind] for kind in kinds() if found[kind]}


def told(findings: Iterable[Finding]) -> str:
    """Return what was found in words, by kind and count.

    >>> told([Finding("name", 0, 0, 3), Finding("name", 2, 4, 7), Finding("email", 2, 9, 12)])
    '2 names, 1 e-mail address'
    """
    named = (
        f"{n} {kinds()[kind].title if n == 1 else kinds()[kind].plural}"
        for kind, n in counts(findings).items()
    )
    return ", ".join(named) or "nothing personal"
