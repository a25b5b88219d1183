"""Splits by conversation or author, never by turn; what would leak is refused."""

import hashlib
import random
from collections.abc import Iterable, Sequence

from commscore.errors import RecipeError
from commscore.read.noise import words
from commscore.train.material import group, groups, names
from commscore.types import Report

LONG = 30  # words from which the same text in two places is one conversation and no chance; ours

Folds = tuple[frozenset[str], ...]


def folds(reports: Sequence[Report], number: int, seed: int) -> Folds:
    """Return the groups of each fold; every corpus (the start of a group's name) is spread over all of them.

    Raises RecipeError where there are fewer groups than folds.
    """
    found = sorted(groups(reports))
    if len(found) < number:
        raise RecipeError(f"folds = {number}, but the data hold {len(found)} conversations; take fewer folds")
    random.Random(seed).shuffle(found)  # noqa: S311 - nothing secret hangs on it
    found.sort(key=_corpus)
    return tuple(frozenset(found[start::number]) for start in range(number))


def held_in(reports: Sequence[Report], share: float, seed: int) -> frozenset[str]:
    """Return the groups that are kept from fitting, about `share` of each corpus's; none where it is 0."""
    if not share:
        return frozenset()
    parts = min(len(groups(reports)), max(2, round(1 / share)))
    return folds(reports, parts, seed)[0] if parts > 1 else frozenset()


def check(reports: Iterable[Report], held_out: Iterable[Report] = ()) -> None:
    """Raise RecipeError where a text stands in two groups, or where held-out documents are among the data.

    Two copies of one conversation under two names would let a model be measured on what it was trained on.
    """
    seen: dict[str, Report] = {}
    known: set[str] = set()
    for report in reports:
        known |= names(report)
        for key in texts(report):
            other = seen.setdefault(key, report)
            if group(other) != group(report):
                raise RecipeError(
                    f"{other.document.id} and {report.document.id} hold the same text; give both one `group` "
                    "or leave one out: split apart, one would be measured by a model that had read the other"
                )
    for report in held_out:
        if names(report) & known or any(key in seen for key in texts(report)):
            raise RecipeError(
                f"{report.document.id} is held out and stands in the data too; leave it out there"
            )


def check_apart(measured: Iterable[Report], more: Iterable[Report]) -> None:
    """Raise RecipeError where what one source has measured, another has trained on in each fold."""
    both = {group(report) for report in measured} & {group(report) for report in more}
    if both:
        raise RecipeError(
            f"{min(both)} stands in a source that is measured and in one that is not; leave it out of one: "
            "it would be measured by models that had read it"
        )


def fingerprint(parts: Folds) -> str:
    """Return the SHA-256 of a split, so that two models can be known to have been measured alike."""
    text = "\n".join(f"{number}\t{name}" for number, part in enumerate(parts) for name in sorted(part))
    return hashlib.sha256(text.encode()).hexdigest()


def texts(report: Report) -> set[str]:
    """Return a hash of each long turn, or of the whole where none is long: who share one belong together."""
    turns = [" ".join(words(turn.text)).casefold() for turn in report.document.turns]
    long = [turn for turn in turns if turn.count(" ") >= LONG]
    whole = " ".join(turns)
    found = long or ([whole] if whole.count(" ") >= LONG else [])
    return {hashlib.sha256(text.encode()).hexdigest() for text in found}


def _corpus(name: str) -> str:
    return name.partition("-")[0]
