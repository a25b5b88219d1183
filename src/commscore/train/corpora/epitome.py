"""EPITOME: posts of people who seek support and replies of peers, three mechanisms of empathy at 0 to 2.

After Sharma and others (2020), arXiv:2009.08441: a file a mechanism, each with the words
that earned the level. Some pairs were rated twice; they are one document here, as their raters agree.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.quotes import find
from commscore.train.corpora.raters import Spans, labels
from commscore.train.corpora.reports import plain, report
from commscore.train.corpora.rows import Row, read_rows
from commscore.train.corpora.tasks import LABELS, LEVELS
from commscore.types import Document, Label, Report, Role, Turn

COLUMNS: Final = ("sp_id", "rp_id", "seeker_post", "response_post", "level", "rationales")
MECHANISMS: Final = {task: task.partition(".")[2] for task in LABELS if task.startswith("epitome.")}
RESPONSE: Final = 1


@dataclass(slots=True)
class Pair:
    """A post and its reply: the row that has their text, and the rows that rate each mechanism."""

    row: Row
    rated: dict[str, list[Row]] = field(default_factory=dict)


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each pair of a post and its reply as a document of two turns; `path` holds the three files."""
    pairs: dict[tuple[str, str], Pair] = {}
    for task, file in _files(path).items():
        for row in read_rows(file, COLUMNS):
            key = row.filled("sp_id"), row.filled("rp_id")
            pairs.setdefault(key, Pair(row)).rated.setdefault(task, []).append(row)
    yield from each(_report, iter(pairs.values()))


def _files(path: Path) -> Mapping[str, Path]:
    """Return the file of each mechanism, known by how its name begins."""
    there = {file.stem.casefold().replace("-", "_"): file for file in files(path, ".csv")}
    found = {
        task: file
        for task, name in MECHANISMS.items()
        for stem, file in there.items()
        if stem.startswith(name)
    }
    missing = [name.replace("_", "-") for task, name in MECHANISMS.items() if task not in found]
    if missing:
        names = ", ".join(f"{name}.csv" for name in missing)
        raise UnreadableError(f"{path}: no {names} in it; give the folder that holds the three files")
    return found


def _report(pair: Pair) -> Report:
    response = _text(pair.row.filled("response_post"))
    turns = (
        Turn("Seeker", _text(pair.row.filled("seeker_post")), Role.PATIENT),
        Turn("Responder", response, Role.CLINICIAN),
    )
    found: list[Label] = []
    lost = 0
    for task, rows in pair.rated.items():
        rated = [(row.choice("level", LEVELS), *_spans(row, response)) for row in rows]
        found += labels(task, RESPONSE, [level for level, _, _ in rated], [(r[0], r[1]) for r in rated])
        lost += sum(unfound for _, _, unfound in rated)
    post, reply = pair.row["sp_id"], pair.row["rp_id"]
    document = Document(f"epitome-{post}-{reply}", turns, source=pair.row.file, group=f"epitome-{post}")
    warnings = (
        [f"{lost} of the rationales are not in the response as it stands, and are left out"] if lost else []
    )
    return report(document, found, warnings=warnings)


def _spans(row: Row, response: str) -> tuple[Spans, int]:
    """Return where a row's rationales stand in the response, and how many of them do not."""
    quotes = [_text(quote) for quote in row["rationales"].split("|")]
    places = [find(quote, response) for quote in quotes if quote]
    return tuple(place for place in places if place), places.count(None)


def _text(written: str) -> str:
    """Return a post as it was read: the marks of HTML that the site wrote are characters again."""
    return plain(html.unescape(written))
