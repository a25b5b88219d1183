"""The names in speakers' labels: whoever is "Dr Patel" in a label is Patel everywhere."""

from collections.abc import Collection, Iterable
from functools import cache

from commscore.codebook import roles
from commscore.codebook.names import names
from commscore.privacy.words import Like, Word, words


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
    return [
        word
        for word in words(speaker)
        if len(word.text) > 1
        and word.low not in _roles()
        and (word.like is not Like.NONE or word.low in known)
    ]


def label_names(speakers: Iterable[str]) -> frozenset[str]:
    """Return the names in these labels, each word by itself."""
    return frozenset(word.text for speaker in set(speakers) for word in named(speaker))
