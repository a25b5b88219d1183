"""AnnoMI: counselling demonstrations, good and poor, each utterance labelled by one expert or by ten.

A row is one annotator's view of one utterance (Wu and others 2023, doi:10.3390/fi15030110).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.raters import labels
from commscore.train.corpora.reports import plain, report
from commscore.train.corpora.rows import Row, read_rows
from commscore.train.corpora.tasks import LABELS
from commscore.types import Document, Label, Report, Role, Turn

COLUMNS: Final = (
    "mi_quality", "transcript_id", "video_url", "utterance_id", "interlocutor", "timestamp",
    "utterance_text", "therapist_input_exists", "therapist_input_subtype", "reflection_exists",
    "reflection_subtype", "question_exists", "question_subtype", "main_therapist_behaviour",
    "client_talk_type",
)  # fmt: skip
SPEAKERS: Final = {"therapist": ("Therapist", Role.CLINICIAN), "client": ("Client", Role.PATIENT)}
NOTHING: Final = "n/a"


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each transcript, its utterances labelled as most annotators did; a tie gives no label."""
    for file in files(path, ".csv"):
        transcripts: dict[str, list[Row]] = {}
        for row in read_rows(file, COLUMNS):
            transcripts.setdefault(row.filled("transcript_id"), []).append(row)
        yield from each(_report, iter(transcripts.values()))


def video(url: str) -> str:
    """Return what names a video, however its address is written.

    >>> video("https://www.youtube.com/watch?v=abc&t=5s"), video("https://youtu.be/abc"), video("")
    ('abc', 'abc', '')
    """
    parts = urlsplit(url)
    return "".join(parse_qs(parts.query).get("v", [])) or (parts.netloc + parts.path).rpartition("/")[2]


def _report(rows: Sequence[Row]) -> Report:
    utterances: dict[int, list[Row]] = {}
    for row in rows:
        views = utterances.setdefault(row.whole("utterance_id"), [])
        _check_same(views[0] if views else rows[0], row, utterance=bool(views))
        views.append(row)
    found = [label for n, views in enumerate(utterances.values()) for label in _labels(n, views)]
    quality = Label("annomi.quality", None, rows[0].choice("mi_quality", LABELS["annomi.quality"]))
    shown = video(rows[0]["video_url"])
    document = Document(
        f"annomi-{rows[0]['transcript_id']}",
        tuple(_turn(views[0]) for views in utterances.values()),
        source=rows[0].file,
        group=f"annomi-video-{shown}" if shown else None,
    )
    return report(document, [*found, quality])


def _check_same(first: Row, row: Row, utterance: bool) -> None:
    """Raise UnreadableError where two rows of a transcript, or of an utterance, differ in what is of both."""
    columns = ("utterance_text", "interlocutor", "timestamp") if utterance else ("mi_quality", "video_url")
    for column in columns:
        if first[column] != row[column]:
            raise row.wrong(f"{column} is another than in row {first.number}; correct one of them")


def _turn(row: Row) -> Turn:
    from commscore.read.clock import seconds

    speaker, role = SPEAKERS[row.choice("interlocutor", SPEAKERS)]
    start = seconds(row["timestamp"])
    if start is None and row["timestamp"]:
        raise row.wrong(f"timestamp is {row['timestamp'][:40]!r}, not a time like 00:01:30; correct it")
    return Turn(speaker, plain(row["utterance_text"]), role, start)


def _labels(turn: int, views: Sequence[Row]) -> Iterator[Label]:
    tasks = THERAPIST if views[0].choice("interlocutor", SPEAKERS) == "therapist" else CLIENT
    for task, vote in tasks.items():
        yield from labels(task, turn, [vote(view) for view in views])


def _chosen(column: str, task: str) -> Callable[[Row], str]:
    return lambda row: row.choice(column, LABELS[task])


def _subtype(what: str, task: str) -> Callable[[Row], str]:
    """Return the vote on what an utterance may hold: "none", or of which subtype it is."""

    def vote(row: Row) -> str:
        if row.choice(f"{what}_exists", ("True", "False")) == "True":
            return row.choice(f"{what}_subtype", LABELS[task][1:])
        row.choice(f"{what}_subtype", (NOTHING,))
        return LABELS[task][0]

    return vote


THERAPIST: Final[Mapping[str, Callable[[Row], str]]] = {
    "annomi.behaviour": _chosen("main_therapist_behaviour", "annomi.behaviour"),
    "annomi.question": _subtype("question", "annomi.question"),
    "annomi.reflection": _subtype("reflection", "annomi.reflection"),
    "annomi.input": _subtype("therapist_input", "annomi.input"),
}
CLIENT: Final[Mapping[str, Callable[[Row], str]]] = {
    "annomi.client_talk": _chosen("client_talk_type", "annomi.client_talk"),
}
