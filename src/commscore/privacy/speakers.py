"""The names in speakers' labels: whoever is "Dr Patel" in a label is Patel everywhere."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from commscore.codebook import roles
from commscore.codebook.names import names
from commscore.privacy.words import Like, Word, words

SHORT: Final = 4  # letters up to which a word in capitals, on no list, is an abbreviation


@cache
def _roles() -> frozenset[str]:
    told, nobody = roles().labels, roles().not_speakers
    lists = (
        told.clinician,
        told.assistant,
        told.patient,
        told.relative,
        told.other,
        told.speaker,
        told.title,
    )
    phrases = (*(word for each in lists for word in each), *nobody.words, *nobody.headers, *nobody.sounds)
    return (
        frozenset(word.low for phrase in phrases for word in words(phrase))
        | names().titles
        | names().callings
    )


def named(speaker: str, known: Collection[str] = ()) -> list[Word]:
    """Return the words of a label that are somebody's name, or `known`, in small letters, to be one.

    >>> [word.text for word in named("Dr Anand Patel (GP)")], named("Patient's mother"), named("Speaker 1")
    (['Anand', 'Patel'], [], [])
    """
    said = words(speaker)
    titled = any(word.low in names().titles for word in said)
    return [
        word
        for word in said
        if len(word.text) > 1 and word.low not in _roles() and (word.low in known or _is_name(word, titled))
    ]


def _is_name(word: Word, titled: bool) -> bool:
    """Tell whether a word of a label is a name: no role, no place of work, no abbreviation."""
    if word.like is Like.UNKNOWN:
        short = word.text.isupper() and len(word.text) <= SHORT
        return titled or not (short or word.low.endswith(names().endings))
    return word.like is not Like.NONE and (titled or word.low not in names().places)


def label_names(speakers: Iterable[str]) -> frozenset[str]:
    """Return the names in these labels, each word by itself."""
    return frozenset(word.text for speaker in set(speakers) for word in named(speaker))
