"""Time and memory of the corridor for letters, from files to reports.

    python benchmarks/letters.py PATH [PATH ...]

Prints a row a path (a folder, or a CSV or JSON lines file with a letter a row): letters, words, seconds from
files to reports, words a second, and the process's peak memory. The spaCy model and the trained one, where it
is installed, are loaded first.
"""

import json
import resource
import sys
import time
from pathlib import Path

from commscore.english import language
from commscore.errors import UnreadableError
from commscore.models import LETTERS, chosen
from commscore.pipeline import triage_paths
from commscore.read.noise import words


def measure(path: Path) -> dict[str, object]:
    """Return the figures of one folder or file."""
    started = time.perf_counter()
    found = list(triage_paths([path]))
    seconds = time.perf_counter() - started
    reports = [item for item in found if not isinstance(item, UnreadableError)]
    written = sum(len(words(report.letter.text)) for report in reports)
    return {
        "path": path.name,
        "letters": len(reports),
        "unreadable": len(found) - len(reports),
        "words": written,
        "seconds": round(seconds, 2),
        "words_a_second": round(written / seconds),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    begun = time.perf_counter()
    language()
    model = chosen(None, LETTERS)
    loaded = round(time.perf_counter() - begun, 2)
    print(json.dumps({"model": model.name if model else "rules", "loaded_seconds": loaded}))
    for argument in sys.argv[1:]:
        print(json.dumps(measure(Path(argument))))
