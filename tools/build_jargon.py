"""Makes src/commscore/codebook/jargon.tsv from published glossaries and word frequencies. Run by hand.

    pip install wordfreq
    python tools/build_jargon.py GLOSSARIES src/commscore/codebook/jargon.tsv
    python tools/build_jargon.py GLOSSARIES --measure CODINGS [PREFIX OF AN ID TO LEAVE OUT]...

GLOSSARIES is a folder with the glossaries as `[{"term", "plain_alternative"}, ...]` and PRISM's
`prism-words.js`. Kept are terms of which an adult of the United Kingdom may not know at least one word:
below FREQUENCY on the Zipf scale (log10 of occurrences in a thousand million words; Speer 2022,
`wordfreq` 3). Left out are names of single medicines, substances under study and codes of laboratories
and trials, the words of `[[everyday]]` in jargon.toml, and the terms added by hand there. What is taken
over is the fact that a glossary lists a term and the lay word that it gives, or a few words made of its
definition; never the definition. `wordfreq` is needed to make the file, never to use it.

`--measure` prints how often each rule of the detector is right on coded consultations (JSON lines): the
share of its hits, of all turns that are not disputed, in turns that carry the code. A rule is credited
with each term it knows, so that a term that a glossary lists and we added counts for both; `alone` are the
hits that only this rule made.
These are the figures of `[[rule]]` in jargon.toml.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from wordfreq import zipf_frequency

from commscore import codebook
from commscore.codebook.terms import COLUMNS, WORD, everyday, fold, key, terms
from commscore.detect.jargon import family, jargon
from commscore.parse import Parsed
from commscore.types import Document, Role, Turn

FREQUENCY = {"lay": 3.35, "defined": 3.2}  # a word as frequent as this is taken for known
RAREST = 1.0  # below it a word of a cancer glossary is a laboratory's, and its family finds it anyway
LONGEST = {"lay": 3, "defined": 2}  # words; longer ones name what a consultation does not
LONGEST_LAY = 6  # words
GLOSSARIES = {  # file: name in the table, whether it gives lay words or definitions; best first
    "cdc_11500_DS1_glossary.json": ("CDC", "lay"),
    "prism-words.js": ("PRISM", "lay"),
    "medical_terms_iowa_glossary.json": ("Iowa", "lay"),
    "cochrane_glossary.json": ("Cochrane", "lay"),
    "asthma_glossary.json": ("asthma", "defined"),
    "american_diabetes_association_glossary.json": ("ADA", "defined"),
    "cancer_gov_genetics_glossary.json": ("NCI genetics", "defined"),
    "cancer_gov_glossary.json": ("NCI", "defined"),
}
MEDICINE = re.compile(
    r"\b(?:drugs? (?:used|that|called|being|approved|made|known|like)|substance|being studied|brand name"
    r"|trade name|chemotherapy combination|treats?|chemical|vaccine|supplement|herb|plants?|fruit|medicine"
    r"|enzyme|molecule|compound|antibod|protein|gene\b|clinical trial|abbreviation|agency|organization"
    r"|institute|form of the drug|hormone therapy|computer|research|laborator)",
    re.IGNORECASE,
)
DEFINED = re.compile(
    r"^(?:having to do with|inflammation of|related to|refers to|removal of)\b", re.IGNORECASE
)
ALSO = re.compile(r"Also called (?:an? |the )?([^.;,]+?)(?: and [^.]*)?[.;,]")
NOT_LAY = re.compile(r"[^\w' ,-]|\b(?:see|study|e\.?g|which)\b|^\w$|^\w+(?:ing|er)$|^set$", re.IGNORECASE)


def entries(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield term, definition, glossary and its kind for each term, and each form of it."""
    for file, (name, kind) in GLOSSARIES.items():
        for term, plain in (_prism if file.endswith(".js") else _plain)(folder / file):
            bare = re.sub(r"\(.*?\)", "", term)
            for form in re.split(r"\s*[/;,]\s*", bare):
                if form.strip():
                    yield form.strip(), plain, name, kind


def _plain(file: Path) -> Iterator[tuple[str, str]]:
    for entry in json.loads(file.read_text(encoding="utf-8")):
        yield entry["term"], entry["plain_alternative"]


def _prism(file: Path) -> Iterator[tuple[str, str]]:
    for term, words in re.findall(r'"([^"]+)":\s*\[(.*?)\]', file.read_text(encoding="utf-8"), re.DOTALL):
        yield term, ", ".join(re.findall(r'"([^"]*)"', words))


def unfamiliar(term: str, kind: str) -> float | None:
    """Return the Zipf frequency of the term's rarest word if a lay adult may not know it, else None."""
    words = WORD.findall(term)
    if not words or len(words) > LONGEST[kind] or re.search(r"\d|^\w{1,2}$", term):
        return None
    if any(w.isupper() and len(w) > 1 for w in words):  # abbreviations are added by hand: many are also words
        return None
    rare = [w for w in words if fold(w) not in everyday()]
    rarest = min((zipf_frequency(w, "en") for w in rare), default=9.0)
    if len(words) > 1 and kind == "defined" and min(zipf_frequency(w, "en") for w in words) < 1.5:
        return None
    return rarest if RAREST <= rarest < FREQUENCY[kind] else None


def lay(term: str, plain: str, kind: str, frequency: float) -> str:
    """Return a few lay words from what the glossary says of the term; "" where it gives no short ones."""
    also = ALSO.search(plain)
    if also and min((zipf_frequency(w, "en") for w in WORD.findall(also[1])), default=0) > frequency + 0.5:
        return _short(term, also[1])
    first = re.split(r"\.(?:\s|$)|;", plain)[0] if kind == "defined" or DEFINED.match(plain) else plain
    if kind == "lay":
        return next((s for s in (_short(term, part) for part in re.split(r"[,;]| or ", first)) if s), "")
    return _short(term, re.sub(r"^Having to do with (?:the )?", "of the ", first))


def _short(term: str, words: str) -> str:
    words = re.sub(r"\s*\([^)]*\)", "", words)
    words = re.sub(r"^(?:a|an|the) ", "", words.strip(" ."), flags=re.IGNORECASE)
    plain = [w.lower() for w in WORD.findall(words)]
    easy = all(zipf_frequency(w, "en") >= 3.2 for w in plain)
    if not easy or not 0 < len(plain) <= LONGEST_LAY or NOT_LAY.search(words) or key(term) in key(words):
        return ""
    return words if words[:2].isupper() or words[1:] != words[1:].lower() else words[0].lower() + words[1:]


def rows(folder: Path, added: Collection[str]) -> dict[str, tuple[str, str, str, str]]:
    """Return the rows by key, the first glossary's before the later ones', without the keys in `added`."""
    found: dict[str, tuple[str, str, str, str]] = {}
    refused = codebook.jargon().settings.no_lay_word
    for term, plain, name, kind in entries(folder):
        known = key(term)
        frequency = unfamiliar(term, kind)
        medicine = name.startswith("NCI") and MEDICINE.search(plain)
        if frequency is None or medicine or known in added or known in everyday():
            continue
        offered = "" if term.lower() in refused else lay(term, plain, kind, frequency)
        row = (term.lower(), offered, f"{frequency:.2f}", name)
        if known not in found or (row[1] and not found[known][1]):
            found[known] = row
    return found


def main(folder: str, table: str) -> None:
    """Write the table."""
    added = {key(term) for group in codebook.jargon().added for term in group.terms}
    found = sorted(rows(Path(folder), added).values())
    text = "\n".join("\t".join(row) for row in [tuple(COLUMNS), *found]) + "\n"
    Path(table).write_text(text, encoding="utf-8")
    print(f"{len(found)} terms, {sum(bool(r[1]) for r in found)} with a lay word, {len(text) // 1024} KB")


def measure(folder: str, codings: str, *without: str) -> None:
    """Print hits, right hits and their share by rule."""
    listed = rows(Path(folder), ())
    hits: Counter[tuple[str, bool]] = Counter()
    for line in Path(codings).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["id"].startswith(tuple(without)):
            continue
        turns = tuple(Turn(t["speaker"], t["text"], Role(t["role"])) for t in entry["turns"])
        given = {c["turn"] for c in entry["codes"] if c["code"] == "jargon" and not c.get("disputed")}
        open_to_dispute = {c["turn"] for c in entry["codes"] if c["code"] == "jargon"} - given
        for code in jargon(Parsed(Document(entry["id"], turns), ())):
            known = key(turns[code.turn].text[code.start : code.end])
            term = terms().get(known)
            rules = {term.rule if term else "family", f"{term.rule if term else 'family'} alone"}
            rules |= {"glossary"} if known in listed else set()
            rules |= {"family"} if family(known) else set()
            hits.update((rule, code.turn in given) for rule in rules if code.turn not in open_to_dispute)
    for rule in sorted({rule for rule, _ in hits}):
        right, wrong = hits[rule, True], hits[rule, False]
        print(f"{rule}: {right} of {right + wrong} right, {right / (right + wrong):.2f}")


if __name__ == "__main__":
    if sys.argv[2] == "--measure":
        measure(sys.argv[1], *sys.argv[3:])
    else:
        main(*sys.argv[1:])
