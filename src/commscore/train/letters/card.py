"""The card of a model of letters, generated from its manifest and its evaluation."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commscore.codebook.coded import ASK, FLAG, STAGE
from commscore.models.manifest import EVALUATION, Manifest, read_manifest
from commscore.models.model import Model
from commscore.pipeline import assess_letter
from commscore.train.card import (
    CARD,
    corpora_of,
    eight_bits,
    estimate,
    evaluation_of,
    facts_of,
    reliability,
    shown,
)
from commscore.train.export import add
from commscore.train.letters.missed import explained
from commscore.train.letters.tables import letter_facts, letter_notes, letter_tables
from commscore.train.lists import letter_failures
from commscore.train.markdown import evaluated, table, wrapped
from commscore.train.recipe import YOURS
from commscore.train.tables import Json, at, figure
from commscore.types import Code, Document, Letter, LetterReport

if TYPE_CHECKING:
    from jinja2 import Template

UNSTATED: Final = "none stated"
WAYS: Final = ("categories", "severity", "flags", "lost", "lower")

Codes = Callable[[Document], Iterable[Code]]


@dataclass(frozen=True, slots=True)
class Part:
    """What the card says of some letters: tables, calibration, and what was ranked too low, with why."""

    title: str
    facts: str
    tables: tuple[tuple[str, str, str], ...]
    ece: str
    reliability: str
    missed: tuple[tuple[Json, tuple[str, ...]], ...]


def write_letter_card(folder: Path) -> Manifest:
    """Write the card into a model's folder and return the manifest that names it.

    Raises ModelError where the folder is no model, or has no evaluation to report.
    """
    add(folder, {EVALUATION: (folder / EVALUATION).read_bytes()} if evaluation_of(folder) else {})
    text = letter_card(read_manifest(folder), evaluation_of(folder), given_by(folder))
    return add(folder, {CARD: text.encode()})


def given_by(folder: Path) -> Codes:
    """Return what gives a letter of one turn its codes: the model in the folder, the rules beside it."""
    model = Model(folder)

    def given(document: Document) -> Iterator[Code]:
        return _codes(assess_letter(Letter(document.id, document.turns[0].text), model=model))

    return given


def _codes(report: LetterReport) -> Iterator[Code]:
    """Yield what a letter has; a flag that is to be checked is not certain."""
    end = len(report.letter.text)
    found = [(p.category, p.certain) for p in report.problems]
    found += [(STAGE + s.name, s.certain) for s in report.stages]
    found += [(ASK + a.name, a.certain) for a in report.asks]
    found += [(FLAG + f.flag, not f.check) for f in report.flags]
    found += [(name, True) for name in report.passages]
    return (Code(name, 0, 0, end, certain=certain) for name, certain in found)


def letter_card(manifest: Manifest, found: Json, codes: Codes) -> str:
    """Return the card of a model with this manifest and this evaluation; `codes` gives those of failures."""
    corpora = manifest.training.corpora
    text = _template().render(
        manifest=manifest,
        found=found,
        corpora=corpora_of(manifest),
        unstated=[c.name for c in corpora if c.licence.startswith(UNSTATED)],
        forbidding=[c.name for c in corpora if re.search(r"\bNC\b", c.licence)],
        yours=any(c.licence == YOURS for c in corpora),
        machine="language model" in " ".join(found["coders"]),
        notes=letter_notes(found),
        parts=[_part(found, name) for name in found["parts"]],
        registers=found.get("registers"),
        nhs=list(_nhs(found)),
        robust=_robust(found),
        failures=[shown(failure, codes) for failure in letter_failures()],
        facts=facts_of(manifest, found),
        sums=table(("file", "SHA-256"), [(n, s) for n, s in sorted(manifest.files.items()) if n != CARD]),
        packages=", ".join(f"{name} {version}" for name, version in sorted(manifest.packages.items())),
        int8=eight_bits(found),
    )
    return wrapped(re.sub(r"\n{3,}", "\n\n", text).strip()) + "\n"


def _part(found: Json, name: str) -> Part:
    part = found["parts"][name]
    return Part(
        name,
        letter_facts(part),
        tuple((t.title, evaluated(t), t.note) for t in letter_tables(found, name)),
        estimate(at(part, "calibration", "ece")),
        reliability(part, "letters"),
        tuple((each, tuple(map(explained, each["reasons"]))) for each in part["missed"]),
    )


def _robust(found: Json) -> str:
    rows = [
        (each["way"].replace("_", " "), *(f"{each[name]} of {each['letters']}" for name in WAYS))
        for each in found.get("robustness") or ()
    ]
    headings = ("changed", "categories", "severity", "flags", "a flag lost", "ranked lower")
    return table(headings, rows, figures=1) if rows else ""


def _nhs(found: Json) -> Iterator[str]:
    """Yield for each label of NHS comments its F1, with the bar and the published figure."""
    for task, each in (found.get("nhs") or {}).items():
        published, bar = (
            next(
                (figure(c["figures"][m][task]) for c in found["ceilings"] if task in c["figures"].get(m, {})),
                "–",
            )
            for m in ("f1", "bar")
        )
        yield f"{task.removeprefix('nhs.')}: F1 {estimate(each)}, published {published}, bar {bar}"


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    text = files("commscore.train.letters").joinpath("card.md.jinja").read_text(encoding="utf-8")
    # Markdown for reading as it stands; what is quoted in it are letters whose source allows it.
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(text)  # noqa: S701
