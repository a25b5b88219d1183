"""Names that a person pointed out: found as they were typed, whatever the rules think of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import regex

from commscore.privacy.finding import Finding
from commscore.privacy.words import words

BY: Final = "marked"


def typed(text: str) -> tuple[str, ...]:
    """Return the names in what a person typed, separated by commas or lines, each once.

    >>> typed("Siobhan, the Row ,, Siobhan")
    ('Siobhan', 'the Row')
    """
    named = (" ".join(part.split()) for part in regex.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(name for name in named if words(name)))


def everywhere(texts: Sequence[str], names: Iterable[str]) -> Iterator[Finding]:
    """Yield these names wherever they stand in the texts, in capitals or small letters; they may overlap."""
    for name in names:
        form = _form(name)
        for number, text in enumerate(texts):
            for match in form.finditer(text):
                yield Finding("name", number, match.start(), match.end(), 1.0, BY)


def together(found: Iterable[Finding], marked: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what was found with what was marked, in order; of those that overlap the longer one."""
    kept: list[Finding] = []
    for each in sorted((*found, *marked), key=lambda f: (f.start - f.end, f.found_by == BY)):
        if not any(each.turn == o.turn and each.start < o.end and o.start < each.end for o in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda f: (f.turn or 0, f.start)))


def unseen(texts: Collection[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that stand in none of these texts."""
    return tuple(name for name in names if not any(_form(name).search(text) for text in texts))


def _form(name: str) -> "regex.Pattern[str]":
    said = r"\s+".join(map(regex.escape, name.replace("’", "'").split()))
    apart = said.replace("'", "['’]")
    whole = rf"(?<![^\W_]){apart}(?![^\W_])"
    return regex.compile(whole, regex.IGNORECASE, cache_pattern=False)  # a name is kept in no cache
