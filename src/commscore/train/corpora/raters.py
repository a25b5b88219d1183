"""What several raters said of one thing, as one label."""

from collections import Counter
from collections.abc import Iterable, Sequence

from commscore.types import Label

Spans = tuple[tuple[int, int], ...]


def plurality(votes: Sequence[str]) -> tuple[str, float] | None:
    """Return what most raters said and the part of them who did; None for a tie, and for nobody.

    >>> plurality(["open", "open", "closed", "none"]), plurality(["open", "closed"]), plurality([])
    (('open', 0.5), None, None)
    """
    ranked = Counter(votes).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0], ranked[0][1] / len(votes)


def labels(
    task: str, turn: int, votes: Sequence[str], spans: Iterable[tuple[str, Spans]] = ()
) -> list[Label]:
    """Return the label that most raters gave a turn, as a list of one; of none where they are tied.

    `spans` holds a value with the characters that earned it, a rater each; those of the label's value stand.
    """
    found = plurality(votes)
    if found is None:
        return []
    value, share = found
    earned = {span for given, places in spans if given == value for span in places}
    return [Label(task, turn, value, share, tuple(sorted(earned)))]
