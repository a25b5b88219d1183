"""A turn, and what it replies to, as counts of words and of letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from commscore.read.noise import mask
from commscore.types import Document, Role

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROLES: Final = tuple(Role)
KINDS: Final[tuple[dict[str, Any], ...]] = (
    {"ngram_range": (1, 2), "token_pattern": r"(?u)[\w']+|\?"},
    {"analyzer": "char_wb", "ngram_range": (2, 5)},
)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn's text, the last one before it by somebody in another role, and who speaks."""

    text: str
    before: str
    role: Role


@dataclass(frozen=True, slots=True, eq=False)
class Counters:
    """The TF-IDF counters of words and of letters: of the turns themselves, and of those before them."""

    own: tuple[Any, ...]
    before: tuple[Any, ...]


def said(document: Document) -> list[Said]:
    """Return the turns, each with what it replies to; transcribers' tags are blanked."""
    found: list[Said] = []
    last: dict[Role, str] = {}
    for turn in document.turns:
        others = [text for role, text in last.items() if role is not turn.role]
        found.append(Said(mask(turn.text), others[-1] if others else "", turn.role))
        last.pop(turn.role, None)
        last[turn.role] = found[-1].text
    return found


def counters(turns: Sequence[Said]) -> Counters:
    """Return the counters fitted to the turns; what occurs once is not counted."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def fitted(texts: list[str]) -> tuple[Any, ...]:
        made = [TfidfVectorizer(min_df=2, sublinear_tf=True, dtype=np.float32, **kind) for kind in KINDS]
        return tuple(counter.fit(texts) for counter in made)

    before = [turn.before for turn in turns]  # where nobody replies, as in letters, there is nothing
    return Counters(fitted([turn.text for turn in turns]), fitted(before) if any(before) else ())


def table(found: Counters, turns: Sequence[Said]) -> "csr_matrix":
    """Return the turns as rows, (turns, features); the last features say whose turn it is."""
    from scipy.sparse import csr_matrix, hstack

    parts = [counter.transform([turn.text for turn in turns]) for counter in found.own]
    parts += [counter.transform([turn.before for turn in turns]) for counter in found.before]
    roles = [[float(turn.role is role) for role in ROLES] for turn in turns]
    parts.append(csr_matrix(np.array(roles, dtype=np.float32).reshape(len(turns), len(ROLES))))
    return hstack(parts, format="csr")
