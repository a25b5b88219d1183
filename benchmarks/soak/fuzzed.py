"""The readers under atheris, which makes inputs that reach code that no input reached before.

    python -m soak.fuzzed FOLDER SECONDS

FOLDER holds what it begins with; what it finds is added there. It ends with a status that is not 0, and the
input in a file (`crash-…`, `timeout-…`, `oom-…`), where an exception comes that is not ours, an input takes
longer than SLOWEST seconds or too much memory.
"""

import re
import subprocess
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

from soak.mangled import started
from soak.mangles import samples

SLOWEST = 30
LARGEST = 20_000  # bytes of an input: those of the samples
RUNS = re.compile(r"Done (\d+) runs")


def fuzz(folder: Path, seconds: int) -> None:
    """Fuzz the readers, an input's first byte being the number of its suffix; never returns."""
    import atheris

    with atheris.instrument_imports(include=["commscore.read"]):
        from commscore.errors import UnreadableError
        from commscore.read import BUILTIN, read_bytes
        from commscore.read.letters import read_letter_bytes, suffixes

    names = _names((*BUILTIN, *suffixes()))

    def tried(content: bytes) -> None:
        name = names[content[0] % len(names)] if content else "a.txt"
        list(read_letter_bytes(content[1:], name))
        try:
            list(read_bytes(content[1:], name))
        except UnreadableError:
            return

    for number, (name, content) in enumerate(samples()):
        suffix = f"a{Path(name).suffix.casefold()}"
        (folder / str(number)).write_bytes(bytes([names.index(suffix)]) + content)
    options = (
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-max_len={LARGEST}",
        "-rss_limit_mb=3000",
    )
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}/", str(folder)], tried)
    atheris.Fuzz()


def _names(suffixes: tuple[str, ...]) -> list[str]:
    return [f"a{suffix}" for suffix in sorted({*suffixes, ".zip"})]


def soak(minutes: float) -> dict[str, Any]:
    """Return how many inputs were tried in so many minutes, and how it ended where it failed."""
    with tempfile.TemporaryDirectory() as place:
        command = ["-m", "soak.fuzzed", place, str(round(minutes * 60))]
        program = started(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        said = program.communicate()[1].decode(errors="replace")
        inputs = [b64encode(path.read_bytes()).decode() for path in Path(place).glob("*-*")]
    runs = RUNS.search(said)
    failures = [said[-3000:], *inputs] if program.returncode or not runs else []
    return {"inputs": int(runs[1]) if runs else 0, "failures": failures}


if __name__ == "__main__":
    fuzz(Path(sys.argv[1]), int(sys.argv[2]))
