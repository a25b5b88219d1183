"""commscore itself, from files to JSON.

    python benchmarks/beside/programs/ours.py consultations|letters PRIVACY PATH...

It reads the samples first, so that all is loaded, and then the files once. It may be run alone on any files.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from timing import answer, took

from commscore.errors import UnreadableError
from commscore.pipeline import assess_paths, triage_paths
from commscore.read.noise import words
from commscore.report import FORMATS
from commscore.report.letters import FORMATS as QUEUES
from commscore.settings import samples_folder


def consultations(paths: Sequence[Path], privacy: str, to: Path) -> tuple[int, int, int]:
    """Write the reports as JSON; return how many there are, how many files gave none, and the words read."""
    found = list(assess_paths(paths, privacy=privacy))
    reports = [each for each in found if not isinstance(each, UnreadableError)]
    to.write_bytes(FORMATS["json"].render(reports))
    spoken = sum(len(words(turn.text)) for report in reports for turn in report.document.turns)
    return len(reports), len(found) - len(reports), spoken


def letters(paths: Sequence[Path], privacy: str, to: Path) -> tuple[int, int, int]:
    """Write the queue as JSON; return what `consultations` does."""
    found = list(triage_paths(paths, privacy=privacy))
    reports = [each for each in found if not isinstance(each, UnreadableError)]
    to.write_bytes(QUEUES["json"].render(reports))
    return len(reports), len(found) - len(reports), sum(len(words(each.letter.text)) for each in reports)


if __name__ == "__main__":
    kind, how = sys.argv[1:3]
    act = {"consultations": consultations, "letters": letters}[kind]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reports.json"
        _, load = took(lambda: act([samples_folder() / kind], how, file))
        (done, failed, read), work = took(lambda: act([Path(path) for path in sys.argv[3:]], how, file))
    answer(
        {"load": load, "work": work}, ["spacy", "onnxruntime"], documents=done, unreadable=failed, words=read
    )
