"""What reports are called as files, and several of them in one zip: one rule for the command and the app."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence

from commscore.report import Format
from commscore.types import Report

LONGEST = 100  # bytes of UTF-8; file systems stop at 255
UNNAMED = "consultation"
DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"}
BEGINNING = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same reports give the same file


def names(reports: Sequence[Report]) -> list[str]:
    """Return a file name for each report, without suffix: its id, without what file systems refuse.

    No two are the same, not even where capitals do not count: those that recur are numbered.
    """
    taken: set[str] = set()
    found = []
    for report in reports:
        name = plain = safe(report.document.id)
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.lower())
        found.append(name)
    return found


def safe(name: str) -> str:
    """Return a name that every file system takes.

    >>> safe("ward 3/day-1: Ü?"), safe("../.."), safe("nul.txt")
    ('ward_3_day-1__Ü_', '_', '_nul.txt')
    """
    whole = unicodedata.normalize("NFC", name)  # macOS takes letters with their marks apart
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in whole).strip(".")
    cut = kept.encode()[:LONGEST].decode(errors="ignore").rstrip(".") or UNNAMED
    return f"_{cut}" if cut.split(".")[0].lower() in DEVICES else cut


def zipped(reports: Sequence[Report], form: Format) -> bytes:
    """Return a zip with one file a report."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, report in zip(names(reports), reports, strict=True):
            entry = zipfile.ZipInfo(f"{name}{form.suffix}", BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, form.render([report]))
    return file.getvalue()
