"""Which style a transcript keeps to, which labels are speakers in it, and which lines open a turn.

Each style's labels are weighed over the whole text: words known for roles ("Dr", "patient", "Speaker 1")
are speakers wherever they stand as a label, a name is one where it comes back or where nearly every line
opens a turn. So "the thing is: it hurts" stays in its turn.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.labels import Says, key, name, single, sound
from commscore.read.labels import says as labels_says
from commscore.read.lines import Opening, Style, openings, skipped, stamp

NEARLY_ALL: Final = 0.8
LETTER: Final = re.compile(
    r"\s*(?:dear\s+\S|to whom it may concern|yours (?:sincerely|faithfully))", re.IGNORECASE
)
NUMBERED: Final = re.compile(r"\s*\[?\(?(\d{1,5})[.):\]]{0,2}\s+(?=\S)")
RULE: Final = re.compile(r"[\s|:-]+")
MISSPELT: Final = re.compile(r"([^\W\d_]{1,20})(?:[;:\"]{1,3}\s*|(?<=\b[B-HJ-Z])\s+(?=[A-Z]))")
ENDED: Final = (".", "?", "!", "…", '"', "”")
LONG: Final = 100
PROSE: Final = "this looks like prose or a letter, and commscore score reads consultations: "
REMEDY: Final = "write each turn as 'Doctor: ...' on a line, or use CSV with the columns speaker and text"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in the file, and the ways to read it as an opening; `first` of its block."""

    number: int
    text: str
    first: bool
    openings: tuple[Opening, ...]


def unruled(written: list[str]) -> list[str]:
    """Return the rows of a Markdown table as cells with tabs between them; other text as it is."""
    rows = [line for line in written if line.strip()]
    if not rows or sum(line.lstrip().startswith("|") for line in rows) < NEARLY_ALL * len(rows):
        return written
    return [
        "" if RULE.fullmatch(line) else re.sub(r" ?\| ?", "\t", line.strip().strip("|").strip())
        for line in written
    ]


def unnumbered(written: list[str]) -> list[str]:
    """Strip the numbers where (nearly) every line begins with the next one."""
    matches = [NUMBERED.match(line) for line in written if line.strip()]
    numbers = [int(m[1]) for m in matches if m]
    steps = sum(later == earlier + 1 for earlier, later in pairwise(numbers))
    if (
        len(numbers) < 3
        or len(numbers) < NEARLY_ALL * len(matches)
        or steps < NEARLY_ALL * (len(numbers) - 1)
    ):
        return written
    return [NUMBERED.sub("", line) for line in written]


def lines(written: Sequence[str]) -> list[Line]:
    """Return the lines with the ways to read each; a label under a time of its own is one with a time."""
    kept, first, timed = [], True, False
    for number, text in enumerate(written, 1):
        found = openings(text)
        if timed:
            found = [replace(o, style=Style.STAMPED) if o.style is Style.ALONE else o for o in found]
        kept.append(Line(number, text, first or timed, tuple(found)))
        time = stamp(text)
        first, timed = not text.strip(), time is not None and not text[time[2] :].strip()
    return kept


def speakers(written: list[Line]) -> dict[str, Style]:
    """Return the labels that are speakers, by `key`, each with the style it stands in."""
    said = [line for line in written if line.text.strip()]
    by_style = {style: _accepted(style, said) for style in Style}
    best = max(Style, key=lambda style: sum(by_style[style].values()))
    found = dict.fromkeys(by_style[best], best)
    few = sum(by_style[best].values()) < 4
    if not found or (few and any(LETTER.match(line.text) for line in said)):
        place = f"line {said[0].number}: " if said else ""
        raise UnreadableError(f"{place}{PROSE if _prose(said) else ''}no line says who speaks; {REMEDY}")
    return found


def _prose(said: list[Line]) -> bool:
    """Return whether the lines are a letter's, or long, or most of them broken within a sentence."""
    ended = sum(line.text.rstrip().endswith(ENDED) for line in said)
    long = sum(len(line.text) for line in said) > LONG * len(said)
    return any(LETTER.match(line.text) for line in said) or long or 2 * ended < len(said)


def _accepted(style: Style, said: list[Line]) -> Counter[str]:
    """Return how often each label that this style makes a speaker of opens a turn."""
    seen = [(line, o.label) for line in said for o in line.openings if o.style is style]
    count = Counter(key(label) for _, label in seen)
    named = sum(name(label) for _, label in seen)
    both = {Says.CLINICIAN, Says.PATIENT} <= {labels_says(label) for _, label in seen}
    dense = named >= NEARLY_ALL * len(said) and len(count) > 1 and not both
    firsts = all(line.first for line, label in seen if count[key(label)] > 1 and labels_says(label) is None)
    found: Counter[str] = Counter()
    known = 0
    for line, label in seen:
        says = labels_says(label)
        if says or _is_name(style, label, count[key(label)], dense, firsts and line.first):
            found[key(label)] += 1
            known += says is not None
    return found if known or len(found) > 1 else Counter()


def _is_name(style: Style, label: str, times: int, dense: bool, first: bool) -> bool:
    """Return whether a label that is not known for a role names a speaker."""
    if sound(label):
        return False
    if style is Style.STAMPED:
        return name(label)
    if style is Style.ALONE:
        return first and times > 1 and name(label)
    if times > 1:
        return name(label) or (style is not Style.DASH and single(label))
    return dense and style is not Style.BRACKET and name(label)


def opened(line: Line, told: dict[str, Style]) -> Opening | None:
    """Return how the line opens a turn; None where it goes on with the one before."""
    styles = {*told.values(), Style.STAMPED, Style.BRACKET, Style.COLON}
    for opening in line.openings:
        if opening.style in styles and key(opening.label) in told:
            return opening
    return _misspelt(line, told)


def _misspelt(line: Line, told: dict[str, Style]) -> Opening | None:
    """Read "P; Yes", "P:: Yes" or "P Yes" as "P: Yes" where P is a speaker."""
    at = skipped(line.text)
    match = MISSPELT.match(line.text, at)
    if match and key(match[1]) in told and Style.COLON in told.values():
        return Opening(Style.COLON, match[1], match.end())
    return None
