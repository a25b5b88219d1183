"""What every program here does alike: its input comes as a file, its figures leave as one line of JSON."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

Given = TypeVar("Given")
Took = dict[str, float]


def took(act: Callable[[], Given]) -> tuple[Given, Took]:
    """Return what an act gives, and its seconds by the clock and of the processors."""
    clock, processor = time.perf_counter(), time.process_time()
    given = act()
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    return given, {"seconds": seconds, "processor": used}


def material() -> dict[str, Any]:
    """Return the input that the command line names: `beside.material` says what is in it."""
    found: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    return found


def answer(stages: dict[str, Took], packages: Iterable[str], **counts: float) -> None:
    """Print the figures: what each stage took, the versions of the packages that did it, and counts."""
    versions = {name: version(name) for name in packages}
    print(json.dumps({"stages": stages, "packages": versions, "counts": counts}))
