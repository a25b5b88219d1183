"""The OSCE interviews: simulated patients in Canada, a text a file (Fareez and others 2022)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.files import content, each, files
from commscore.train.corpora.reports import report, said
from commscore.types import Document, Report, Role

LABEL: Final = re.compile(r"^\s*([DP]):", re.MULTILINE)
SPEAKERS: Final = {"D": ("Doctor", Role.CLINICIAN), "P": ("Patient", Role.PATIENT)}


def read(path: Path) -> Iterator[Report | UnreadableError]:
    """Yield each interview; two files are in UTF-16."""
    yield from each(_report, iter(files(path, ".txt")))


def _report(path: Path) -> Report:
    """Return one interview; a turn begins at "D:" or "P:" alone, where the codings of it count turns too."""
    from commscore.read.encoding import decode

    try:
        turns = tuple(said(decode(content(path)), LABEL, SPEAKERS))
    except UnreadableError as problem:
        raise UnreadableError(f"{path.name}: {str(problem).removeprefix(f'{path.name}: ')}") from None
    return report(Document(f"osce-{path.stem}", turns, source=path.name))
