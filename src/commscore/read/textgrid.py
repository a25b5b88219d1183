"""Praat TextGrids, long and short: a tier a speaker in one file, or a file a speaker.

As Praat itself reads them, a file is its free-standing numbers, its strings in double quotes and its
flags in angle brackets; everything else in it is for people. No interval with words is lost, and no
time is rounded.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.encoding import decode
from commscore.types import Turn

TOKEN: Final = re.compile(
    r"(?<!\S)(?P<number>-?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,3})?)(?!\S)|<(?P<flag>exists|absent)>"
)
REMEDY: Final = "save it again in Praat as a text file"


def read(content: bytes) -> Iterator[Turn]:
    """Yield each interval with words as a turn of its tier's speaker, by start time."""
    yield from merged([turn for _, tier in tiers(content) for turn in tier])


def merged(turns: Iterable[Turn]) -> list[Turn]:
    """Return the turns by start time; those that start together stay in the order given."""
    return sorted(turns, key=lambda turn: turn.start or 0.0)


def pair(contents: Mapping[str, bytes]) -> list[Turn]:
    """Return the turns of several one-speaker files, given by speaker, merged by start time."""
    turns = []
    for speaker, content in contents.items():
        for _, tier in tiers(content):
            turns += [Turn(speaker, t.text, start=t.start, end=t.end) for t in tier]
    return merged(turns)


def tiers(content: bytes) -> Iterator[tuple[str, list[Turn]]]:
    """Yield name and turns of each interval tier; point tiers hold no speech and are left out."""
    tokens = _tokens(decode(content))
    if next(tokens, None) != "ooTextFile" or next(tokens, None) != "TextGrid":
        raise UnreadableError(f"this is no TextGrid in Praat's text form; {REMEDY}")
    _number(tokens), _number(tokens)
    if _next(tokens) is not True:
        raise UnreadableError("the TextGrid has no tiers; check which file was exported")
    for _ in range(int(_number(tokens))):
        kind, name = _string(tokens), _string(tokens)
        _number(tokens), _number(tokens)
        rows = list(_rows(tokens, 2 if kind == "IntervalTier" else 1))
        if kind == "IntervalTier":
            yield name, [Turn(name, text, start=s, end=e) for s, e, text in rows if text]


def _rows(tokens: Iterator[str | float | bool], times: int) -> Iterator[tuple[float, float, str]]:
    for _ in range(int(_number(tokens))):
        edges = [_number(tokens) for _ in range(times)]
        yield edges[0], edges[-1], _string(tokens).strip()


def _tokens(text: str) -> Iterator[str | float | bool]:
    """Yield the strings, numbers and flags; a doubled quote within a string stands for one."""
    at = 0
    while at < len(text):
        quote = text.find('"', at)
        for match in TOKEN.finditer(text, at, quote if quote >= 0 else len(text)):
            yield float(match["number"]) if match["number"] else match["flag"] == "exists"
        if quote < 0:
            return
        at = _closing(text, quote) + 1
        yield text[quote + 1 : at - 1].replace('""', '"')


def _closing(text: str, quote: int) -> int:
    """Return where the string that opens at `quote` ends."""
    end = text.find('"', quote + 1)
    while end >= 0 and text[end + 1 : end + 2] == '"':
        end = text.find('"', end + 2)
    if end < 0:
        raise UnreadableError(f"a text in the TextGrid has no closing quote; {REMEDY}")
    return end


def _next(tokens: Iterator[str | float | bool]) -> str | float | bool:
    token = next(tokens, None)
    if token is None:
        raise UnreadableError(f"the TextGrid ends in the middle of a tier; {REMEDY}")
    return token


def _number(tokens: Iterator[str | float | bool]) -> float:
    token = _next(tokens)
    if isinstance(token, float) and token < 1e9:
        return token
    raise UnreadableError(f"a number should stand where the TextGrid has {str(token)[:20]!r}; {REMEDY}")


def _string(tokens: Iterator[str | float | bool]) -> str:
    token = _next(tokens)
    if isinstance(token, str):
        return token
    raise UnreadableError(f"text in quotes should stand where the TextGrid has {token!r}; {REMEDY}")
