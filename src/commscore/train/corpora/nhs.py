"""Public NHS comments, labelled for topics and sentiment by two schemes: a file each, and some in both.

A comment is one document, however often and wherever it stands, with what most of its rows say; see
codebook/letters/nhs.toml for which of their labels says what of ours, and for what is left out.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.raters import labels
from commscore.train.corpora.reports import plain, report
from commscore.train.corpora.rows import Row, read_rows
from commscore.train.corpora.tasks import LABELS
from commscore.types import Code, Document, Kind, Label, Report, Role, Turn

if TYPE_CHECKING:
    from commscore.codebook.nhs import NhsFile, NhsLabel

WORD: Final = re.compile(r"\w+")
SUBCATEGORY: Final = "subcategory"
GIVEN: Final = "1"
TOPICS: Final = ("nhs.listening", "nhs.communication")
SENTIMENT: Final = "nhs.sentiment"
PRAISE: Final = "praise"
COMPLAINT: Final = "complaint"
CODER: Final = "the labels of NHS comments, read by our table"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a row's coders said of a comment: its labels and its sentiment, None where that is junk."""

    file: "NhsFile"
    labels: "tuple[NhsLabel, ...]"
    sentiment: str | None
    figure: str


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each comment that says something, with the labels of all its rows in the two files."""
    comments: dict[Words, list[tuple[NhsFile, Row]]] = {}
    for file in files(path, ".csv"):
        scheme, rows = _rows(file)
        for row in rows:
            if says := words(row[scheme.text]):
                comments.setdefault(says, []).append((scheme, row))
    found = each(_report, iter(comments.values()))
    yield from (one for one in found if isinstance(one, UnreadableError) or one.labels)


def words(text: str) -> Words:
    """Return the words of a comment in small letters, by which it is known; none where it says nothing.

    >>> words("Long  wait."), words("Nothing at all!")
    (('long', 'wait'), ())
    """
    from commscore.codebook.nhs import nhs

    found = tuple(WORD.findall(text.casefold()))
    return () if nhs().nothing.issuperset(found) else found


def _rows(path: Path) -> "tuple[NhsFile, Iterator[Row]]":
    """Return which of the two files it is, by its columns, and its rows."""
    from commscore.codebook.nhs import nhs

    first = next(read_rows(path, ()), None)
    if first is not None and nhs().phase1.text in first.cells:
        scheme, topics = nhs().phase1, [SUBCATEGORY]
    else:
        scheme, topics = nhs().v6, [label.label for label in nhs().v6.label]
    return scheme, read_rows(path, (scheme.text, scheme.sentiment, *topics))


def _report(rows: "Sequence[tuple[NhsFile, Row]]") -> Report:
    from commscore.codebook.coded import coded
    from commscore.codebook.letters import categories

    scheme, first = rows[0]
    text = plain(first[scheme.text])
    own = words(text)
    said = [one for one in (_said(file, row) for file, row in rows) if one]
    name = f"nhs-{hashlib.sha256(' '.join(own).encode()).hexdigest()[:12]}"
    document = Document(
        name,
        (Turn("Writer", text, Role.PATIENT),),
        Kind.LETTER,
        source=", ".join(dict.fromkeys(row.file for _, row in rows)),
        group=name,
    )
    found = list(_labels(said, own))
    codes = _agreed(said, own, found)
    asked = {*categories(), PRAISE}  # of all else nobody asked its coders
    given = [Code(code, 0, 0, len(text)) for code in codes]
    unasked = [Code(code, 0, 0, len(text), disputed=True) for code in coded(Kind.LETTER) if code not in asked]
    return report(document, found, [*given, *unasked] if given else [], CODER if given else None)


def _said(file: "NhsFile", row: Row) -> Said | None:
    """Return what a row says; None where there was nothing to label."""
    if file.single:
        named = {row.choice(SUBCATEGORY, {label.label for label in file.label})}
    else:
        named = {label.label for label in file.label if row.choice(label.label, ("", GIVEN))}
    given = tuple(label for label in file.label if label.label in named)
    if not given or any(label.use == "empty" for label in given):
        return None
    figure = row[file.sentiment]
    sentiment = file.says.get(figure)
    contrary = any(label.never == sentiment for label in given)
    return Said(file, given, None if contrary else sentiment, figure)


def _labels(said: Sequence[Said], own: Words) -> Iterator[Label]:
    for task in TOPICS:
        votes = (_vote(task, one, own) for one in said)
        yield from labels(task, 0, [vote for vote in votes if vote])
    yield from labels(SENTIMENT, 0, [one.sentiment for one in said if one.sentiment])


def _vote(task: str, said: Said, own: Words) -> str | None:
    """Return what a row says of a topic; one that names the main topic alone cannot say no of another."""
    no, yes = LABELS[task]
    if any(label.task == task for label in said.labels):
        return yes
    return no if _says_all(said, own) else None


def _says_all(said: Said, own: Words) -> bool:
    """Return whether the labels are all that the comment has."""
    from commscore.codebook.nhs import nhs

    return not said.file.single or len(own) <= nhs().short


def _agreed(said: Sequence[Said], own: Words, found: Sequence[Label]) -> Sequence[str]:
    """Return the codes that every row that gives any gives; none where the rows differ, in sentiment too."""
    codings = {coding for one in said if (coding := tuple(_codes(one, own)))}
    sentiment = [label.value for label in found if label.task == SENTIMENT]
    if len(codings) != 1:
        return ()
    (codes,) = codings
    return codes if sentiment == [PRAISE if PRAISE in codes else COMPLAINT] else ()


def _codes(said: Said, own: Words) -> Sequence[str]:
    """Return our codes for a row: praise, or the categories of a complaint if all its labels are certain."""
    from commscore.codebook.letters import categories
    from commscore.codebook.nhs import nhs

    table = nhs()
    if len(own) < table.least:
        return ()
    if said.sentiment == PRAISE:
        return (PRAISE,)
    wish = own[0] in table.wish and len(own) <= table.wish_words
    if said.sentiment != COMPLAINT or wish or not _says_all(said, own):
        return ()
    mixed = len(said.labels) > 1 and said.figure not in said.file.wholly
    if any(label.use == "open" or (label.use == "alone" and mixed) for label in said.labels):
        return ()
    given = {label.category for label in said.labels}
    return [name for name in categories() if name in given]
