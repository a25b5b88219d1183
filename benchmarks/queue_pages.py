"""Page times of the letters' queue: 5,000 letters in a store of their own, by Streamlit's own test runner.

    python benchmarks/queue_pages.py [LETTERS]

Prints a row a step: how long the page's run takes, without the browser. The letters are the samples over and
over, read by rules, on days of their own.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

LETTERS = 5000


def page() -> None:
    from commscore.ui.letters import show

    show()


def fill(count: int) -> None:
    """Keep so many letters."""
    from commscore.pipeline import assess_letters
    from commscore.read.letters import read_letters
    from commscore.settings import settings
    from commscore.store import open_store
    from commscore.types import Letter

    found = [each for each in read_letters([settings().samples / "letters"]) if isinstance(each, Letter)]
    dated = [replace(each, received=date.today() - timedelta(7 * n)) for n, each in enumerate(found)]
    reports = list(assess_letters(dated, model="rules", privacy="replace"))
    named = (
        replace(report, letter=replace(report.letter, id=f"{report.letter.id}-{n}"))
        for n, report in ((n, reports[n % len(reports)]) for n in range(count))
    )
    with open_store() as store:
        store.add(named)


def timed(step: str, act: Callable[[], object]) -> None:
    """Print how long a step takes."""
    begun = time.perf_counter()
    act()
    print(json.dumps({"step": step, "seconds": round(time.perf_counter() - begun, 3)}))


def measure(count: int) -> None:
    """Print the times of a visit to the queue."""
    from streamlit.testing.v1 import AppTest

    timed(f"keep {count} letters", lambda: fill(count))
    app = AppTest.from_function(page, default_timeout=600)
    timed("open the queue, the first time in a visit", app.run)
    timed("show it again", app.run)
    timed("to the last page", lambda: next(b for b in app.button if b.label == "Last").click().run())
    timed("filter by priority", lambda: app.multiselect(key="queue-levels").set_value(["urgent"]).run())
    timed("search", lambda: app.text_input(key="queue-words").set_value("listening").run())
    seen = app.session_state["letters-seen"]
    app.query_params["letter"] = str(seen[0])
    timed("open a letter", app.run)
    timed("open the next", lambda: next(b for b in app.button if b.label == "Next letter").click().run())
    timed(
        "back to the queue", lambda: next(b for b in app.button if b.label.startswith("Back")).click().run()
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{Path(folder) / 'queue.db'}"
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else LETTERS)
