"""The plan of a batch: its parts, written once, and by what a run that goes on knows that it is the same."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final

from commscore import __version__, codebook
from commscore.batch.inputs import Source
from commscore.batch.task import Task
from commscore.batch.whole import whole
from commscore.errors import CommscoreError
from commscore.models import DEFAULT, LETTERS, chosen
from commscore.read.letterrows import LetterColumns
from commscore.read.table import Columns
from commscore.types import Kind

HEAD: Final = "plan.json"
PARTS: Final = "parts.jsonl"
SHARES: Final = 32  # parts of a small batch: so many that workers end at about the same time
LEAST: Final = {Kind.CONSULTATION: 1, Kind.LETTER: 32}  # documents a part: letters are read many at a time
MOST: Final = {Kind.CONSULTATION: 64, Kind.LETTER: 512}  # some minutes' work, lost when a run is stopped


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a batch's work lies, its task, the form of its files, and where in `PARTS` each part begins."""

    work: Path
    task: Task
    form: str
    places: tuple[int, ...]


def plan(work: Path, task: Task, form: str, found: Iterable[Source]) -> Plan:
    """Return the plan in the folder `work`, made if there is none.

    Raises CommscoreError where the plan there is another one: of other inputs, options, models or version.
    """
    told = work / "sources.jsonl"
    try:
        with whole(told) as file:
            sums, documents, files = hashlib.sha256(), 0, 0
            for source in found:
                line = json.dumps(asdict(source)).encode() + b"\n"
                file.write(line)
                sums.update(line)
                documents, files = documents + source.documents, files + len(source.paths)
        head = _head(task, form) | {"files": files, "documents": documents, "inputs": sums.hexdigest()}
        if (work / HEAD).exists():
            _check(json.loads((work / HEAD).read_bytes()), head, work)
        else:
            _write(work, told, head, task.kind)
    finally:
        told.unlink(missing_ok=True)
    return read_plan(work)


def read_plan(work: Path) -> Plan:
    """Return the plan that was made in a folder."""
    head = json.loads((work / HEAD).read_bytes())
    given = head["task"]
    kind = Kind(given["kind"])
    columns = given["columns"] and (LetterColumns if kind is Kind.LETTER else Columns)(**given["columns"])
    received = given["received"] and date.fromisoformat(given["received"])
    task = Task(**given | {"kind": kind, "columns": columns, "received": received})
    with (work / PARTS).open("rb") as lines:
        places = tuple(_places(lines))
    return Plan(work, task, head["form"], places)


def sources_of(plan: Plan, number: int) -> tuple[Source, ...]:
    """Return the sources of a part, counted from 0."""
    with (plan.work / PARTS).open("rb") as file:
        file.seek(plan.places[number])
        return tuple(_as_source(given) for given in json.loads(file.readline()))


def parts(found: Iterable[Source], kind: Kind, documents: int) -> Iterator[tuple[Source, ...]]:
    """Yield the sources in parts of about the same number of documents, in order."""
    size = max(LEAST[kind], min(MOST[kind], documents // SHARES))
    part: list[Source] = []
    for source in chain.from_iterable(each.cut(size) for each in found):
        if part and sum(each.documents for each in part) + source.documents > size:
            yield tuple(part)
            part = []
        part.append(source)
    if part:
        yield tuple(part)


def _write(work: Path, told: Path, head: dict[str, Any], kind: Kind) -> None:
    """Write the plan of the sources that are told in a file, its head last: where it is, the parts are."""
    with told.open("rb") as lines, whole(work / PARTS) as file:
        for part in parts(map(_source, lines), kind, head["documents"]):
            file.write(json.dumps([asdict(source) for source in part]).encode() + b"\n")
    with whole(work / HEAD) as file:
        file.write(json.dumps(head, indent=1).encode())


def _head(task: Task, form: str) -> dict[str, Any]:
    model = chosen(task.model, LETTERS if task.kind is Kind.LETTER else DEFAULT)
    return {
        "commscore": __version__,
        "codebook": codebook.digest(),
        "model": model.sha256 if model else "rules",
        "form": form,
        "task": task.told(),
    }


def _check(before: dict[str, Any], now: dict[str, Any], work: Path) -> None:
    """Raise CommscoreError, with what differs, where the plan before is not the one now."""
    tasks = [{f"the option {name}": value for name, value in head["task"].items()} for head in (before, now)]
    told = [
        {name: value for name, value in head.items() if name not in {"task", "files", "documents"}} | task
        for head, task in zip((before, now), tasks, strict=True)
    ]
    differ = [name for name in told[1] if told[0].get(name) != told[1][name]]
    if not differ:
        return
    counts = f" ({before['files']:,} files then, {now['files']:,} now)" if "inputs" in differ else ""
    raise CommscoreError(
        f"{work}: the run that began here was another one: {', '.join(differ)} differ{counts}; "
        "start it as it was to go on with it, or give another --output, or remove this folder and the part "
        "files to begin anew"
    )


def _source(line: bytes) -> Source:
    return _as_source(json.loads(line))


def _as_source(given: dict[str, Any]) -> Source:
    stamp = tuple((size, changed) for size, changed in given["stamp"])
    return Source(**given | {"paths": tuple(given["paths"]), "stamp": stamp})


def _places(lines: Iterable[bytes]) -> Iterator[int]:
    place = 0
    for line in lines:
        yield place
        place += len(line)
