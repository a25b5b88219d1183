"""A model's card, generated: what it is for and made of, how good it is and where it fails."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from commscore import codebook
from commscore.errors import ModelError
from commscore.models.manifest import EVALUATION, Manifest, read_manifest
from commscore.train.export import add
from commscore.train.lists import Failure, failures
from commscore.train.markdown import evaluated, table, wrapped
from commscore.train.robusttext import robust
from commscore.train.tables import ALL, Json, Table, at, figure, interval, notes, tables
from commscore.types import Code, Document, Role, Turn

if TYPE_CHECKING:
    from jinja2 import Template

CARD: Final = "card.md"
SPEAKERS: Final = {"D": Role.CLINICIAN, "P": Role.PATIENT, "W": Role.PATIENT}  # W writes a letter
UNSTATED: Final = "none stated"
ACTED: Final = frozenset({"primock57", "osce", "aci-bench", "annomi"})  # consultations that were played

Codes = Callable[[Document], Iterable[Code]]


@dataclass(frozen=True, slots=True)
class Shown:
    """An invented exchange, and the codes that the model gave to its last turn."""

    title: str
    why: str
    turns: tuple[tuple[str, str], ...]
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    certain: tuple[str, ...]
    maybe: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether all that was wanted was given for certain, and nothing that was not."""
        return set(self.wanted) <= set(self.certain) and not set(self.unwanted) & set(self.certain)


def write_card(folder: Path) -> Manifest:
    """Write the card into a model's folder and return the manifest that names it.

    Raises ModelError where the folder is no model, or has no evaluation to report.
    """
    evaluation_of(folder)
    # Sealed first: so it stays in the folder, and the card can name its sum.
    add(folder, {EVALUATION: (folder / EVALUATION).read_bytes()})
    return add(folder, {CARD: card(folder, given_by(folder)).encode()})


def given_by(folder: Path) -> Codes:
    """Return what gives a document's codes: the model in the folder, and the rules where it has no head."""
    from commscore.detect import detect
    from commscore.models.model import Model
    from commscore.parse import parse

    model = Model(folder)
    return lambda document: detect(parse(document), model, model.read([document], moments=False)[0])


def card(folder: Path, codes: Codes) -> str:
    """Return the card of the model in the folder; `codes` gives the codes of the invented failures."""
    manifest, found = read_manifest(folder), evaluation_of(folder)
    heads = {head.code for head in manifest.codes}
    text = _template().render(
        manifest=manifest,
        found=found,
        codebook=codebook.codes(),
        left=[code for code in codebook.codes() if code not in heads],
        corpora=corpora_of(manifest),
        unstated=[c.name for c in manifest.training.corpora if c.licence.startswith(UNSTATED)],
        forbidding=[c.name for c in manifest.training.corpora if re.search(r"\bNC\b", c.licence)],
        acted=any(corpus in c.name.lower() for c in manifest.training.corpora for corpus in ACTED),
        machine="language model" in " ".join(found["coders"]) or "language-model" in (found["gold"] or ""),
        other_labels=bool(manifest.tasks),
        notes=notes(found),
        tables=[
            _titled(t, part)
            for part in _parts(found)
            for t in tables(found, part)
            if part == ALL or not t.wide
        ],
        reliability=reliability(found["parts"][ALL]),
        ece=estimate(at(found, "parts", ALL, "calibration", "ece")),
        failures=[shown(failure, codes) for failure in failures()],
        facts=facts_of(manifest, found),
        sums=table(("file", "SHA-256"), [(n, s) for n, s in sorted(manifest.files.items()) if n != CARD]),
        packages=", ".join(f"{name} {version}" for name, version in sorted(manifest.packages.items())),
        int8=eight_bits(found),
        robust=robust(found.get("robustness")),
    )
    return wrapped(re.sub(r"\n{3,}", "\n\n", text).strip()) + "\n"


def shown(failure: Failure, codes: Codes) -> Shown:
    """Return what the model gives to the last turn of an invented exchange."""
    turns = tuple(Turn(who, said, SPEAKERS[who]) for who, said in failure.turns)
    found = [c for c in codes(Document("invented", turns)) if c.turn == len(turns) - 1]
    certain = tuple(dict.fromkeys(c.code for c in found if c.certain))
    maybe = tuple(dict.fromkeys(c.code for c in found if not c.certain and c.code not in certain))
    return Shown(failure.title, failure.why, failure.turns, failure.wanted, failure.unwanted, certain, maybe)


def evaluation_of(folder: Path) -> dict[str, Any]:
    """Return the evaluation in a model's folder; ModelError where there is none."""
    path = folder / EVALUATION
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {"warnings": [], "baselines": {}, "ceilings": [], "coders": [], "gold": None, **found}
    except (OSError, ValueError) as problem:
        raise ModelError(
            f"{path}: no evaluation that a card could report ({problem}); evaluate the model first"
        ) from problem


def _parts(found: Json) -> list[str]:
    names = [name for name in found["parts"] if name != ALL]
    return [ALL, *names] if len(names) > 1 else [ALL]


def _titled(found: Table, part: str) -> dict[str, str]:
    where = "" if part == ALL else f" — {part}"
    return {"title": found.title + where, "text": evaluated(found), "note": found.note}


def corpora_of(manifest: Manifest) -> str:
    """Return a table of the corpora with their licences, and their sources below it."""
    rows = [(c.name, c.licence) for c in manifest.training.corpora]
    sources = "\n".join(dict.fromkeys(f"- {c.name}: {c.source}" for c in manifest.training.corpora))
    return f"{table(('corpus', 'licence as its owners state it'), rows)}\n\n{sources}"


def estimate(found: Json | None) -> str:
    """Return a figure with its interval, if it has one."""
    value = figure(at(found, "value"))
    return value if interval(found) == "–" else f"{value} ({interval(found)})"


def reliability(part: Json, unit: str = "turns") -> str:
    """Return a table of how often what is so sure is true, "" where there are no probabilities."""
    points: Sequence[Json] = at(part, "calibration", "points") or []
    rows = [(figure(p["mean"]), figure(p["share"]), interval(p), f"{p['cells']:,}") for p in points]
    return table(("model says", "true", "95 %", f"{unit} × codes"), rows, figures=1) if rows else ""


def eight_bits(found: Json) -> dict[str, str] | None:
    """Return the key "int8" of an evaluation, {"float", "int8", "on"}, as the card writes it.

    None where it was not measured, or one of the two has no figure.
    """
    int8 = found.get("int8") or {}
    if int8.get("float") is None or int8.get("int8") is None:
        return None
    lost = round(int8["float"] - int8["int8"], 4)
    texts = {"float": f"{int8['float']:.4f}", "int8": f"{int8['int8']:.4f}", "lost": f"{lost:.4f}"}
    return {**texts, "on": int8.get("on") or ""}


def facts_of(manifest: Manifest, found: Json) -> str:
    """Return a table of what a model was made with."""
    rows = [
        ("encoder to begin with", manifest.encoder.name),
        ("its SHA-256", manifest.encoder.sha256),
        ("seed", str(manifest.seed)),
        ("SHA-256 of the training split", manifest.training.split),
        ("tokens of a window", str(manifest.shape.window)),
        ("of them before and after what is judged", f"{manifest.shape.before}, {manifest.shape.after}"),
        ("evaluation", f"{found.get('schema')}, seed {at(found, 'method', 'seed')}"),
    ]
    return table(("fact", "value"), rows)


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    text = files("commscore.train").joinpath("card.md.jinja").read_text(encoding="utf-8")
    # Markdown for reading as it stands; nothing in it comes from a transcript.
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(text)  # noqa: S701
