"""The codebook: what commscore codes, on what words and on what evidence. Data, not code.

Each function reads its file once and checks it; `digest` identifies the whole.
"""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from commscore.codebook.schema import CodeEntry, Consultation, PhraseFile
from commscore.errors import CodebookError

FOLDER = files("commscore.codebook")
Model = TypeVar("Model", bound=BaseModel)


def load(model: type[Model], *path: str) -> Model:
    """Return a TOML file of the codebook as `model`; CodebookError names the file and the entry."""
    return _parse(model, FOLDER.joinpath(*path))


def _parse(model: type[Model], file: Traversable) -> Model:
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as problem:
        raise CodebookError(f"codebook/{file.name}: {problem}") from problem


@cache
def consultation() -> Consultation:
    """Return the consultation codebook."""
    return load(Consultation, "consultation.toml")


@cache
def codes() -> dict[str, CodeEntry]:
    """Return the consultation codes by name, in the codebook's order."""
    return {entry.name: entry for entry in consultation().code}


@cache
def phrase_files() -> tuple[PhraseFile, ...]:
    """Return the files of phrases; CodebookError where one gives a code that does not exist."""
    found = sorted((f for f in FOLDER.joinpath("phrases").iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    loaded = tuple(_parse(PhraseFile, f) for f in found)
    unknown = {p.code for file in loaded for p in file.phrase} - codes().keys()
    if unknown:
        raise CodebookError(f"codebook/phrases: {', '.join(sorted(unknown))}: no such code in consultation.toml")
    return loaded


@cache
def digest() -> str:
    """Return the SHA-256 over the names and bytes of all the codebook's data files."""
    sums = hashlib.sha256()
    for folder in (FOLDER, FOLDER.joinpath("phrases")):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith((".toml", ".tsv")):
                sums.update(file.name.encode() + b"\0" + file.read_bytes())
    return sums.hexdigest()
