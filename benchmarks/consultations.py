"""Time and memory of the corridor, from files to reports.

    python benchmarks/consultations.py FOLDER [FOLDER ...]

Prints a row a folder: consultations, words, seconds to load the model, seconds from files to reports, words a
second, and the process's peak memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

from commscore.english import language
from commscore.errors import UnreadableError
from commscore.pipeline import assess_paths
from commscore.read.noise import words


def measure(folder: Path) -> dict[str, object]:
    """Return the figures of one folder."""
    started = time.perf_counter()
    found = list(assess_paths([folder]))
    seconds = time.perf_counter() - started
    reports = [item for item in found if not isinstance(item, UnreadableError)]
    spoken = sum(len(words(turn.text)) for report in reports for turn in report.document.turns)
    return {
        "folder": folder.name,
        "consultations": len(reports),
        "unreadable": len(found) - len(reports),
        "words": spoken,
        "seconds": round(seconds, 2),
        "words_a_second": round(spoken / seconds),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    begun = time.perf_counter()
    language()
    print(json.dumps({"model_loaded_seconds": round(time.perf_counter() - begun, 2)}))
    for argument in sys.argv[1:]:
        print(json.dumps(measure(Path(argument))))
