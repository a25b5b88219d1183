"""What is found where nothing is personal: questions without a detail, names of drugs and diseases."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, product
from pathlib import Path
from typing import Final

from commscore.privacy.find import find
from commscore.types import Letter
from deid.figures import Figure
from deid.half import HALVES

MOST: Final = 0.03
DRUG: Final = re.compile(
    r"\b(drug|medicine|antibiotic|vaccine|being studied|used to (treat|prevent|relieve))", re.IGNORECASE
)
DISEASE: Final = re.compile(
    r"\b(disease|disorder|condition|syndrome|cancer|tumou?r|infection|inflammation|lymphoma|leuka?emia)\b",
    re.IGNORECASE,
)
DEFINED: Final = 200  # characters of a definition that say what it is of
ASIDE: Final = re.compile(r"\s*\([^()]*\)$")  # how it is pronounced, or its short form
SENTENCES: Final = (
    "We talked about {} today.", "It says {} on the letter.", "I looked up {} last night.",
    "They think it might be to do with {}.", "Nobody has mentioned {} to me before.",
)  # fmt: skip


def negatives(data: Path) -> tuple[list[Figure], list[str]]:
    """Return the shares in which anything was found, and the wrong ones of the terms' development half.

    Asked are questions, and terms alone, in a sentence and as a recogniser writes that.
    """
    asked = questions(data / "deid" / "asq-phi.txt")
    figures = [_share("questions (ASQ-PHI) without a detail", asked, list(wrong(asked)), MOST)]
    missed: list[str] = []
    terms = glossary(data / "glossaries")
    rows = (("drugs and diseases", {"drug", "disease"}, MOST), ("other terms", {"other"}, None))
    for (title, kinds, bar), half in product(rows, HALVES):
        chosen = sorted(term for term, kind in terms.items() if kind in kinds and half_of(term) == half)
        said = [said.format(term) for term, said in zip(chosen, cycle(SENTENCES), strict=False)]
        heard = [text.lower().rstrip(".") for text in said]
        for how, texts in (("alone", chosen), ("in a sentence", said), ("recognised", heard)):
            found = list(wrong(texts))
            figures.append(_share(f"{title}, {half}, {how}", texts, found, bar))
            missed += found if half == "development" else []
    return figures, missed


def half_of(term: str) -> str:
    """Return the half that a term is of: the finder may be improved by one alone."""
    return HALVES[hashlib.sha256(term.casefold().encode()).digest()[0] % 2]


def questions(path: Path) -> list[str]:
    """Return the questions that have no mark."""
    parts = [
        each.split("===PHI_TAGS===") for each in path.read_text(encoding="utf-8").split("===QUERY===")[1:]
    ]
    return [question.strip() for question, marks in parts if not marks.strip()]


def glossary(folder: Path) -> dict[str, str]:
    """Return the glossaries' terms and whether each is of a drug, a disease or of something else.

    What a term is of is told by the words of its definition, so that a few stand in the wrong row.
    """
    kinds: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            start = entry["plain_alternative"][:DEFINED]
            kind = "drug" if DRUG.search(start) else "disease" if DISEASE.search(start) else "other"
            kinds.setdefault(ASIDE.sub("", entry["term"].strip()), kind)
    return kinds


def wrong(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts in which something was found that is not there."""
    for text in texts:
        if find(Letter("negative", text)):
            yield text


def _share(name: str, texts: Sequence[str], found: Sequence[str], bar: float | None) -> Figure:
    return Figure(name, len(found) / len(texts), len(texts), len(found), bar=bar, most=True)
