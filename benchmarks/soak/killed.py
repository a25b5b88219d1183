"""A program that works on a store is killed (kill -9) at any moment; what it said was done is there, once.

What it was about when it was killed is there as a whole, or not at all; so are the files that it writes.
"""

import json
import random
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from commscore.settings import Settings
from commscore.store import open_store
from soak.mangled import started

LONGEST = 0.6  # seconds that the program works at most before it is killed
CHANGES = {"note", "review", "status"}
Names = dict[str, int]  # what is kept, and its version


def after(kept: Names, act: str, name: str) -> Names:
    """Return what is kept once an act is done."""
    if act == "add":
        return kept | {f"{name}-a": 1, f"{name}-b": 1}
    if act in CHANGES:
        return kept | {name: kept[name] + 1}
    return {each: version for each, version in kept.items() if act != "remove" or each != name}


def killed(address: str, folder: Path, run: str, seconds: float) -> list[dict[str, str]]:
    """Return what the program said until it was killed, so many seconds after its first word."""
    command = ["-m", "soak.writer", address, str(folder), run]
    program = started(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout
    try:
        first = program.stdout.readline()
        time.sleep(seconds)
        ended = program.poll()
    finally:
        program.kill()
    said, problem = program.communicate()
    if ended is not None:
        raise RuntimeError(f"the program ended by itself: {problem.decode(errors='replace')[-1500:]}")
    return [json.loads(line) for line in (first + said).splitlines(keepends=True) if line.endswith(b"\n")]


def wrong(address: str, folder: Path, allowed: list[Names]) -> tuple[Names, list[str]]:
    """Return what is kept, and what is wrong with it, the file, and what was written beside it."""
    found = []
    with open_store("soak", Settings(database=address)) as store:
        items = store.kept()
        kept = {each.name: each.version for each in items}
        if kept not in allowed or len(kept) != len(items):
            found.append(f"{len(items)} items are kept; {[len(each) for each in allowed]} were expected")
        if len(store.open_all([each.id for each in items])) != len(items):
            found.append("an item is without its report")
        for each in items:
            acts = (*store.notes(each.id), *store.reviews(each.id), *store.history(each.id))
            if each.version != 1 + len(acts):
                found.append(f"{each.name} is at version {each.version} after {len(acts)} acts")
        added = [entry.item for entry in store.audit() if entry.action == "added"]
        if len(added) != len(set(added)):
            found.append("an item was added twice")
    found += _damage(Path(address.removeprefix("sqlite:///")))
    export = folder / "export.jsonl"
    if export.exists():
        lines = export.read_text("ascii").splitlines()
        if len(lines) != json.loads(lines[0])["lines"] + 1:
            found.append("the export is half-written")
    return kept, found


def half(copy: Path, done: bool) -> list[str]:
    """Return what is wrong with a store into which an export came: whole, or not at all if not `done`."""
    given = copy.with_suffix(".jsonl").read_text("ascii").splitlines()
    wanted = sum(json.loads(line).get("table") == "item" for line in given)
    with open_store("soak", Settings(database=f"sqlite:///{copy}")) as store:
        came = len(store.kept())
    found = [] if came == wanted or not (came or done) else [f"{copy.name}: {came} of {wanted} items came"]
    return found + _damage(copy)


def _damage(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        checks = [raw.execute("PRAGMA integrity_check").fetchall(), raw.execute("PRAGMA foreign_key_check")]
        bad = [row for rows in checks for row in rows if row != ("ok",)]
    return [f"{path.name}: {row}" for row in bad]


def soak(times: int, seed: int = 1) -> dict[str, Any]:
    """Return what came of killing the program so many times, on one store."""
    rng, kept, acts, failures = random.Random(seed), Names(), 0, list[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        address = f"sqlite:///{folder / 'kept.db'}"
        for run in range(times):
            said = killed(address, folder, str(run), rng.uniform(0, LONGEST))
            meant = kept
            for line in said:
                if line["act"] == "done":
                    kept = meant
                    acts += 1
                else:
                    meant = after(kept, line["act"], line["name"])
            kept, found = wrong(address, folder, [kept, meant])
            brought = {line["name"] for line in said if line["act"] == "done"}
            for copy in folder.glob("copy-*.db"):
                found += half(copy, copy.stem.removeprefix("copy-") in brought)
            failures += [f"run {run}, after {said[-1]}: {each}" for each in found]
            for file in folder.glob("copy-*"):
                file.unlink()
    return {"killed": times, "acts": acts, "failures": failures}
