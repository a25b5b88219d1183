"""What a model can be asked to find in a kind of document, and in whose turns."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from commscore import codebook
from commscore.codebook.letters import letter
from commscore.types import Kind, Role

STAGE: Final = "stage."
ASK: Final = "ask."
FLAG: Final = "flag."
PASSAGES: Final = ("harm", "question", "praise")
UNCLEAR: Final = "unclear"  # the stage of a letter in which no other is found
NOTHING: Final = "none"  # the ask of a letter that asks for nothing
DERIVED: Final = frozenset({STAGE + UNCLEAR, ASK + NOTHING})  # said where there is no other: nothing to learn


@cache
def coded(kind: Kind) -> Mapping[str, Role]:
    """Return by code the role of the turns that it is read on; a letter's sentences are the patient's.

    A letter's codes are its categories by their names, `harm`, `question` and `praise`, and stages, asks and
    flags with "stage.", "ask." and "flag." before their names.
    """
    if kind is Kind.CONSULTATION:
        return MappingProxyType({name: entry.role for name, entry in codebook.codes().items()})
    book = letter()
    names = [
        *(entry.name for entry in book.category),
        *(STAGE + entry.name for entry in book.stage),
        *(ASK + entry.name for entry in book.ask),
        *PASSAGES,
        *(FLAG + entry.name for entry in book.flag),
    ]
    return MappingProxyType({name: Role.PATIENT for name in names if name not in DERIVED})
