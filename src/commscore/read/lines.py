"""Lines of a transcript: where one opens a turn, by which style, with what label and time.

A line may look like the opening of a turn in several styles; which of them the transcript uses, and
which labels are speakers, is decided over the whole of it, in `plain`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commscore.read.clock import TIME, seconds

DIGITS: Final = re.compile(r"\d:\d")
HEAD: Final = 160
BULLET: Final = re.compile(r"(?:[-*•‣◦–—]\s+|>{1,3}\s*|#{1,6}\s+)")
NUMBER: Final = re.compile(r"[\[(]?\d{1,5}[.):\]]{0,2}(?=\s+[^\W\d]|\s+[\[(*_\d])\s+")


def _stamp(which: int) -> str:
    """Return the pattern of a time or a span of times, its groups numbered to tell it from others."""
    span = rf"(?P<start{which}>{TIME})\s?(?:(?:-->|[-–—]|to)\s?(?P<end{which}>{TIME}))?"
    return rf"[\[(<{{]?\s?{span}\s?[\])>}}]?"


STAMPED: Final = re.compile(rf"[*_]{{0,3}}{_stamp(0)}[*_]{{0,3}}(?=\s|$|[^\W\d])\s*(?:[-–—|:]\s)?\s*")
ENDS: Final = ("start", "end")
MARK: Final = r"[*_]{0,3}"
LABEL: Final = r"(?P<label>[^\W\d_](?:[^\n\t:;\[\](){}<>|*?!]|\((?![\d:]+\))[^\n()]{1,30}\)){0,50}?)"
AFTER: Final = rf"(?:\s*{_stamp(1)})?"


class Style(StrEnum):
    """How a transcript sets the speaker off from the words."""

    STAMPED = "label and time alone"
    BRACKET = "[label] words"
    COLON = "label: words"
    TIMED = "label (time) words"
    TAB = "label, tab, words"
    DASH = "label - words"
    ALONE = "label alone"


@dataclass(frozen=True, slots=True)
class Opening:
    """A line read as the opening of a turn; `rest` is where the words begin in the line."""

    style: Style
    label: str
    rest: int
    start: float | None = None
    end: float | None = None


PATTERNS: Final = {
    Style.STAMPED: re.compile(rf"{MARK}[\[(<]?{LABEL}[\])>]?{MARK}\s*[,:|–-]?\s*{_stamp(1)}{MARK}\s*:?\s*$"),
    Style.BRACKET: re.compile(
        rf"{MARK}[\[(<{{]{MARK}{LABEL}{AFTER}{MARK}[\])>}}]{MARK}(?:\s*{_stamp(2)})?\s*[:–-]?{MARK}(?:\s+|$)"
    ),
    Style.COLON: re.compile(rf"{MARK}{LABEL}{MARK}{AFTER}\s*{MARK}\s?:{{1,2}}(?!//|\d\d\b){MARK}\s*"),
    Style.TIMED: re.compile(rf"{MARK}{LABEL}{MARK}\s*(?=[\[(]){_stamp(1)}{MARK}\s+(?=\S)"),
    Style.TAB: re.compile(rf"\|?\s?{MARK}{LABEL}{MARK}\s*:?(?:\t+| {{3,}}| ?\| ?)\s*(?=\S)"),
    Style.DASH: re.compile(rf"{MARK}{LABEL}{MARK}{AFTER}\s?(?:\s[-–—]{{1,2}}|[–—-](?=\s))\s+(?=\S)"),
    Style.ALONE: re.compile(rf"{MARK}[\[(<]?{LABEL}[\])>]?{MARK}\s*:?\s*$"),
}


def openings(line: str) -> list[Opening]:
    """Return each way in which the line can be read as the opening of a turn, the surest first.

    >>> [(o.style.name, o.label, o.start) for o in openings("00:01:02 Doctor: Come in.")]
    [('COLON', 'Doctor', 62.0)]
    """
    at = skipped(line)
    head = line[:HEAD]
    time = STAMPED.match(head, at)
    if time:
        at = time.end()
        bullet = BULLET.match(head, at)
        at = bullet.end() if bullet else at
    found = []
    for style, pattern in PATTERNS.items():
        match = pattern.match(head, at) if _likely(style, head, at) else None
        if match and not (match.end() == len(head) < len(line)):
            found.append(_opening(style, match, time))
    return found


def _likely(style: Style, head: str, at: int) -> bool:
    """Return whether the style's own characters are there at all: most lines open nothing, and are many."""
    near = head[at : at + 70]
    match style:
        case Style.BRACKET:
            return near[:4].lstrip("*_")[:1] in tuple("[(<{")
        case Style.STAMPED | Style.TIMED:
            return DIGITS.search(head, at) is not None
        case Style.COLON:
            return ":" in near
        case Style.TAB:
            return "\t" in near or "   " in near or "|" in near
        case Style.DASH:
            return any(dash in near for dash in "-–—")
        case Style.ALONE:
            return len(near) < 70 and near.rstrip()[-1:] not in tuple(".?!,;…")


def skipped(line: str) -> int:
    """Return how many characters of indent, bullets and numbering stand before the line's contents."""
    at = len(line) - len(line.lstrip()) if line[:HEAD].strip() else 0
    for pattern in (BULLET, NUMBER, BULLET):
        match = pattern.match(line, at, HEAD)
        at = match.end() if match else at
    return at


def stamp(line: str) -> tuple[float | None, float | None, int] | None:
    """Return start, end and where the words begin, of a line that begins with a time; else None.

    A bare "10:30" before words may be one of them: only brackets or hours, minutes and seconds are a time.

    >>> stamp("(1:02) so"), stamp("10:30 it was")
    ((62.0, None, 7), None)
    """
    match = STAMPED.match(line, skipped(line), HEAD)
    if (
        match
        and match[0][0] not in "[(<{"
        and match["start0"].count(":") < 2
        and match.end() < len(line.rstrip())
    ):
        return None
    return (seconds(match["start0"]), seconds(match["end0"]), match.end()) if match else None


def _opening(style: Style, match: "re.Match[str]", time: "re.Match[str] | None") -> Opening:
    times = {**(time.groupdict() if time else {}), **match.groupdict()}
    start, end = (
        next((times[f"{edge}{n}"] for n in range(3) if times.get(f"{edge}{n}")), None) for edge in ENDS
    )
    if style is Style.ALONE and time:
        style = Style.STAMPED
    return Opening(style, times["label"].strip(), match.end(), seconds(start), seconds(end))
