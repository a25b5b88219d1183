"""What an archive costs a document, and in memory, as it grows; and what a second worker of Ray brings.

    python benchmarks/scale.py [KIND] [--counts 100 1000 10000] [--ray 1000] [--output scale.json]

KIND is `letters` or `consultations`: text files in a folder, each another mixture of the samples. Each run is
a program of its own that writes Parquet, by as many processes as there are processors, each on one of them.
The seconds a document are those of the processes once their models are loaded, so that the start, which is in
the seconds of the whole, weighs on no document; the bar is held against them, so that the machine must be
quiet. What a million costs is reckoned from the processors' seconds, those of the last run beyond the first.
Memory is the most of all processes of a run together (`memory.py`; Linux alone). Two workers of Ray are
compared with one by the seconds that a run takes beyond one of 64 documents.

It takes as long as the documents do: `letters --counts 100 1000` is done in minutes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from memory import megabytes

from commscore.batch.how import How
from commscore.batch.run import archive
from commscore.batch.task import Task
from commscore.batch.worker import Done
from commscore.models.model import cores
from commscore.read import read_paths
from commscore.read.letters import read_letters
from commscore.roles import find_roles
from commscore.settings import samples_folder
from commscore.types import Kind, Role

MILLION = 1_000_000
START = 64  # two parts: every worker has loaded its models


def letters(drawn: random.Random) -> Iterator[str]:
    """Yield letters for ever: half of the paragraphs of two samples."""
    paragraphs = [each.text.split("\n\n") for each in read_letters([samples_folder() / "letters"])]
    while True:
        one, other = drawn.sample(paragraphs, 2)
        body = drawn.sample(one, len(one) // 2) + drawn.sample(other, len(other) // 2)
        yield "\n\n".join(["Dear Sir or Madam,", *body, f"Our reference is {drawn.randrange(10**6):06}."])


def consultations(drawn: random.Random) -> Iterator[str]:
    """Yield consultations for ever: the beginning of a sample, and the end of another."""
    speakers = {Role.CLINICIAN: "Doctor", Role.PATIENT: "Patient"}
    talks = [
        [f"{speakers[turn.role]}: {turn.text}" for turn in found.turns if turn.role in speakers]
        for found in (find_roles(each).document for each in read_paths([samples_folder() / "consultations"]))
    ]
    while True:
        (one, other), cut = drawn.sample(talks, 2), drawn.random()
        yield "\n".join(one[: round(cut * len(one))] + other[round(cut * len(other)) :])


KINDS: dict[str, tuple[Kind, Callable[[random.Random], Iterator[str]]]] = {
    "letters": (Kind.LETTER, letters),
    "consultations": (Kind.CONSULTATION, consultations),
}


def write(folder: Path, kind: str, count: int) -> Path:
    """Write so many documents, the same each time; return the folder."""
    folder.mkdir()
    made = KINDS[kind][1](random.Random(7))
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(next(made), encoding="utf-8")
    return folder


def run(kind: str, folder: Path, engine: str = "local", workers: int = 0) -> dict[str, float]:
    """Return what a run over a folder took: seconds, those a document, and the most memory in MB."""
    with tempfile.TemporaryDirectory() as output:
        given = ["--run", str(folder), f"{output}/out", engine, str(workers)]
        began, before, most = time.perf_counter(), processor(), 0.0
        with subprocess.Popen([sys.executable, __file__, kind, *given], stdout=subprocess.PIPE) as process:
            while process.poll() is None:
                most = max(most, megabytes(process.pid))
                time.sleep(0.5)
            seconds = time.perf_counter() - began
            said = process.stdout.read() if process.stdout else b""
        if process.returncode:
            raise SystemExit("the run failed; what it said stands above")
        work, read, failed = json.loads(said)
        if failed:
            raise SystemExit(f"{failed} documents could not be read")
        size = sum(path.stat().st_size for path in Path(output, "out").glob("*.parquet"))
    return {
        "documents": read,
        "workers": workers or cores(),
        "seconds": round(seconds, 1),
        "seconds_a_document": round(work / read, 4),
        "processor": round(processor() - before, 1),
        "memory_mb": round(most),
        "bytes_a_document": round(size / read),
    }


def processor() -> float:
    """Return the seconds of the processors of all programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def core_seconds(local: list[dict[str, float]]) -> float:
    """Return the processors' seconds that a document more takes, the start left out if there are two runs."""
    first, last = local[0], local[-1]
    if first is last:
        return last["processor"] / last["documents"]
    return (last["processor"] - first["processor"]) / (last["documents"] - first["documents"])


def run_here(kind: str, folder: str, output: str, engine: str, workers: str) -> None:
    """Run over a folder in this process; print the seconds of all workers, and how many were read or not."""
    done: list[Done] = []
    how = How("ray" if engine == "ray" else "local", int(workers))
    archive([Path(folder)], Task(KINDS[kind][0]), Path(output), "parquet", how, step=done.append)
    print(json.dumps([sum(getattr(part, what) for part in done) for what in ("seconds", "read", "failed")]))


def measure(kind: str, counts: list[int], by_ray: int) -> dict[str, Any]:
    """Return the figures of runs of so many documents, and of some by Ray with one worker and with two."""
    with tempfile.TemporaryDirectory() as made:
        wanted = {*counts, *((START, by_ray) if by_ray else ())}
        folders = {count: write(Path(made) / str(count), kind, count) for count in wanted}
        local = [told(run(kind, folders[count])) for count in counts]
        ray = [
            told(run(kind, folders[count], "ray", workers))
            for workers in (1, 2)
            for count in (START, by_ray)
            if by_ray
        ]
    first, last = local[0], local[-1]
    beyond = [whole["seconds"] - start["seconds"] for start, whole in zip(ray[::2], ray[1::2], strict=True)]
    return {
        "kind": kind,
        "local": local,
        "ray": ray,
        "slope": round(last["seconds_a_document"] / first["seconds_a_document"], 3),
        "ray_two_to_one": round(beyond[0] / beyond[1], 2) if beyond else None,
        "core_seconds_a_document": round(core_seconds(local), 4),
        "million_core_hours": round(core_seconds(local) * MILLION / 3600),
        "million_gigabytes": round(last["bytes_a_document"] * MILLION / 1e9, 1),
    }


def told(figures: dict[str, float]) -> dict[str, float]:
    """Return the figures, shown as they come."""
    print(json.dumps(figures), file=sys.stderr)
    return figures


def table(found: dict[str, Any]) -> str:
    """Return the figures as a table."""
    kind = found["kind"]
    names = ("documents", "seconds", "seconds_a_document", "processor", "bytes_a_document", "memory_mb")
    rows = [
        f"| {kind} | seconds | seconds a document | processor | bytes a document | peak memory, MB |",
        "|---|---|---|---|---|---|",
        *("| " + " | ".join(f"{one[name]:,}" for name in names) + " |" for one in found["local"]),
    ]
    flat = "met" if abs(found["slope"] - 1) <= 0.1 else "not met"
    rows.append(f"\nCost of a document, last to first: {found['slope']} (bar: within 10 %: {flat})")
    if (faster := found["ray_two_to_one"]) is not None:
        met = "met" if faster >= 1.7 else "not met"
        rows.append(f"Ray, two workers to one: {faster} times as fast (bar: 1.7: {met})")
    hours, size = found["million_core_hours"], found["million_gigabytes"]
    rows.append(f"A million: {hours} core hours, {size} GB of reports")
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kind", nargs="?", choices=KINDS, default="letters")
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--ray", type=int, default=1_000, help="documents for Ray; 0 leaves Ray out")
    parser.add_argument("--output", type=Path, default=Path("scale.json"))
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run_here(given.kind, *given.run)
        raise SystemExit
    figures = measure(given.kind, given.counts, given.ray)
    given.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(table(figures))
