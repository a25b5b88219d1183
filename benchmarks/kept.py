"""Time that a store of many letters takes for what a page asks of it.

    python benchmarks/kept.py [LETTERS] [ADDRESS]

Keeps 5,000 letters, or so many, that are the samples over and over, in a temporary file of SQLite or in the
database at ADDRESS (an empty one), and prints a row an act: the median of five runs in seconds, or one run of
what is done once; and the size of the database's file.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from commscore.errors import UnreadableError
from commscore.pipeline import triage_paths
from commscore.report.letters.queue import ranked
from commscore.settings import Settings, samples_folder
from commscore.store import Store, open_store
from commscore.types import LetterReport
from commscore.work import Status


def letters(count: int) -> list[LetterReport]:
    """Return so many reports of the sample letters, each under an id of its own."""
    found = [r for r in triage_paths([samples_folder() / "letters"]) if not isinstance(r, UnreadableError)]
    return [
        replace(report, letter=replace(report.letter, id=f"{report.letter.id}-{number}"))
        for number, report in enumerate(islice(cycle(found), count))
    ]


def timed(name: str, act: Callable[[], object], runs: int = 5) -> object:
    """Print how long an act takes, and return what it gave."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        given = act()
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"act": name, "seconds": round(statistics.median(seconds), 4)}), flush=True)
    return given


def measure(store: Store, count: int) -> list[str]:
    """Print the figures of a store, and return its lines."""
    reports = letters(count)
    timed(f"add {count}", lambda: store.add(reports, "team"), 1)
    timed("kept", store.kept)
    id = store.kept()[0].id
    timed("rows, the first time", store.rows, 1)
    timed("rows", store.rows)
    timed("rows, ordered", lambda: ranked([row.brief for row in store.rows()]))
    timed("find two words in the letters", lambda: store.find(["nobody", "zebra"]))
    timed("open one", lambda: store.open(id))
    timed("set a status", lambda: store.set_status(id, Status.ANSWERED, store.version(id)))
    timed("write a note", lambda: store.note(id, "Telephoned.", store.version(id)))
    timed("history, notes and ticks", lambda: (store.history(id), store.notes(id), store.ticks(id)))
    lines: list[str] = []
    timed("export", lambda: lines.extend(store.export_all()), 1)
    return lines


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else 5000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        address = sys.argv[2] if sys.argv[2:] else f"sqlite:///{file}"
        timed("open an empty store", lambda: open_store(using=Settings(database=address)).__enter__(), 1)
        with open_store(using=Settings(database=address)) as store:
            lines = measure(store, count)
        timed("open it again", lambda: open_store(using=Settings(database=address)).__enter__())
        if file.exists():
            print(json.dumps({"megabytes": round(file.stat().st_size / 1e6, 1)}))
        with open_store(using=Settings(database=f"sqlite:///{Path(folder) / 'other.db'}")) as other:
            timed("import into SQLite", lambda: other.import_all(lines), 1)
