"""Facilitators: turns that are nothing but a brief encourager."""

from collections.abc import Iterator

from commscore.detect.phrases import before
from commscore.detect.questions import kind_of
from commscore.parse import Parsed
from commscore.read.noise import mask
from commscore.replies import encouragers, is_encourager
from commscore.types import Code, Role

FOUND_BY = "rule:facilitators"


def facilitators(parsed: Parsed) -> Iterator[Code]:
    """Yield `facilitator` for the clinician's turns that only encourage and do not answer a question."""
    turns = parsed.document.turns
    for number, turn, _ in parsed.turns(Role.CLINICIAN):
        if not is_encourager(turn.text):
            continue
        last = before(turns, number, 1)
        asked = bool(last) and last[0].text.rstrip().endswith("?") and kind_of(last[0].text)
        if asked and encouragers().answers.fullmatch(mask(turn.text)):
            continue
        yield Code("facilitator", number, *_extent(turn.text), found_by=FOUND_BY)


def _extent(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)
