"""What a speaker's label says: a role, that somebody speaks, or that it is no label at all."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from commscore.codebook import roles

PART: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
CAPITAL: Final = re.compile(r"[^\W\d_a-z]")
BRACKET: Final = re.compile(r"\(([^()]{1,40})\)\s*$")
ARTICLES: Final = frozenset({"the", "a", "an", "his", "her", "my", "their", "with"})
LONGEST: Final = 4


class Says(StrEnum):
    """What a known label says of who speaks."""

    CLINICIAN = "clinician"
    ASSISTANT = "assistant"
    PATIENT = "patient"
    RELATIVE = "relative"
    OTHER = "other"
    SPEAKER = "speaker"


@cache
def _known() -> dict[str, Says]:
    labels = roles().labels
    return {word: says for says in reversed(Says) for word in getattr(labels, says)}


@cache
def _not_speakers() -> frozenset[str]:
    return frozenset(roles().not_speakers.words) | frozenset(roles().not_speakers.headers)


@cache
def _sounds() -> frozenset[str]:
    return frozenset(roles().not_speakers.sounds)


def key(label: str) -> str:
    """Return the label as it is compared: without case and needless spaces and punctuation.

    >>> key(" Dr.  SMITH "), key("Speaker 1")
    ('dr. smith', 'speaker 1')
    """
    return " ".join(label.casefold().replace("_", " ").split()).strip(".:;,-")


def parts(label: str) -> list[str]:
    """Return the words of a label, in small letters, numbers left out.

    >>> parts("Dr. Smith-Jones (GP 2)")
    ['dr', 'smith-jones', 'gp']
    """
    return PART.findall(label.casefold().replace("_", " "))


@lru_cache(maxsize=4096)
def says(label: str) -> Says | None:
    """Return what the label says of who speaks; None for a plain name, or what is no label.

    A relation or role in brackets goes before the rest: "Ann (daughter of the patient)" is a relative.

    >>> str(says("Dr Smith")), str(says("Patient's mother")), says("The doctor said"), says("Anna")
    ('clinician', 'relative', None, None)
    """
    bracket = BRACKET.search(label)
    if bracket:
        return _told_in_brackets(bracket[1]) or _says(label[: bracket.start()]) or _says(label)
    return _says(label)


def _told_in_brackets(words: str) -> Says | None:
    """Return what words in brackets say where they say nothing else: "(daughter)", not "(Dr Smith)"."""
    told = [word for word in parts(words) if word not in ARTICLES]
    known = _known()
    pure = all(word.removesuffix("'s").removesuffix("’s") in known or word == "of" for word in told)
    titled = any(word in roles().labels.title for word in told)
    found = _says(" ".join(told)) if pure and not titled else None
    return None if found is Says.SPEAKER else found


def _says(label: str) -> Says | None:
    words = parts(label)
    if not words or len(words) > LONGEST + 1 or _stopped(words):
        return None
    known = _known()
    whole = known.get(" ".join(words))
    if whole is not None:
        return whole
    if not _named(label, words):
        return None
    told = [known[w] for w in words if known.get(w, Says.SPEAKER) is not Says.SPEAKER and len(w) > 1]
    if not told:
        return None
    return told[0] if "of" in words else told[-1]


def name(label: str) -> bool:
    """Return whether the label is written as a name is: few words, each with a capital, none of them stopped.

    >>> name("Anna"), name("anna b"), name("Plan"), name("O'Neill, Jack")
    (True, False, False, True)
    """
    words = parts(label)
    return 0 < len(words) <= LONGEST and not _stopped(words) and _named(label, words)


def single(label: str) -> bool:
    """Return whether the label is one word, or one word and a number, that may be a name in small letters.

    >>> single("anna"), single("so")
    (True, False)
    """
    words = parts(label)
    return len(words) == 1 and not _stopped(words) and len(label) <= 20


def sound(label: str) -> bool:
    """Return whether the label is a sound that a transcriber noted."""
    return key(label) in _sounds() or any(word in _sounds() for word in parts(label))


def header(label: str) -> bool:
    """Return whether the label describes the recording and no speaker, as "Date" does."""
    return key(label) in roles().not_speakers.headers


def _stopped(words: list[str]) -> bool:
    return " ".join(words) in _not_speakers() or (len(words) > 1 and any(w in _not_speakers() for w in words))


def _named(label: str, words: list[str]) -> bool:
    """Each word that is not a role, title or "of" begins with a capital."""
    known = _known()
    return all(
        bool(CAPITAL.match(written))
        or low == "of"
        or low in known
        or low.removesuffix("'s").removesuffix("’s") in known
        for written, low in zip(PART.findall(label.replace("_", " ")), words, strict=False)
    )
