"""What became of the patient's cues, concerns and questions in the clinician's next turns."""

from collections.abc import Iterator, Sequence

from commscore import codebook
from commscore.codebook.pattern import speech
from commscore.detect.facilitators import is_encourager
from commscore.detect.reflections import content
from commscore.parse import Parsed
from commscore.read.noise import words
from commscore.types import Code, Moment, Role

FEELINGS = ("cue", "concern")
QUESTION = "patient_question"
ASKS = frozenset({"open_question", "closed_question"})
# Codes of the clinician that earn each response; the first response that any turn earns decides.
TO_FEELINGS = {
    "blocked": frozenset({"dismissal"}),
    "explored": frozenset({"ice", *ASKS}),
    "acknowledged": frozenset({"empathy", "reassurance", "reflection", "apology"}),
}
TO_QUESTIONS = {
    "answered": frozenset({"explanation", "plan", "reassurance", "safety_net", "shared_decision"}),
    "deferred": frozenset({"signpost"}),
}
FEELING = speech(
    "feel\\w*|worr\\w*|concern\\w*|mood|stress\\w*|cop(?:e|ing)|scar\\w*|afraid|anxious|upset\\w*|mind|bother\\w*|"
    "getting you down|fear\\w*|frighten\\w*|more about (?:that|this|it)|what do you mean|going on|hard for you"
)


def moments(parsed: Parsed, codes: Sequence[Code]) -> tuple[Moment, ...]:
    """Return one moment for each turn and kind of cue, concern or question that is certain."""
    certain = [c for c in codes if c.certain]
    asked = sorted({(c.turn, c.code) for c in certain if c.code in (*FEELINGS, QUESTION)})
    return tuple(_moment(parsed, certain, turn, code) for turn, code in asked)


def _moment(parsed: Parsed, codes: Sequence[Code], turn: int, code: str) -> Moment:
    window = next(r.window for r in codebook.consultation().response if code in r.to)
    following = list(_next_turns(parsed, turn, window))
    for response, earn in (TO_QUESTIONS if code == QUESTION else TO_FEELINGS).items():
        for number in following:
            for shown in codes:
                if shown.turn == number and shown.code in earn and _takes_up(parsed, turn, shown):
                    title = codebook.codes()[shown.code].title.lower()
                    return Moment(turn, code, response, number, f"the reply holds this: {title}")
    if not following:
        return Moment(turn, code, "missed", None, "the clinician says nothing more after it")
    return Moment(turn, code, "missed", following[0], "nothing was found in the reply that takes it up")


def _takes_up(parsed: Parsed, turn: int, shown: Code) -> bool:
    """Return whether what the clinician said has to do with the patient's turn, where that is not plain."""
    doc = parsed.docs[shown.turn]
    said = doc.char_span(shown.start, shown.end, alignment_mode="expand")
    if shown.code in ASKS:
        return bool(FEELING.search(doc.text, shown.start, shown.end))
    if shown.code == "reflection" and said is not None:
        return bool(set(content(said)) & set(content(parsed.docs[turn])))
    return True


def _next_turns(parsed: Parsed, turn: int, most: int) -> Iterator[int]:
    """Yield the clinician's next turns that count: heard, and more than a backchannel in the patient's talk."""
    counted = (
        number
        for number in range(turn + 1, len(parsed.document.turns))
        if parsed.document.turns[number].role is Role.CLINICIAN
        and words(parsed.document.turns[number].text)
        and not is_encourager(parsed.document.turns[number].text)
    )
    for _, number in zip(range(most), counted, strict=False):
        yield number
