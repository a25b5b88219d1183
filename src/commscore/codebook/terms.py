"""The lexicon of technical terms: what a glossary lists or we added, and the lay word for it.

A term is kept under a key that is the same for British and American spelling, singular and plural,
hyphen and space, so that what is listed once is found in every form.
"""

import re
from dataclasses import dataclass
from functools import cache

from commscore import codebook
from commscore.errors import CodebookError

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SPELLINGS = (
    ("ae", "e"),
    ("oe", "e"),
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("our", "or"),
    ("metre", "meter"),
    ("litre", "liter"),
)
FIXED = ("ss", "us", "is")  # endings whose s is no plural: abscess, lupus, bursitis
COLUMNS = ["term", "lay", "zipf", "source"]


@dataclass(frozen=True, slots=True)
class Term:
    """A technical term, what lay people call it (best first, none may be known) and the rule that knows it.

    `group` is that of an added term. A term that is `as_written` counts in no other form.
    """

    term: str
    lay: tuple[str, ...]
    rule: str
    group: str = ""
    as_written: bool = False

    def fits(self, words: str) -> bool:
        """Tell whether these words may be the term: "ACE" is one, "ace" and "sat" for "sats" are not."""
        if not self.as_written or words == self.term:
            return True
        return self.term.islower() and words.lower() == self.term


def fold(word: str) -> str:
    """Return the key of one word: lower case, singular, one spelling for British and American.

    >>> fold("Haematomas"), fold("hematoma"), fold("arteries"), fold("artery"), fold("UTIs")
    ('hematoma', 'hematoma', 'artery', 'artery', 'uti')
    """
    word = word.replace("’", "'").removesuffix("'s")
    if word[:-1].isupper() and word.endswith("s"):  # TIAs
        word = word[:-1]
    word = word.lower()
    if len(word) > 4:
        for british, american in SPELLINGS:
            word = word.replace(british, american)
        if word.endswith("ies"):
            return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(FIXED):
        return word[:-1]
    return word


def key(term: str) -> str:
    """Return the key of a term of one or more words.

    >>> key("X-rays"), key("Colour-blindness")
    ('x ray', 'color blindness')
    """
    return " ".join(fold(word) for word in WORD.findall(term))


@cache
def terms() -> dict[str, Term]:
    """Return all terms by key, the ones added by hand before the glossaries', without the everyday words."""
    strict = frozenset(codebook.jargon().settings.as_written)
    found: dict[str, Term] = {}
    for group in codebook.jargon().added:
        for term, lay in group.terms.items():
            found.setdefault(key(term), Term(term, _names(lay), "added", group.name, term in strict))
    table = codebook.FOLDER.joinpath("jargon.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(table.splitlines()):
        fields = line.split("\t")
        if len(fields) != len(COLUMNS):
            raise CodebookError(f"codebook/jargon.tsv, line {number + 1}: {len(COLUMNS)} columns expected")
        if number:
            found.setdefault(key(fields[0]), Term(fields[0], _names(fields[1]), "glossary"))
    return found


def _names(lay: str) -> tuple[str, ...]:
    return tuple(lay.split(", ")) if lay else ()


@cache
def everyday() -> frozenset[str]:
    """Return the keys of the words that are no jargon."""
    return frozenset(fold(word) for entry in codebook.jargon().everyday for word in WORD.findall(entry.words))


def lay_word(term: str) -> str | None:
    """Return the lay word to offer for a term, in any spelling or number; None where none is known.

    >>> lay_word("hematuria")
    'blood in the urine'
    """
    known = terms().get(key(term))
    return known.lay[0] if known and known.lay else None
