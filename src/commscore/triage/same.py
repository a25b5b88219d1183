"""Letters that may be of the same matter: near-duplicate text, earlier mail quoted, the same reference.

They are grouped for a person to look at and never merged, and each group says why.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commscore.codebook import triage
from commscore.triage.shingles import Runs, Tied, near, runs, within
from commscore.types import Letter

QUOTED = "quoted"
Link = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Letters, by their places in the sequence given, that may be of the same matter, and each reason why."""

    letters: tuple[int, ...]
    why: tuple[str, ...]


def grouped(letters: Sequence[Letter]) -> tuple[Group, ...]:
    """Return the groups of two letters or more, in the order of their first; the order given changes none.

    >>> told = "I waited four hours in the cold corridor and nobody came to tell me why it was so."
    >>> grouped([Letter("a", told), Letter("b", "Thank you."), Letter("c", told.upper())])
    (Group(letters=(0, 2), why=('the same text',)),)
    """
    links = [*_by_text(letters), *by_reference(letters)]
    tied = Tied()
    for one, other, _ in links:
        tied.tie(one, other)
    members: dict[int, list[int]] = defaultdict(list)
    reasons: dict[int, set[str]] = defaultdict(set)
    for number in range(len(letters)):
        members[tied.head(number)].append(number)
    for one, _, why in links:
        reasons[tied.head(one)].add(why)
    return tuple(Group(tuple(m), tuple(sorted(reasons[h]))) for h, m in members.items() if len(m) > 1)


def by_reference(letters: Sequence[Letter]) -> Iterator[Link]:
    """Yield pairs of letters whose reference is the same but for its case, spaces and marks."""
    first: dict[str, int] = {}
    for number, letter in enumerate(letters):
        key = re.sub(r"[\W_]", "", letter.reference or "").upper()
        if key and first.setdefault(key, number) != number:
            yield first[key], number, f"the same reference, {key}"


def _by_text(letters: Sequence[Letter]) -> Iterator[Link]:
    """Yield pairs of letters by their text; of those whose text is the same, the first stands for all."""
    rule = triage.same_matter()
    first: dict[Runs, int] = {}
    for number, letter in enumerate(letters):
        found = told(letter)
        if found and first.setdefault(found, number) != number:
            yield first[found], number, "the same text"
    sets = {number: found for found, number in first.items()}
    for one, other in near(sets, rule.similarity):
        yield (
            one,
            other,
            f"near-duplicate text: at least {rule.similarity:.0%} of the runs of words in common",
        )
    quoting = {number: quoted(letter) for number, letter in enumerate(letters) if letter.asides}
    for one, other in within(sets, quoting, rule.quoted):
        yield one, other, "one quotes the other as earlier mail"


def told(letter: Letter) -> Runs:
    """Return the runs of the complaint itself, its asides left out."""
    edges = [0, *(edge for aside in letter.asides for edge in (aside.start, aside.end)), len(letter.text)]
    return _runs(
        "\n".join(letter.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    )


def quoted(letter: Letter) -> Runs:
    """Return the runs of the earlier mail that the letter quotes, without the marks in front of its lines."""
    earlier = (letter.text[aside.start : aside.end] for aside in letter.asides if aside.kind == QUOTED)
    return _runs("\n".join(earlier))


def _runs(text: str) -> Runs:
    rule = triage.same_matter()
    return runs(text, rule.shingle, rule.least)
