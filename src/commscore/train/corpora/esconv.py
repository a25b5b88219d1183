"""ESConv: dialogues of emotional support, the supporter's strategy by crowd workers (Liu and others 2021).

The licence is for non-commercial use, and the labels are noisy: for evaluation alone.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import content, each, files
from commscore.train.corpora.reports import plain, report
from commscore.train.corpora.tasks import LABELS
from commscore.types import Document, Label, Report, Role, Turn

TASK: Final = "esconv.strategy"
SPEAKERS: Final = {
    "usr": ("Seeker", Role.PATIENT),
    "seeker": ("Seeker", Role.PATIENT),
    "sys": ("Supporter", Role.CLINICIAN),
    "supporter": ("Supporter", Role.CLINICIAN),
}


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each dialogue of the original .json, or of a mirror's .jsonl."""
    for file in files(path, ".json", ".jsonl"):
        yield from each(_report, _dialogues(file))


def _dialogues(file: Path) -> Iterator[tuple[Path, int, str, object]]:
    from commscore.read.jsontext import entries

    try:
        for number, (where, entry) in enumerate(entries(content(file), file.suffix == ".jsonl"), 1):
            yield file, number, f"{file.name}, {where or 'the object'}", entry
    except UnreadableError as problem:
        raise UnreadableError(f"{file.name}: {str(problem).removeprefix(f'{file.name}: ')}") from None


def _report(found: tuple[Path, int, str, object]) -> Report:
    file, number, where, entry = found
    said = entry.get("dialog") if isinstance(entry, Mapping) else None
    if not isinstance(said, list) or not said:
        raise UnreadableError(f"{where}: no list 'dialog' with turns; give the corpus's own file")
    places = [f"{where}, turn {at}" for at in range(len(said))]
    turns = tuple(_turn(turn, place) for turn, place in zip(said, places, strict=True))
    given = [_strategy(turn, place) for turn, place in zip(said, places, strict=True)]
    labels = [Label(TASK, at, value) for at, value in enumerate(given) if value is not None]
    return report(Document(f"esconv-{file.stem}-{number}", turns, source=file.name), labels)


def _turn(entry: object, place: str) -> Turn:
    values: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {}
    text, who = values.get("text", values.get("content")), values.get("speaker")
    if not isinstance(text, str) or not isinstance(who, str) or who not in SPEAKERS:
        raise UnreadableError(
            f"{place}: needs 'text' and 'speaker' (one of {', '.join(SPEAKERS)}); give the corpus's own file"
        )
    speaker, role = SPEAKERS[who]
    return Turn(speaker, plain(text), role)


def _strategy(entry: Mapping[str, Any], place: str) -> str | None:
    """Return the strategy of a supporter's turn; the original keeps it among annotations."""
    annotation = entry.get("annotation")
    value = entry.get("strategy", annotation.get("strategy") if isinstance(annotation, Mapping) else None)
    if value is None:
        return None
    if value not in LABELS[TASK]:
        known = ", ".join(LABELS[TASK])
        raise UnreadableError(f"{place}: strategy is {str(value)[:40]!r}, not one of {known}; correct it")
    return str(value)
