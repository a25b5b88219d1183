"""The card of a model of letters, generated from its manifest and its evaluation."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commscore.models.manifest import EVALUATION, Manifest, read_manifest
from commscore.train.card import CARD, corpora_of, facts_of
from commscore.train.export import add
from commscore.train.markdown import table, wrapped
from commscore.train.tables import Json, at, figure, interval

if TYPE_CHECKING:
    from jinja2 import Template

RULES: Final = "rules"
TFIDF: Final = "tfidf"
MEANS: Final = ("categories", "relationship", "stages", "asks", "flags")
SETTINGS: Final = (
    "The recipe's settings were chosen on other data; the rules were written while reading two writers."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card says of some letters: tables, and what was ranked too low."""

    title: str
    letters: int
    means: str
    codes: str
    passages: str
    missed: tuple[Json, ...]


def write_letter_card(folder: Path) -> Manifest:
    """Write the card into a model's folder and return the manifest that names it."""
    manifest = read_manifest(folder)
    found = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
    return add(folder, {CARD: letter_card(manifest, found).encode()})


def letter_card(manifest: Manifest, found: Json) -> str:
    """Return the card of a model with this manifest and this evaluation."""
    text = _template().render(
        manifest=manifest,
        corpora=corpora_of(manifest),
        settings=SETTINGS,
        parts=list(_parts(found)),
        registers=found.get("registers"),
        nhs=_nhs(found.get("nhs") or {}),
        facts=facts_of(manifest, found),
        sums=table(("file", "SHA-256"), [(n, s) for n, s in sorted(manifest.files.items()) if n != CARD]),
        packages=", ".join(f"{name} {version}" for name, version in sorted(manifest.packages.items())),
    )
    return wrapped(text.strip()) + "\n"


def _parts(found: Json) -> Iterator[Shown]:
    for name, part in found["parts"].items():
        others = {other: at(found, "baselines", other, name) for other in (RULES, TFIDF)}
        yield Shown(
            name,
            part["letters"],
            _means(part, others),
            _codes(part, others),
            _passages(part, others),
            tuple(part["missed"]),
        )


def _means(part: Json, others: Mapping[str, Json | None]) -> str:
    rows = [_row(f"mean F1, {name}", part, others, "means", name) for name in MEANS]
    rows += [
        _row("severity, quadratic κ", part, others, "severity", "kappa"),
        _row("severity, alike", part, others, "severity", "exact"),
        _row("urgent letters found (recall)", part, others, "urgent", "recall"),
        _row("precision of urgent", part, others, "urgent", "precision"),
    ]
    return table(("figure", "model", "95 %", RULES, "TF-IDF"), rows)


def _row(title: str, part: Json, others: Mapping[str, Json | None], *path: str) -> tuple[str, ...]:
    own = at(part, *path)
    beside = (figure(at(other, *path, "value")) for other in others.values())
    return (title, figure(at(own, "value")), interval(own), *beside)


def _codes(part: Json, others: Mapping[str, Json | None]) -> str:
    rows = [
        (
            f"`{code}`",
            str(each["given"]),
            figure(at(each, "precision", "value")),
            figure(at(each, "recall", "value")),
            figure(at(each, "f1", "value")),
            interval(each["f1"]),
            *(figure(at(other, "codes", code, "f1", "value")) for other in others.values()),
        )
        for code, each in part["codes"].items()
    ]
    return table(("code", "letters", "precision", "recall", "F1", "95 %", f"{RULES}, F1", "TF-IDF, F1"), rows)


def _passages(part: Json, others: Mapping[str, Json | None]) -> str:
    rows = [
        (
            name,
            str(each["given"]),
            figure(at(each, "precision", "value")),
            figure(at(each, "recall", "value")),
            figure(at(others[RULES], "passages", name, "f1", "value")),
        )
        for name, each in part["passages"].items()
    ]
    return table(("sentences that hold", "sentences", "precision", "recall", f"{RULES}, F1"), rows)


def _nhs(found: Mapping[str, Json]) -> str:
    return "; ".join(
        f"{task.removeprefix('nhs.')} F1 {figure(at(each, 'value'))}" for task, each in found.items()
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    text = files("commscore.train.letters").joinpath("card.md.jinja").read_text(encoding="utf-8")
    # Markdown for reading as it stands; nothing in it comes from a letter.
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(text)  # noqa: S701
