"""Long turns cut in two, as a transcript does that breaks at pauses."""

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Final

from commscore.read.noise import words
from commscore.train.edits import Span
from commscore.types import Code, Document, Moment, Report, Turn

SENTENCE: Final = re.compile(r"[.?!]+[\"”’)]*\s+")
CLAUSE: Final = re.compile(r"[,;:–—]\s+|\s+(?=(?:and|but|so|because|or|then)\s)", re.IGNORECASE)
LEAST: Final = 12  # words of a turn that is cut
EITHER: Final = 3  # words that both parts keep at least

Parts = tuple[Span, Span]


def split_turns(report: Report, rng: Random, share: float = 1.0) -> Report:
    """Return the report with a share of its long turns cut at the sentence or clause nearest the middle.

    Each code goes to the part that holds more of it; a moment follows its code, and is judged from the part
    that answered first. A label on a turn that was cut judged the whole of it, and is dropped.
    """
    cuts = {
        number: parts
        for number, turn in enumerate(report.document.turns)
        if rng.random() < share and (parts := cut(turn.text))
    }
    if not cuts:
        return report
    numbers = _numbers(len(report.document.turns), cuts)
    turns = tuple(t for n, turn in enumerate(report.document.turns) for t in _turns(turn, cuts.get(n)))
    placed = {code: _code(code, numbers[code.turn], cuts.get(code.turn)) for code in report.codes}
    first: dict[tuple[int, str], int] = {}
    for code in report.codes:
        first.setdefault((code.turn, code.code), placed[code].turn)
    kept = (label for label in report.labels if label.turn is None or label.turn not in cuts)
    return replace(
        report,
        document=replace(report.document, turns=turns),
        codes=tuple(placed[code] for code in report.codes),
        moments=tuple(_moment(moment, numbers, first) for moment in report.moments),
        labels=tuple(
            label if label.turn is None else replace(label, turn=numbers[label.turn]) for label in kept
        ),
    )


def cut(text: str) -> Parts | None:
    """Return the two parts of a text, or None where it is short or has no place to cut.

    >>> cut("It began on Monday after lunch. Since then I have been sick four times.")
    ((0, 31), (32, 71))
    """
    if len(words(text)) < LEAST:
        return None
    for boundary in (SENTENCE, CLAUSE):
        places = [
            m.span()
            for m in boundary.finditer(text)
            if min(len(words(text[: m.start()])), len(words(text[m.end() :]))) >= EITHER
        ]
        if places:
            start, end = min(places, key=lambda p: abs(p[0] + p[1] - len(text)))
            return (0, start + len(text[start:end].rstrip())), (end, len(text))
    return None


def _numbers(turns: int, cuts: dict[int, Parts]) -> list[int]:
    """Return by old number the new number of each turn, of its first part where it was cut."""
    numbers, at = [], 0
    for number in range(turns):
        numbers.append(at)
        at += 2 if number in cuts else 1
    return numbers


def _turns(turn: Turn, parts: Parts | None) -> Iterator[Turn]:
    if parts is None:
        yield turn
        return
    middle = None
    if turn.start is not None and turn.end is not None:
        middle = turn.start + (turn.end - turn.start) * parts[1][0] / len(turn.text)
    for (start, end), since, until in zip(parts, (turn.start, middle), (middle, turn.end), strict=True):
        yield replace(turn, text=turn.text[start:end], start=since, end=until)


def _code(code: Code, number: int, parts: Parts | None) -> Code:
    if parts is None:
        return replace(code, turn=number)
    within = [(max(code.start, start), min(code.end, end)) for start, end in parts]
    part = max((0, 1), key=lambda p: within[p][1] - within[p][0])
    (start, end), offset = within[part], parts[part][0]
    return replace(code, turn=number + part, start=start - offset, end=end - offset)


def _moment(moment: Moment, numbers: list[int], first: dict[tuple[int, str], int]) -> Moment:
    turn = first.get((moment.turn, moment.code), numbers[moment.turn])
    response = None if moment.response_turn is None else numbers[moment.response_turn]
    return replace(moment, turn=turn, response_turn=response)


def origins(before: Document, after: Document) -> list[int]:
    """Return for each turn of a document that was cut the number of the turn that it came from."""
    found: list[int] = []
    for number, turn in enumerate(before.turns):
        spare = len(after.turns) - len(found) - (len(before.turns) - number)
        here = after.turns[len(found)].text
        parts = 2 if spare and here != turn.text and turn.text.startswith(here) else 1
        found += [number] * parts
    return found
