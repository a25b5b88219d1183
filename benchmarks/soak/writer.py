"""Works on a store until it is killed, and says before and after each act what it does: a line of JSON each.

    python -m soak.writer ADDRESS FOLDER RUN

The letters that it keeps are named after the run, so that none is added twice. It also writes the whole store
to FOLDER/export.jsonl, and brings such a file, kept as FOLDER/copy-NAME.jsonl, into a store of its own,
FOLDER/copy-NAME.db.
"""

import json
import random
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from commscore.cli.output import write
from commscore.pipeline import assess_letter
from commscore.settings import Settings
from commscore.store import Store, open_store
from commscore.types import Letter
from commscore.work import Review, Status, Verdict

ACTS = ("add", "add", "note", "review", "status", "remove", "export", "import")
REPORT = assess_letter(Letter("a", "Nobody told me. Why was that?"), model="rules")


def said(**what: object) -> None:
    """Tell whoever watches."""
    print(json.dumps(what), flush=True)


def done(act: str, name: str, store: Store, folder: Path) -> None:
    """Do an act, to the item of this name or under it."""
    if act == "add":
        letters = (replace(REPORT.letter, id=f"{name}-{half}") for half in "ab")
        store.add([replace(REPORT, letter=letter) for letter in letters])
    elif act == "export":
        write(folder / "export.jsonl", "".join(store.export_all()).encode("ascii"))
    elif act == "import":
        copy = folder / f"copy-{name}.db"
        shutil.copy(folder / "export.jsonl", given := copy.with_suffix(".jsonl"))
        with (
            given.open(encoding="ascii") as lines,
            open_store("soak", Settings(database=f"sqlite:///{copy}")) as other,
        ):
            other.import_all(lines)
    else:
        (kept,) = (each for each in store.kept() if each.name == name)
        if act == "note":
            store.note(kept.id, "Telephoned.", kept.version)
        elif act == "status":
            store.set_status(kept.id, Status.ACKNOWLEDGED, kept.version)
        elif act == "review":
            now = datetime.now(UTC)
            store.review(kept.id, Review(0, 0, 1, "x", Verdict.REJECTED, "soak", "no", now), kept.version)
        else:
            store.remove([kept.id])


def main(address: str, folder: Path, run: str) -> None:
    """Work for ever."""
    rng = random.Random(run)
    with open_store("soak", Settings(database=address)) as store:
        for number in count():
            names = [each.name for each in store.kept()]
            act = rng.choice(ACTS)
            if len(names) > 20:
                act = "remove"
            if act not in {"add", "export", "import"} and not names:
                act = "add"
            if act == "import" and not (folder / "export.jsonl").exists():
                act = "export"
            new = act in {"add", "export", "import"}
            name = f"{run}-{number}" if new else rng.choice(names)
            said(act=act, name=name)
            done(act, name, store, folder)
            said(act="done", name=name)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
