"""Earlier mail in a letter: lines marked with ">", and what stands below a mail program's heading."""

import re
from collections.abc import Sequence
from typing import Final

from commscore.read.asidelines import YEAR, Line, dated, headed, heading, look, rules, taken, telling

MARK: Final = re.compile(r">")
WROTE: Final = re.compile(r"(?:on|le|am) (\S.{4,200})\b(?:wrote|writes)\s?:", re.IGNORECASE)
ADDRESS: Final = re.compile(r"[^\s<>@]@[^\s<>@]+\.\w")
OPENED: Final = re.compile(
    r"on (?:\w{2,9},? )?\d.{0,80}|on (?:mon|tue|wed|thu|fri|sat|sun).{0,80}", re.IGNORECASE
)
RULED: Final = re.compile(r"[-_]{2,} ?original (?:message|appointment) ?[-_]{2,}", re.IGNORECASE)
FORWARDED: Final = re.compile(
    r"[-_]{2,} ?forwarded (?:message|mail)[^\n]{0,60}|begin forwarded message:?|subject: *(?:fwd?|wg) ?:.*",
    re.IGNORECASE,
)
FROM: Final = re.compile(r"\*?from\*? ?:\*?(.*)", re.IGNORECASE)
DATED: Final = re.compile(r"\*?(?:sent|date)\*? ?:\*?(.*)", re.IGNORECASE)
ATTACHED: Final = re.compile(r"\[attachment", re.IGNORECASE)
HEADING: Final = 8  # lines, those included that a mail program wrapped
WRAPPED: Final = 3


def quoted(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines, from 0, that are earlier mail with its heading.

    What was forwarded is the letter itself and not earlier mail, and so is what stands below a heading
    where nothing was written above it. A heading at the top is the forwarded mail's own where a blank line
    parts it from the line that says so, and else that of the mail around it.
    """
    found = _marked(lines)
    forwarded: int | None = None
    top = heading(lines)
    for at, line in enumerate(lines):
        if at in found:
            continue
        if FORWARDED.fullmatch(line.text):
            forwarded = at
        elif not _heads(lines, at):
            continue
        elif at < top:
            apart = any(not one.text for one in lines[forwarded:at])
            forwarded = None if apart else forwarded
        elif forwarded is not None or not _written(lines, range(top, at), found):
            forwarded = None
        else:
            found |= _below(lines, at)
    return found


def _marked(lines: Sequence[Line]) -> set[int]:
    """Return the lines marked with ">", two or more together, and the line that says who wrote them."""
    found: set[int] = set()
    told = [n for n, line in enumerate(lines) if line.text]
    marked = [bool(MARK.match(lines[n].text)) for n in told]
    for at, n in enumerate(told):
        near = (at > 0 and marked[at - 1]) or (at + 1 < len(told) and marked[at + 1])
        if marked[at] and (near or _wrote_above(lines, told, at)):
            found.add(n)
            if at and not marked[at - 1]:
                found |= _wrote_above(lines, told, at)
    return found


def _wrote_above(lines: Sequence[Line], told: Sequence[int], at: int) -> set[int]:
    """Return the lines of "On ... wrote:" right above, on up to three lines; none where it is not there."""
    for many in range(1, min(WRAPPED, at) + 1):
        over = told[at - many : at]
        if _wrote(" ".join(lines[n].text for n in over)):
            return set(over)
    return set()


def _heads(lines: Sequence[Line], at: int) -> bool:
    """Return whether earlier mail begins at this line."""
    line = lines[at].text
    if RULED.fullmatch(line):
        return True
    if sender := FROM.match(line):
        near = [told[1] for one in lines[at + 1 : at + HEADING] if (told := DATED.match(one.text))]
        if ADDRESS.search(sender[1]):
            return bool(near)
        return not telling(sender[1]) and any(map(dated, near))
    if not OPENED.match(line):
        return False
    over = [one.text for one in lines[at : at + WRAPPED]]
    return any(_wrote(" ".join(over[:many])) for many in range(1, WRAPPED + 1))


def _wrote(line: str) -> bool:
    """Return whether a mail program says here who wrote what stands below: an address, or when and who."""
    told = WROTE.fullmatch(line)
    return told is not None and (
        ADDRESS.search(told[1]) is not None or (YEAR.search(told[1]) is not None and not telling(told[1]))
    )


def _written(lines: Sequence[Line], above: range, found: set[int]) -> bool:
    """Return whether anything but greetings, names and headings stands in the lines above."""
    return any(
        lines[n].text
        and n not in found
        and not headed(lines[n].text)
        and not look(lines[n].text)
        and not any(taken(rule, lines[n].text) == len(lines[n].text) for rule in rules())
        for n in above
    )


def _below(lines: Sequence[Line], at: int) -> set[int]:
    """Return the lines from a heading to the end, or to where an attachment begins."""
    end = next((n for n in range(at, len(lines)) if ATTACHED.match(lines[n].text)), len(lines))
    return set(range(at, end))
