"""ACI-Bench: US consultations, a row a dialogue (Yim and others 2023), some as a recogniser heard them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import each, files
from commscore.train.corpora.reports import report, said
from commscore.train.corpora.rows import Row, read_rows
from commscore.types import Document, Report, Role

COLUMNS: Final = ("encounter_id", "dialogue")
LABEL: Final = re.compile(r"^\s*\[(\w+)\]", re.MULTILINE)
SPEAKERS: Final = {
    "doctor": ("Doctor", Role.CLINICIAN),
    "patient": ("Patient", Role.PATIENT),
    "patient_guest": ("Patient guest", Role.OTHER),
}
SWAPPED: Final = frozenset({"D2N038", "D2N056", "D2N190"})
WARNING: Final = "the source has the speakers swapped, throughout or from a point on"


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each dialogue; those whose speakers the source has swapped say so in their provenance."""
    for file in files(path, ".csv"):
        yield from each(_report, read_rows(file, COLUMNS))


def _report(row: Row) -> Report:
    encounter, dialogue = row.filled("encounter_id"), row.filled("dialogue")
    unknown = {mark[1] for mark in LABEL.finditer(dialogue)} - SPEAKERS.keys()
    if unknown:
        known = ", ".join(f"[{name}]" for name in SPEAKERS)
        raise row.wrong(f"nobody is known as [{min(unknown)[:40]}]; the speakers are {known}: correct it")
    try:
        turns = tuple(said(dialogue, LABEL, SPEAKERS))
    except UnreadableError as problem:
        raise row.wrong(f"dialogue, {problem}") from None
    if not any(turn.role is Role.PATIENT for turn in turns):  # the guest speaks for a child
        turns = tuple(replace(t, role=Role.PATIENT) if t.role is Role.OTHER else t for t in turns)
    return report(
        Document(f"aci-{encounter}", turns, source=row.file),
        warnings=[WARNING] if encounter in SWAPPED else [],
    )
