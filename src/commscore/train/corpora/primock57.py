"""PriMock57: mock consultations of UK primary care, timed, a TextGrid a speaker.

Papadopoulos Korfiatis and others (2022), arXiv:2204.00333.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import files
from commscore.train.corpora.reports import report
from commscore.types import Document, Report, Role

SPEAKERS: Final = {"Doctor": Role.CLINICIAN, "Patient": Role.PATIENT}


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each consultation; `path` is the folder with both speakers' TextGrids."""
    from commscore.read import read_paths

    for found in read_paths(files(path, ".textgrid")):
        yield _report(found) if isinstance(found, Document) else found


def _report(document: Document) -> Report | UnreadableError:
    missing = set(SPEAKERS) - {turn.speaker for turn in document.turns}
    if missing:
        return UnreadableError(
            f"{document.source}: no words of the {' and the '.join(sorted(missing)).lower()}; "
            "give the folder that holds both speakers' TextGrids, named _doctor and _patient"
        )
    turns = tuple(replace(turn, role=SPEAKERS.get(turn.speaker, Role.OTHER)) for turn in document.turns)
    return report(replace(document, id=f"primock57-{document.id}", turns=turns))
