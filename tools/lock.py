"""Writes requirements.lock: the exact version and hashes of everything that commscore runs with.

    python tools/lock.py             # anew, with the newest versions within the bounds of pyproject.toml
    python tools/lock.py --keep      # what is locked stays; what was added or is out of bounds changes

It holds for every system and Python that commscore runs on (uv resolves for all of them at once). Not in it:
what only tests, training and clusters need; PyTorch differs from one kind of machine to the next.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
NOT_LOCKED = {"ray", "test", "train"}


def extras() -> list[str]:
    """Return the extras whose packages are locked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(project["optional-dependencies"].keys() - NOT_LOCKED)


def main() -> None:
    """Write the lock."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet"]
    command += ["pyproject.toml", "--output-file", LOCK.name, "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-annotate", "--no-emit-index-url"]
    command += ["--custom-compile-command", "python tools/lock.py"]
    if "--keep" not in sys.argv:
        command.append("--upgrade")
    command += [f"--extra={extra}" for extra in extras()]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own command, without a shell


if __name__ == "__main__":
    main()
