"""Plain text: some twenty layouts in which people write down who said what.

Which lines open a turn is decided in `layout`, over the whole of the text.
A line without a speaker continues the turn; one with a time alone opens another turn of the same speaker.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.clock import TIME
from commscore.read.encoding import decode
from commscore.read.labels import header, name
from commscore.read.layout import REMEDY, Line, opened, unnumbered, unruled
from commscore.read.layout import lines as layout_lines
from commscore.read.layout import speakers as layout_speakers
from commscore.read.limits import MAX_TURN
from commscore.read.limits import lines as limits_lines
from commscore.read.lines import Opening, Style, stamp
from commscore.read.runon import apart
from commscore.types import Turn

MAX_LINES: Final = 30_000  # of an hour there are some 1,500
PREAMBLE: Final = 1000
HEADS: Final = re.compile(
    r"\s*(?:time|start)?\s*(?:speaker|role|who|name)\s+(?:text|words|utterance|said)\s*", re.IGNORECASE
)
TRAILER: Final = re.compile(
    r"\s*(?:transcribed|transcript|recorded|exported) (?:by|with|from) .{1,80}", re.IGNORECASE
)
STOPPED: Final = re.compile(
    rf"\s*(?P<who>\S.{{0,80}}?) (?:started|stopped|ended) (?:the )?"
    rf"(?:transcription|recording)\.?(?:\s+{TIME})?\s*"
)
UNSEEN: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of a text's direction
CLOCK: Final = re.compile(rf"\s*(?:start |end )?time\s?:\s*{TIME}(?:\s?[ap]\.?m\.?)?\s*", re.IGNORECASE)


def read(content: bytes) -> Iterator[Turn]:
    """Yield the turns of a text file; UnreadableError where no line says who speaks."""
    yield from turns(decode(content))


def turns(text: str) -> Iterator[Turn]:
    """Yield the turns of a text, each with its words as they stand there, line ends included.

    >>> [(t.speaker, t.text) for t in turns("Dr: Come in.\\nPt: Well,\\nthe thing is: it hurts.")]
    [('Dr', 'Come in.'), ('Pt', 'Well,\\nthe thing is: it hurts.')]
    """
    written = limits_lines(UNSEEN.sub("", text).rstrip(), MAX_LINES)
    while len(written) > 1 and (TRAILER.fullmatch(written[-1]) or _noted(written[-1])):
        written.pop()
    long = next((n for n, line in enumerate(written, 1) if len(line) > MAX_TURN + 500), None)
    if long:
        raise UnreadableError(
            f"line {long} is {len(written[long - 1]):,} characters long; at most {MAX_TURN:,} are "
            "read: put each turn on a line of its own"
        )
    lines = layout_lines(apart(unnumbered(unruled(written))))
    told = layout_speakers(lines)
    yield from _turns(_without_header(lines, told), told)


def speakers(written: Sequence[str]) -> dict[str, Style]:
    """Return the labels that are speakers in these lines, for `split`; UnreadableError without any."""
    return layout_speakers(layout_lines(written))


def split(text: str, told: dict[str, Style]) -> list[tuple[str, str]]:
    """Return speaker and words of each part of a text; the speaker is "" before the first label."""
    parts: list[tuple[str, list[str]]] = []
    for line in layout_lines(text.split("\n")):
        opening = opened(line, told)
        if opening or not parts:
            parts.append((opening.label if opening else "", [line.text[opening.rest if opening else 0 :]]))
        else:
            parts[-1][1].append(line.text)
    return [(speaker, "\n".join(words).strip()) for speaker, words in parts]


def _without_header(lines: list[Line], told: dict[str, Style]) -> list[Line]:
    """Leave out a first block that describes the recording ("Date: ..."), and a table's heads."""
    started = next((n for n, line in enumerate(lines) if line.text.strip()), 0)
    end = next((n for n in range(started, len(lines)) if not lines[n].text.strip()), len(lines))
    block = lines[started:end]
    described = any(header(o.label) for line in block for o in line.openings if o.style is Style.COLON)
    after = any(opened(line, told) for line in lines[end:])
    if described and after:
        return lines[end:]
    return lines[started + 1 :] if block and HEADS.fullmatch(block[0].text) else lines


def _turns(lines: Iterable[Line], told: dict[str, Style]) -> Iterator[Turn]:
    """Yield the turns; words before the first speaker are a title, and too many of them an error."""
    drafts: list[tuple[Opening, list[str]]] = []
    waiting: Opening | None = None
    before = 0
    for line in lines:
        opening = opened(line, told) or _timed(line, drafts[-1][0].label if drafts else "")
        if opening and not opening.label and not line.text[opening.rest :].strip():
            waiting = opening
        elif opening and (opening.label or drafts):
            drafts.append((_at(opening, waiting), [line.text[opening.rest :]]))
            waiting = None
        elif drafts and _noted(line.text):
            continue
        elif drafts:
            drafts[-1][1].append(line.text)
        else:
            before += len(line.text.strip())
            if before > PREAMBLE:
                raise UnreadableError(
                    f"line {line.number}: {PREAMBLE} characters and no speaker yet; {REMEDY}"
                )
    for opening, words in drafts:
        text = "\n".join(words).strip()
        if text:
            yield Turn(opening.label, text, start=opening.start, end=opening.end)


def _noted(line: str) -> bool:
    """Return whether a line is a note of the recording: "Time: 10:30", "Ann Lee stopped transcription"."""
    stopped = STOPPED.fullmatch(line)
    return bool(CLOCK.fullmatch(line)) or (
        stopped is not None and stopped["who"] != "I" and name(stopped["who"])
    )


def _timed(line: Line, speaker: str) -> Opening | None:
    """Return a line that begins with a time as an opening by the same speaker; without words, by nobody."""
    time = stamp(line.text)
    if time is None:
        return None
    start, end, rest = time
    return Opening(Style.STAMPED, speaker if line.text[rest:].strip() else "", rest, start, end)


def _at(opening: Opening, waiting: Opening | None) -> Opening:
    """Return the opening with the time that stood on a line of its own before it, if it has none itself."""
    if waiting is None or opening.start is not None:
        return opening
    return replace(opening, start=waiting.start, end=waiting.end)
