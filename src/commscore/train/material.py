"""What a recipe trains on: its sources read, and the codings of one document brought together."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from commscore.errors import RecipeError, UnreadableError
from commscore.models.model import HEADS
from commscore.read.schema import read_coded
from commscore.train.corpora import CORPORA
from commscore.train.recipe import Source, Task
from commscore.types import Kind, Report

SCHEMA = "schema"
Coded = TypeVar("Coded")


def material(sources: Iterable[Source]) -> list[Report]:
    """Return the documents of the sources, each once, with every coding and label that it has.

    Raises RecipeError for a source that cannot be read or whose document differs from another's of its id.
    """
    merged: dict[str, Report] = {}
    for report in (each for source in sources for each in read(source)):
        known = merged.get(report.document.id)
        merged[report.document.id] = report if known is None else together(known, report)
    return list(merged.values())


def read(source: Source) -> Iterator[Report]:
    """Return the documents of a source, read one by one."""
    known = {SCHEMA: read_coded} | {name: corpus.read for name, corpus in CORPORA.items()}
    if source.corpus not in known:
        raise RecipeError(f"source.corpus: no corpus {source.corpus!r}; one of {', '.join(sorted(known))}")
    found = sourced(source, known[source.corpus])
    return (report for report in found if is_taken(report.document.id, source))


def sourced(source: Source, reader: Callable[[Path], Iterable[Coded]]) -> Iterator[Coded]:
    """Yield what a reader finds in a source; RecipeError where it is not there or cannot be read."""
    if not source.path.exists():
        raise RecipeError(
            f"source.path: {source.path} is not there; the path counts from the recipe's folder"
        )
    try:
        yield from reader(source.path)
    except UnreadableError as problem:
        raise RecipeError(f"source.path: {source.path}: {problem}") from problem


def is_taken(name: str, source: Source) -> bool:
    """Return whether a document is of the share that is taken, which hangs on nothing but its id."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) < source.share * 2**64


def together(one: Report, other: Report) -> Report:
    """Return one report with the codes, moments and labels of two of the same document.

    The codes of the one that has a coder stand; RecipeError where the turns differ or both have one.
    """
    if [t.text for t in one.document.turns] != [t.text for t in other.document.turns]:
        raise RecipeError(
            f"{one.document.id}: two sources give this id to different turns; rename one, or leave one out"
        )
    coded = [report for report in (one, other) if is_coded(report)]
    if len(coded) > 1:
        raise RecipeError(f"{one.document.id}: two sources code it; leave one out")
    first = coded[0] if coded else one
    document = replace(
        first.document,
        turns=one.document.turns if has_roles(one) else other.document.turns,
        group=one.document.group or other.document.group,
    )
    return replace(first, document=document, labels=(*one.labels, *other.labels))


def check_answers(reports: Iterable[Report], tasks: Iterable[Task]) -> None:
    """Raise RecipeError where the data answer a task with a label that the recipe does not list."""
    known = {task.task: task.labels for task in tasks if task.labels}
    for report in reports:
        said = [(label.task, str(label.value)) for label in report.labels if label.turn is not None]
        said += [(HEADS[m.code], m.response) for m in report.moments if not m.disputed]
        for task, value in said:
            if value not in known.get(task, (value,)):
                raise RecipeError(
                    f"task.labels: {report.document.id} has {value!r} for {task}; add it to the recipe"
                )


def check_kind(reports: Iterable[Report], kind: Kind) -> None:
    """Raise RecipeError where a document is of another kind than the recipe."""
    for report in reports:
        if report.document.kind is not kind:
            raise RecipeError(
                f"source: {report.document.id} is a {report.document.kind}, and the recipe is for {kind}s; "
                "leave its source out, or set the recipe's kind"
            )


def is_coded(report: Report) -> bool:
    """Return whether somebody coded the document by the codebook, were it without finding anything."""
    return bool(report.codes or report.moments or report.provenance.coder)


def has_roles(report: Report) -> bool:
    """Return whether any turn's speaker is known to be the clinician or the patient."""
    return any(turn.role != "other" for turn in report.document.turns)


def groups(reports: Iterable[Report]) -> dict[str, list[Report]]:
    """Return the documents by the conversation or the author that they belong to."""
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(group(report), []).append(report)
    return found


def names(report: Report) -> set[str]:
    """Return all that a document may be known by: its group and its own id."""
    return {group(report), report.document.id}


def group(report: Report) -> str:
    """Return the conversation or the author that a document belongs to, its own id where none is named."""
    return report.document.group or report.document.id
