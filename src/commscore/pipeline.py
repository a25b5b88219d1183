"""The whole corridor: a document in, a report out."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from commscore import __version__, codebook
from commscore.detect import detect
from commscore.detect.moments import moments
from commscore.errors import UnreadableError
from commscore.measure import measure
from commscore.models import chosen
from commscore.parse import parse
from commscore.read import read_paths
from commscore.read.noise import unheard, words
from commscore.read.table import Columns
from commscore.roles import find_roles
from commscore.types import Document, Provenance, Report

if TYPE_CHECKING:
    from commscore.models.model import Model

NOISY = 0.05  # unheard passages per word above which what is scored may be distorted; ours
NO_MODEL = "No trained model is installed: what is shown was found by rules alone"


def assess(
    document: Document,
    clinician: str | None = None,
    privacy: str = "off",
    model: "Model | str | Path | None" = None,
) -> Report:
    """Return the report of a consultation.

    `clinician` names the speaker, or several by commas, who gives care; without it the roles are found.
    `privacy` is the mode the text went through: "off" says that it was anonymised before. `model` is a
    trained model, its name or its folder, or "rules"; None is `consultation`, and the rules where it is not
    installed. Raises UnreadableError when `clinician` is nobody in the document, ModelError without a spaCy
    model and where a trained model is missing or not what its manifest promises.
    """
    reader = chosen(model)
    found = find_roles(document, clinician)
    parsed = parse(found.document)
    reading = reader.read([found.document], moments=False)[0] if reader else None
    codes = detect(parsed, reader, reading)
    became = moments(parsed, codes, reader)
    measured = measure(found.document, codes, became)
    fallen_back = (NO_MODEL,) if reader is None and model is None else ()
    provenance = Provenance(
        commscore=__version__,
        models={reader.name: reader.sha256} if reader else {},
        codebook=codebook.digest(),
        privacy=privacy,
        roles=found.how,
        warnings=(*found.warnings, *noise_warnings(document), *fallen_back),
    )
    return Report(found.document, codes, became, measured.measures, measured.scores, provenance=provenance)


def assess_paths(
    paths: Iterable[Path],
    clinician: str | None = None,
    columns: Columns | None = None,
    privacy: str = "off",
    model: "Model | str | Path | None" = None,
) -> Iterator[Report | UnreadableError]:
    """Yield the report of each consultation below the paths, or the error that says why there is none.

    The model is opened once, before anything is read.
    """
    reader = chosen(model)
    for item in read_paths(paths, columns):
        if isinstance(item, UnreadableError):
            yield item
            continue
        try:
            yield assess(item, clinician, privacy, reader or model)
        except UnreadableError as problem:
            yield problem


def noise_warnings(document: Document) -> tuple[str, ...]:
    """Return a warning where much of the speech could not be made out."""
    spoken = sum(len(words(turn.text)) for turn in document.turns)
    gaps = sum(unheard(turn.text) for turn in document.turns)
    if not spoken or gaps / spoken <= NOISY:
        return ()
    return (
        f"{gaps} passages in {spoken} words could not be made out: what depends on single words may be wrong",
    )
