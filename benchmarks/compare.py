"""commscore beside what a user would take instead: one run, the same input, the same cores.

    python benchmarks/compare.py --data ../shared [--envs FOLDER] [--runs 3] [--only NAME ...] [--output FILE]

Each thing is a process of its own that loads its models, warms up on the samples and then does its work once;
the processes take turns, and the median counts. What is not ours lives in environments of its own, which are
made below ENVS when they are not there: only then is the package index asked. Prints tables and writes JSON:
figures alone, no text. About a quarter of an hour on two cores.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from beside.bars import bars, scaled
from beside.environments import python_of
from beside.runs import Row, cold, row, run, told
from beside.table import as_json, lines

PROGRAMS: Final = Path(__file__).parent / "beside" / "programs"
COLD: Final = 10  # runs
SAMPLE: Final = "good-chest-pain.vtt"


@dataclass(frozen=True, slots=True)
class Program:
    """A file of `programs/`, the environment that it needs (None: ours), and what it is given."""

    file: str
    environment: str | None
    given: Sequence[str | Path]
    once: bool = False


def programs(found: dict[str, list[str]]) -> dict[str, Program]:
    """Return what is compared, by name; `found` is what `material` answered."""
    talks, letters, file = found["consultations"], found["letters"], found["file"]
    return {
        "floor": Program("floor.py", None, talks),
        "commscore, privacy off": Program("ours.py", None, ["consultations", "off", *talks]),
        "commscore, privacy replace": Program("ours.py", None, ["consultations", "replace", *talks]),
        "ConvoKit": Program("politeness.py", "convokit", file),
        "TextDescriptives": Program("descriptives.py", "textdescriptives", file),
        "letters, commscore": Program("ours.py", None, ["letters", "replace", *letters]),
        "letters, Presidio and SVC": Program("redaction.py", "presidio", file),
        "bi-encoders": Program("biencoders.py", "convokit", file, once=True),
    }


def main() -> int:
    """Measure; exit status 1 where a bar is missed."""
    given, load = _arguments(), os.getloadavg()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        found = json.loads(run([sys.executable, PROGRAMS / "material.py", given.data, home]).said)
        chosen = {name: each for name, each in programs(found).items() if name in (given.only or [name])}
        pythons = {name: python_of(name, given.envs) for name in _needed(chosen)}
        measured: dict[str, Row] = warm(chosen, pythons, given.runs, home)
        sample = Path(found["samples"][0]) / SAMPLE
        if not given.only or "cold" in given.only:
            score = ["score", sample, "--format", "json", "--output", home / "report.json"]
            measured["score, cold"] = started(score)
            measured["help, cold"] = started(["--help"])
    reached = list(bars(measured))
    print("\n".join(lines(measured, reached)))
    given.output.write_text(json.dumps(as_json(measured, reached, load), indent=1) + "\n", encoding="utf-8")
    return 0 if all(bar.met for bar in reached) else 1


def warm(chosen: dict[str, Program], pythons: dict[str, Path], runs: int, home: Path) -> dict[str, Row]:
    """Return what each program took, its models loaded; they take turns."""
    answers: dict[str, list[tuple[dict[str, object], float]]] = {name: [] for name in chosen}
    for number in range(runs):
        for name, each in chosen.items():
            if number and each.once:
                continue
            print(f"run {number + 1}: {name}", file=sys.stderr, flush=True)
            python = pythons[each.environment] if each.environment else sys.executable
            command = [python, PROGRAMS / each.file, *each.given]
            answers[name].append(told(run(command, home if each.environment else None)))
    measured = {name: row(each) for name, each in answers.items()}
    return {name: scaled(each) if "measured" in each.counts else each for name, each in measured.items()}


def started(arguments: Sequence[str | Path]) -> Row:
    """Return what a command of ours took from its process's start to its end."""
    return cold(run([sys.executable, "-m", "commscore", *arguments]) for _ in range(COLD))


def _needed(chosen: dict[str, Program]) -> set[str]:
    return {each.environment for each in chosen.values() if each.environment}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kept = Path.home() / ".cache" / "commscore-compare"
    parser.add_argument("--data", type=Path, required=True, help="the folder with data/ and gold/")
    parser.add_argument("--envs", type=Path, default=kept, help=f"where environments are kept ({kept})")
    parser.add_argument("--runs", type=int, default=3, help="processes a program (3)")
    parser.add_argument("--cores", type=int, default=2, help="processors that all may use (2)")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="this alone ('cold' too); may be repeated"
    )
    parser.add_argument("--output", type=Path, default=Path(__file__).with_suffix(".json"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
