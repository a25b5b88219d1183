"""Words put in the place of findings, and where they then stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import regex

from commscore.privacy.dates import pattern, shifted
from commscore.privacy.find import direct, settled
from commscore.privacy.finding import Finding
from commscore.privacy.speakers import named
from commscore.privacy.standins import StandIns
from commscore.privacy.words import WORD, Like, like
from commscore.types import Aside, Privacy

TITLED: Final = "title"
PIECE: Final = regex.compile(r"[^\W\d_]{2,}")
LONG: Final = regex.compile(r"\d{9,}")


@dataclass(frozen=True, slots=True)
class Hand:
    """How findings are rewritten: by stand-ins or tags, and with dates shifted by so many days."""

    mode: Privacy
    stand_ins: StandIns
    days: int | None = None

    def word(self, finding: Finding, text: str) -> str:
        """Return what stands in for these words."""
        if self.days is not None and finding.kind in ("date", "date_of_birth") and pattern().fullmatch(text):
            return self.stand_ins.note(finding.kind, text, shifted(text, self.days))
        if self.mode is Privacy.TAG:
            return self.stand_ins.tag(finding.kind, text)
        return self.stand_ins.replaced(finding.kind, text, finding.found_by == TITLED)


def rewritten(text: str, findings: Sequence[Finding], hand: Hand) -> tuple[str, list[Finding]]:
    """Return the text with its findings, in order, rewritten, and where they stand in it."""
    made, placed, end, length = [], [], 0, 0
    for finding in findings:
        new = hand.word(finding, text[finding.start : finding.end])
        made += [text[end : finding.start], new]
        length += finding.start - end
        placed.append(replace(finding, start=length, end=length + len(new)))
        length += len(new)
        end = finding.end
    return "".join([*made, text[end:]]), placed


def moved(at: int, findings: Sequence[Finding], placed: Sequence[Finding], within: bool = False) -> int:
    """Return where a place of the old text is in the new one; one within a finding at its start or end."""
    shift = 0
    for old, new in zip(findings, placed, strict=True):
        if at >= old.end:
            shift = new.end - old.end
        elif at > old.start:
            return new.end if within else new.start
    return at + shift


def asides(
    kept: Iterable[Aside], findings: Sequence[Finding], placed: Sequence[Finding]
) -> tuple[Aside, ...]:
    """Return a letter's asides in their new places."""
    return tuple(
        replace(a, start=moved(a.start, findings, placed), end=moved(a.end, findings, placed, within=True))
        for a in kept
    )


def label(speaker: str, hand: Hand) -> str:
    """Return a speaker's label with the names in it rewritten, titles and roles left.

    >>> label("Dr Patel (GP)", Hand(Privacy.REPLACE, StandIns()))
    'Dr Ashdown (GP)'
    """
    found = named(speaker, hand.stand_ins.known())
    titled = len(found) < len(WORD.findall(speaker)) or len(found) > 1
    findings = [
        Finding("name", 0, w.start, w.end, 1.0, TITLED if titled and w is found[-1] else "label")
        for w in found
    ]
    return rewritten(speaker, settled([*findings, *direct([speaker])]), hand)[0]


def title(words: str, hand: Hand) -> str:
    """Return the name of a file or a document with the names and long numbers in it rewritten.

    >>> title("siobhan-9434765919", Hand(Privacy.REPLACE, StandIns()))
    'robin-0000000000'
    """
    known = hand.stand_ins.known()
    found = [
        Finding("name", None, m.start(), m.end(), 1.0, "title of a file")
        for m in PIECE.finditer(words)
        if m[0].lower() in known or like(m[0].lower()) >= Like.SURNAME
    ]
    new, _ = rewritten(words, found, hand)
    return str(LONG.sub(lambda m: "0" * len(m[0]), new))
