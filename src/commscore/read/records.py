"""JSON and JSON lines: our own schema, ConvoKit's utterances, and lists of who said what.

Beside our schema, an object stands for a turn by the names of its fields, and for a consultation where
it holds a list of such. ConvoKit's utterances go into consultations by their `conversation_id`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from commscore.errors import UnreadableError
from commscore.read.clock import seconds
from commscore.read.jsontext import entries as jsontext_entries
from commscore.types import Document, Kind, Turn

SPEAKER: Final = (
    "speaker",
    "speaker_id",
    "role",
    "user",
    "author",
    "name",
    "from",
    "interlocutor",
    "participant",
)
TEXT: Final = ("text", "utterance", "content", "transcript", "message", "value", "sentence", "words")
START: Final = ("start", "start_time", "begin", "timestamp", "time")
END: Final = ("end", "end_time", "stop")
CONVERSATION: Final = ("conversation_id", "root", "dialogue_id", "consultation_id", "transcript_id")
TURNS: Final = (
    "turns",
    "utterances",
    "segments",
    "dialogue",
    "dialog",
    "messages",
    "conversation",
    "transcript",
)
EPOCH: Final = 1e7
REMEDY: Final = "give each turn as an object with 'speaker' and 'text'"


def read(content: bytes) -> Iterator[Document | UnreadableError]:
    """Yield the documents of a .json file."""
    yield from _documents(jsontext_entries(content, many=False))


def read_lines(content: bytes) -> Iterator[Document | UnreadableError]:
    """Yield the documents of a JSON lines file: a consultation a line, or an utterance a line."""
    yield from _documents(jsontext_entries(content, many=True))


def _documents(entries: Iterable[tuple[str, object]]) -> Iterator[Document | UnreadableError]:
    loose: dict[str, list[Turn]] = {}
    for where, entry in entries:
        if (
            isinstance(entry, dict)
            and not any(name in entry for name in ("schema", "kind", *TURNS[:2]))
            and _text(entry)
        ):
            loose.setdefault(_conversation(entry), []).append(_turn(where, entry))
            continue
        try:
            yield document(where, entry)
        except UnreadableError as problem:
            yield problem
    yield from (Document(id, tuple(_relative(turns))) for id, turns in loose.items())


def document(where: str, entry: object) -> Document:
    """Return the consultation that one entry holds, of our schema or by its list of turns.

    Raises UnreadableError, with `where` as its place, where it holds none.
    """
    if isinstance(entry, dict) and ("schema" in entry or entry.get("kind") in tuple(Kind)):
        from commscore.read.schema import load

        return load(entry, where or "the object").document
    if isinstance(entry, Mapping):
        listed = next((entry[name] for name in TURNS if isinstance(entry.get(name), list)), None)
        if listed:
            name = next((entry[k] for k in ("id", *CONVERSATION) if isinstance(entry.get(k), str | int)), "")
            turns = [_turn(f"{where} turn {n}".strip(), turn) for n, turn in enumerate(listed, 1)]
            return Document(str(name), tuple(_relative(turns)))
    raise UnreadableError(f"{where or 'the object'}: no turns in it; {REMEDY}, or use the schema commscore/1")


def _turn(where: str, entry: object) -> Turn:
    if not isinstance(entry, Mapping):
        raise UnreadableError(f"{where}: not an object; {REMEDY}")
    text, speaker = _text(entry), _speaker(entry)
    if text is None or not speaker:
        raise UnreadableError(f"{where}: no {'text' if text is None else 'speaker'}; {REMEDY}")
    start, end = (
        next((seconds(entry[n]) for n in names if entry.get(n) is not None), None) for names in (START, END)
    )
    return Turn(speaker, text.strip(), start=start, end=end)


def _text(entry: Mapping[str, Any]) -> str | None:
    return next((entry[name] for name in TEXT if isinstance(entry.get(name), str)), None)


def _speaker(entry: Mapping[str, Any]) -> str:
    """Return who speaks; ConvoKit writes a name, or an object with an `id`."""
    for name in SPEAKER:
        value = entry.get(name)
        value = value.get("id") if isinstance(value, Mapping) else value
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""


def _conversation(entry: Mapping[str, Any]) -> str:
    return next((str(entry[n]) for n in CONVERSATION if isinstance(entry.get(n), str | int)), "")


def _relative(turns: Iterable[Turn]) -> list[Turn]:
    """Return the turns, times counted from the first where they are dates (seconds since 1970)."""
    turns = list(turns)
    first = min((t.start for t in turns if t.start is not None), default=0.0)
    if first < EPOCH:
        return turns
    return [
        Turn(t.speaker, t.text, start=t.start and t.start - first, end=t.end and t.end - first) for t in turns
    ]
