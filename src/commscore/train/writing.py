"""The same words as others write them: British or American spelling, or a recogniser without punctuation."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from commscore.read.noise import WORD, mask
from commscore.train.edits import Edit
from commscore.train.exchange import bare, cased
from commscore.train.lists import spelling

FILLER: Final = re.compile(r"um+|uh+|er+|erm+", re.IGNORECASE)
YOU_KNOW: Final = re.compile(r"(?:(?<=[,.;?!…-] )|\A)you know(?=[,.;?!…-])", re.IGNORECASE)


def british(text: str) -> list[Edit]:
    """Return the edits that give a text British spelling.

    >>> british("Any tumors or diarrhea?")
    [Edit(start=4, end=10, replacement='tumours'), Edit(start=14, end=22, replacement='diarrhoea')]
    """
    return list(_listed(text, _spelt()[0]))


def american(text: str) -> list[Edit]:
    """Return the edits that give a text American spelling."""
    return list(_listed(text, _spelt()[1]))


@cache
def _spelt() -> tuple[dict[str, str], dict[str, str]]:
    pairs = spelling().pairs
    return {us: uk for uk, us in pairs}, dict((*pairs, *spelling().to_american))


def _listed(text: str, pairs: Mapping[str, str]) -> Iterator[Edit]:
    for word in WORD.finditer(text):
        said = bare(word[0])
        lower = said.lower()
        other = pairs.get(lower)
        if other is None and lower.endswith("s") and (one := pairs.get(lower[:-1])):
            other = one + "s"
        if other is not None:
            yield Edit(word.start(), word.start() + len(said), cased(other, said))


def unpunctuated(text: str) -> list[Edit]:
    """Return the edits that leave what a plain recogniser writes: no fillers, tags, punctuation or capitals.

    Where nothing but a filler was said, it stays.

    >>> from commscore.train.edits import edited
    >>> edited(said := "Um, I'm, you know, OK. Is it 5.5?", unpunctuated(said)).text
    "i'm ok is it 5.5"
    """
    heard = mask(text)
    spoken = list(WORD.finditer(YOU_KNOW.sub(lambda m: " " * len(m[0]), heard)))
    kept = [word for word in spoken if not FILLER.fullmatch(word[0])] or spoken[:1]
    found, at = [], 0
    for word in kept:
        gap = " " if at else ""
        if text[at : word.start()] != gap:
            found.append(Edit(at, word.start(), gap))
        if word[0] != word[0].lower():
            found.append(Edit(*word.span(), word[0].lower()))
        at = word.end()
    return [*found, Edit(at, len(text), "")] if at < len(text) else found
