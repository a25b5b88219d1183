"""What became of the patient's cues, concerns and questions in the clinician's next turns."""

from collections.abc import Iterable, Sequence

from commscore import codebook
from commscore.detect.facilitators import is_encourager
from commscore.parse import Parsed
from commscore.read.noise import words
from commscore.types import Code, Moment, Role

FEELINGS = ("cue", "concern")
QUESTION = "patient_question"
# Codes of the clinician that show each response, the first that is found decides.
EXPLORED = ("ice", "open_question")
ACKNOWLEDGED = ("empathy", "reflection", "reassurance", "apology")
BLOCKED = ("dismissal",)
ANSWERED = ("explanation", "plan", "reassurance", "safety_net", "shared_decision")
DEFERRED = ("signpost",)


def moments(parsed: Parsed, codes: Sequence[Code]) -> tuple[Moment, ...]:
    """Return one moment for each turn and kind of cue, concern or question that is certain."""
    asked = sorted({(c.turn, c.code) for c in codes if c.certain and c.code in (*FEELINGS, QUESTION)})
    return tuple(_moment(parsed, codes, turn, code) for turn, code in asked)


def _moment(parsed: Parsed, codes: Sequence[Code], turn: int, code: str) -> Moment:
    window = next(r.window for r in codebook.consultation().response if code in r.to)
    following = list(_next_turns(parsed, turn, window))
    table = (
        (("blocked", BLOCKED), ("explored", EXPLORED), ("acknowledged", ACKNOWLEDGED))
        if code in FEELINGS
        else (("answered", ANSWERED), ("deferred", DEFERRED))
    )
    for response, earn in table:
        for number in following:
            shown = [c.code for c in codes if c.turn == number and c.code in earn and c.certain]
            if shown:
                return Moment(turn, code, response, number, f"{codebook.codes()[shown[0]].title.lower()} in the reply")
    first = following[0] if following else None
    return Moment(turn, code, "missed", first, "nothing in the reply takes it up" if following else "no reply")


def _next_turns(parsed: Parsed, turn: int, most: int) -> Iterable[int]:
    """Yield the clinician's next turns that count: heard, and more than a backchannel in the patient's talk."""
    found = 0
    turns = parsed.document.turns
    for number in range(turn + 1, len(turns)):
        if turns[number].role is not Role.CLINICIAN or not words(turns[number].text):
            continue
        if is_encourager(turns[number].text):
            continue
        yield number
        found += 1
        if found == most:
            return
