"""What an archive costs a letter, and in memory, as it grows; and what a second worker of Ray brings.

    python benchmarks/scale.py [--counts 100 1000 10000] [--ray 1000] [--output scale.json]

Letters are made of the samples' paragraphs, each another mixture, as text files in a folder. Each run is a
program of its own that writes Parquet, by as many processes as there are processors. The seconds a letter are
those of the processes once their models are loaded, so that the start, which is in the seconds of the whole,
weighs on no letter. Memory is the highest sum over all processes of a run of what each has to itself, and its
share of what they share (PSS; Linux alone). Two workers of Ray are compared with one by the seconds that a
run takes beyond one of 64 letters.

It takes as long as the letters do: `--counts 100 1000` is done in minutes.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from commscore.batch.how import How
from commscore.batch.run import archive
from commscore.batch.task import Task
from commscore.batch.worker import Done
from commscore.read.letters import read_letters
from commscore.settings import samples_folder
from commscore.types import Kind

MILLION = 1_000_000
START = 64  # two parts: every worker has loaded its models


def write_letters(folder: Path, count: int) -> None:
    """Write so many letters, the same each time."""
    read = list(read_letters([samples_folder() / "letters"]))
    paragraphs = [letter.text.split("\n\n") for letter in read]
    drawn = random.Random(7)
    folder.mkdir()
    for number in range(count):
        one, other = drawn.sample(paragraphs, 2)
        body = drawn.sample(one, len(one) // 2) + drawn.sample(other, len(other) // 2)
        text = "\n\n".join(["Dear Sir or Madam,", *body, f"Our reference is {number:06}."])
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def run(folder: Path, engine: str = "local", workers: int = 0) -> dict[str, float]:
    """Return what a run over a folder took: seconds, those a letter, and the highest memory in MB."""
    with tempfile.TemporaryDirectory() as output:
        given = ["--run", str(folder), f"{output}/out", engine, str(workers)]
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, __file__, *given], stdout=subprocess.PIPE)
        highest = 0.0
        while process.poll() is None:
            highest = max(highest, memory(process.pid))
            time.sleep(0.5)
        seconds = time.perf_counter() - began
        if process.returncode or not process.stdout:
            raise SystemExit("the run failed; what it said stands above")
        work, letters = json.loads(process.stdout.read())
        size = sum(path.stat().st_size for path in Path(output, "out").glob("*.parquet"))
    return {
        "letters": letters,
        "seconds": round(seconds, 1),
        "seconds_a_letter": round(work / letters, 4),
        "memory_mb": round(highest),
        "bytes_a_letter": round(size / letters),
    }


def run_here(folder: str, output: str, engine: str, workers: str) -> None:
    """Run over a folder in this process; print the seconds of all workers and how many letters they read."""
    done: list[Done] = []
    how = How("ray" if engine == "ray" else "local", int(workers))
    archive([Path(folder)], Task(Kind.LETTER), Path(output), "parquet", how, step=done.append)
    print(json.dumps([sum(part.seconds for part in done), sum(part.read for part in done)]))


def memory(root: int) -> float:
    """Return the memory in MB of a process and all that it started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        parents[int(path.parent.name)] = int(after[1])
    tree = {root}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return sum(map(_own, tree)) / 1024


def _own(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def measure(counts: list[int], by_ray: int) -> dict[str, object]:
    """Return the figures of runs of so many letters, and of some by Ray with one worker and with two."""
    with tempfile.TemporaryDirectory() as made:
        folders = {count: Path(made) / str(count) for count in {START, *counts, by_ray} - {0}}
        for count, folder in folders.items():
            write_letters(folder, count)
        local = [told(run(folders[count])) for count in counts]
        ray = [
            {"workers": workers, **told(run(folders[count], "ray", workers))}
            for workers in (1, 2)
            for count in (START, by_ray)
            if by_ray
        ]
    first, last = local[0], local[-1]
    beyond = [whole["seconds"] - start["seconds"] for start, whole in zip(ray[::2], ray[1::2], strict=True)]
    return {
        "local": local,
        "ray": ray,
        "slope": round(last["seconds_a_letter"] / first["seconds_a_letter"], 3),
        "ray_two_to_one": round(beyond[0] / beyond[1], 2) if beyond else None,
        "million_core_hours": round(last["seconds_a_letter"] * MILLION / 3600),
        "million_gigabytes": round(last["bytes_a_letter"] * MILLION / 1e9, 1),
    }


def told(figures: dict[str, float]) -> dict[str, float]:
    """Return the figures, shown as they come."""
    print(json.dumps(figures), file=sys.stderr)
    return figures


def table(found: dict[str, object]) -> str:
    """Return the figures as a table."""
    rows = ["| letters | seconds | seconds a letter | peak memory, MB |", "|---|---|---|---|"]
    rows += [
        f"| {one['letters']:,} | {one['seconds']} | {one['seconds_a_letter']} | {one['memory_mb']:,} |"
        for one in found["local"]
    ]
    flat = "met" if abs(found["slope"] - 1) <= 0.1 else "not met"
    rows.append(f"\nCost of a letter, last to first: {found['slope']} (bar: within 10 %: {flat})")
    if (faster := found["ray_two_to_one"]) is not None:
        met = "met" if faster >= 1.7 else "not met"
        rows.append(f"Ray, two workers to one: {faster} times as fast (bar: 1.7: {met})")
    hours, size = found["million_core_hours"], found["million_gigabytes"]
    rows.append(f"A million: {hours} core hours, {size} GB of reports")
    return "\n".join(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--ray", type=int, default=1_000, help="letters for Ray; 0 leaves Ray out")
    parser.add_argument("--output", type=Path, default=Path("scale.json"))
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run_here(*given.run)
        raise SystemExit
    figures = measure(given.counts, given.ray)
    given.output.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(table(figures))
