"""Places that cannot be written to, two programs at once, and clocks that are set: what commands make of it.

A disk is full by a small mount where we may mount, else by a limit on the size of files; a folder is
read-only by a mount, else by its permissions. Clocks are set by libfaketime (LIBFAKETIME names its file).
"""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from commscore.settings import Settings
from commscore.store import open_store
from soak.mangled import started
from soak.mangles import ROOT

SAMPLES = ROOT / "data" / "samples"
TALK, LETTERS = SAMPLES / "consultations" / "mixed-back-pain.txt", SAMPLES / "letters"
HANGS = 900  # seconds by the clock after which a command is killed
ROOM = 4096  # bytes that a full disk still has
RULES = ("--model", "rules")
WRITES: dict[str, tuple[str, ...]] = {
    "report.json": ("score", str(TALK), *RULES, "--format", "json"),
    "report.html": ("score", str(TALK), *RULES, "--format", "html"),
    "report.pdf": ("score", str(TALK), *RULES, "--format", "pdf"),
    "queue.xlsx": ("triage", str(LETTERS), *RULES, "--format", "xlsx"),
    "queue.html": ("triage", str(LETTERS), *RULES, "--format", "html"),
    "talk.txt": ("deidentify", str(TALK)),
}
# what the clock is set to, and the status of a command then
CLOCKS = {"+0d": 0, "1970-01-02 00:00:00": 1, "2000-01-01 00:00:00": 1, "-2d": 0, "+2d": 0, "+1d": 0}


def command(arguments: Sequence[str], **given: Any) -> tuple[int, str]:
    """Return the status of a command of commscore, and what it wrote to standard error.

    One that hangs is killed: its status is below 0.
    """
    program = started(["-m", "commscore", *arguments], stderr=subprocess.PIPE, **given)
    try:
        problem = program.communicate(timeout=HANGS)[1]
    except subprocess.TimeoutExpired:
        program.kill()
        problem = program.communicate()[1]
    return program.returncode, problem.decode(errors="replace")


def refused(name: str, status: int, problem: str) -> list[str]:
    """Return what is wrong with how a command said that it could not do what it was asked."""
    last = problem.strip().splitlines()[-1:] or [""]
    if status != 1 or "Traceback" in problem or "commscore: " not in problem:
        return [f"{name}: status {status}, {last[0]:.300}"]
    return []


def to_full_output() -> list[str]:
    """Write what can be written to standard output to a device that is full."""
    failures = []
    with open("/dev/full", "wb") as full:
        for name, arguments in (*WRITES.items(), ("codebook", ("codebook",)), ("help", ("--help",))):
            failures += refused(f"{name} to /dev/full", *command(arguments, stdout=full))
    return failures


def on_full_disk() -> list[str]:
    """Write files, and work on a store, where there is no room."""
    with _full() as (folder, limit):
        failures = []
        for name, arguments in WRITES.items():
            told = command([*arguments, "--output", str(folder / name)], preexec_fn=limit)
            failures += refused(f"{name} on a full disk", *told)
        failures += [f"{path.name} is left on a full disk" for path in folder.iterdir()]
    return failures + _store_on_full_disk()


def _store_on_full_disk() -> list[str]:
    failures: list[str] = []
    with _full(800_000) as (folder, limit):
        env = {"COMMSCORE_DATABASE": f"sqlite:///{folder / 'kept.db'}"}
        keep = ["triage", str(LETTERS), *RULES, "--keep"]
        kept, status, problem = 0, 0, ""
        for _ in range(60):
            status, problem = command(keep, preexec_fn=limit, env=env, stdout=subprocess.DEVNULL)
            if status:
                break
            kept += 1
        failures += refused(f"--keep on a full disk, the {kept + 1}th time", status, problem)
        with tempfile.TemporaryDirectory() as roomy:  # to open a letter writes into the audit table
            path = Path(roomy) / "there" / "kept.db"
            shutil.copytree(folder, path.parent)
            with open_store("soak", Settings(database=f"sqlite:///{path}")) as store:
                items = store.kept()
                store.open_all([each.id for each in items])
        if not kept or len(items) != kept * len(list(LETTERS.iterdir())):
            failures.append(f"{len(items)} letters are kept after {kept} times")
    return failures


def read_only(names: Iterable[str] = tuple(WRITES)) -> list[str]:
    """Write files of these names, and open a store, where nothing may be written."""
    failures = []
    with _read_only() as folder:
        for name in names:
            told = command([*WRITES[name], "--output", str(folder / name)])
            failures += refused(f"{name} in a read-only folder", *told)
        for name in ("kept.db", "new.db"):
            env = {"COMMSCORE_DATABASE": f"sqlite:///{folder / name}"}
            failures += refused(f"{name} in a read-only folder", *command(["kept"], env=env))
    return failures


def two_programs(programs: int = 4, times: int = 5) -> list[str]:
    """Keep letters in one store from several programs at once: each comes, and once."""
    with tempfile.TemporaryDirectory() as place:
        address = f"sqlite:///{Path(place) / 'kept.db'}"
        work = (
            "import sys; from dataclasses import replace; from soak.writer import REPORT\n"
            "from commscore.settings import Settings; from commscore.store import open_store\n"
            f"for n in range({times}):\n"
            "  with open_store('soak', Settings(database=sys.argv[1])) as store:\n"
            "    (kept,) = store.add([replace(REPORT, letter=replace(REPORT.letter, id=sys.argv[2]))])\n"
            "    store.note(kept.id, 'Telephoned.', 1)\n"
        )
        running = [started(["-c", work, address, str(n)], stderr=subprocess.PIPE) for n in range(programs)]
        ended = [(each.communicate(timeout=300)[1], each.returncode) for each in running]
        failures = [problem.decode(errors="replace")[-500:] for problem, status in ended if status]
        with open_store("soak", Settings(database=address)) as store:
            if len(store.kept()) != programs * times or {each.version for each in store.kept()} != {2}:
                failures.append(f"{len(store.kept())} of {programs * times} letters were kept")
    return failures


def clocks() -> list[str]:
    """Keep and list letters while the clock is set back and forth; none may go, or come under 1970."""
    library = os.environ.get("LIBFAKETIME")
    if not library:
        return ["not tried: LIBFAKETIME names no libfaketime.so.1"]
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        env = {"COMMSCORE_DATABASE": f"sqlite:///{Path(place) / 'kept.db'}", "LD_PRELOAD": library}
        letter = str(LETTERS / "furious-email.txt")
        for number, (clock, wanted) in enumerate(CLOCKS.items()):
            faked = env | {"FAKETIME": clock, "COMMSCORE_RETENTION_DAYS": "90"}
            for arguments in (["triage", letter, *RULES, "--keep"], ["kept"]):
                status, problem = command(arguments, env=faked, stdout=subprocess.DEVNULL)
                if status != wanted or "Traceback" in problem:
                    failures.append(f"{arguments[0]} at {clock}: status {status}, {problem[-300:]}")
            kept = number + 1 - sum(list(CLOCKS.values())[: number + 1])
            with open_store("soak", Settings(database=env["COMMSCORE_DATABASE"])) as store:
                if len(store.kept()) != kept:
                    failures.append(f"{len(store.kept())} of {kept} letters are kept at {clock}")
    return failures


CHECKS: dict[str, Callable[[], list[str]]] = {
    "standard output full": to_full_output,
    "disk full": on_full_disk,
    "folder read-only": read_only,
    "programs at once": two_programs,
    "clock set": clocks,
}


def soak() -> dict[str, Any]:
    """Return what each check found wrong."""
    found = {name: check() for name, check in CHECKS.items()}
    return {"checks": list(found), "failures": [f"{name}: {each}" for name in found for each in found[name]]}


@contextmanager
def _mounted(options: str) -> Iterator[Path | None]:
    """Yield a folder of its own mounted with options; None where we may not mount."""
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place]
        may = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield Path(place) if may else None
        finally:
            if may:
                subprocess.run(["umount", place], check=True)


@contextmanager
def _full(room: int = ROOM) -> Iterator[tuple[Path, Callable[[], None]]]:
    """Yield a folder with so many bytes of room, and what a program is to call before it begins."""
    with _mounted(f"size={room}") as folder, tempfile.TemporaryDirectory() as other:
        yield folder or Path(other), (lambda: None) if folder else (lambda: _limit(room))


def _limit(room: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


@contextmanager
def _read_only() -> Iterator[Path]:
    with _mounted("size=1m") as folder, tempfile.TemporaryDirectory() as other:
        place = folder or Path(other)
        with open_store("soak", Settings(database=f"sqlite:///{place / 'kept.db'}")):
            pass
        if folder:
            subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        else:
            place.chmod(0o500)
        try:
            yield place
        finally:
            place.chmod(0o700) if not folder else None
