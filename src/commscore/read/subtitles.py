"""Subtitles, WebVTT and SRT: who speaks by voice tags or by "Name:" before the words.

A caption ends where the screen does, not where the speaker does: captions of one speaker that follow
each other within `PAUSE` seconds are one turn, from the first's start to the last's end.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.clock import TIME, seconds
from commscore.read.encoding import decode
from commscore.read.limits import lines
from commscore.read.plain import speakers, split
from commscore.types import Turn

PAUSE: Final = 2.0
TIMING: Final = re.compile(rf"\s*({TIME})\s*-->\s*({TIME})")
VOICE: Final = re.compile(r"<v(?:\.[^\s>]{0,50})?\s+([^>\n]{1,100})>")
STYLING: Final = re.compile(
    rf"</?(?:v|c|b|i|u|ruby|rt|lang|font)(?:[.\s][^<>]{{0,100}})?>|<{TIME}>|\{{\\an\d\}}", re.IGNORECASE
)
REMEDY: Final = "export it with speakers, or write 'Name:' before the words of each"


def read(content: bytes) -> Iterator[Turn]:
    """Yield the turns of a subtitle file; UnreadableError where no caption says who speaks."""
    cues = list(_voiced(_cues(lines(decode(content)))))
    if not cues:
        raise UnreadableError("no captions with times ('00:01 --> 00:05') in it; export the subtitles again")
    if not any(turn.speaker for turn in cues):
        cues = list(_named(cues))
    yield from _joined(cues)


def _cues(written: list[str]) -> Iterator[tuple[float | None, float | None, str]]:
    """Yield start, end and words of each caption; notes, styles and numbers are left out."""
    timing: re.Match[str] | None = None
    words: list[str] = []
    for line in (*written, ""):
        found = TIMING.match(line) if "-->" in line else None
        if found or not line.strip():
            if timing and words:
                yield seconds(timing[1]), seconds(timing[2]), "\n".join(words)
            timing, words = found, []
        elif timing:
            words.append(line)


def _voiced(cues: Iterable[tuple[float | None, float | None, str]]) -> Iterator[Turn]:
    """Yield each caption, or each voice in it, as a turn; the speaker is "" where no tag names one."""
    for start, end, words in cues:
        parts = VOICE.split(words)
        said = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
        for speaker, text in said:
            clean = html.unescape(STYLING.sub("", text)).strip()
            if clean:
                yield Turn(html.unescape(speaker).strip(), clean, start=start, end=end)


def _named(cues: list[Turn]) -> Iterator[Turn]:
    """Yield the captions with the speakers that "Name:" before the words tells, as in plain text."""
    words = [line for cue in cues for line in cue.text.split("\n")]
    try:
        told = speakers(words)
    except UnreadableError:
        raise UnreadableError(f"no caption says who speaks; {REMEDY}") from None
    for cue in cues:
        for speaker, text in split(cue.text, told):
            yield Turn(speaker, text, start=cue.start, end=cue.end)


def _joined(cues: list[Turn]) -> Iterator[Turn]:
    """Yield the turns: a caption without a speaker, or soon after one of the same, goes on with it."""
    drafts: list[list[Turn]] = []
    for cue in cues:
        last = drafts[-1][-1] if drafts else None
        speaker = cue.speaker or (drafts[-1][0].speaker if drafts else "")
        if not speaker:
            continue
        soon = last is not None and (cue.start or 0) - (last.end or 0) <= PAUSE
        if drafts and speaker == drafts[-1][0].speaker and soon:
            drafts[-1].append(cue)
        else:
            drafts.append([Turn(speaker, cue.text, start=cue.start, end=cue.end)])
    for draft in drafts:
        text = "\n".join(cue.text for cue in draft)
        yield Turn(draft[0].speaker, text, start=draft[0].start, end=draft[-1].end)
