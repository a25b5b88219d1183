"""What became of a cue, a concern or a question."""

import pytest

from commscore.detect import detect
from commscore.detect.moments import moments
from commscore.parse import parse
from conftest import consultation

WORRY = "P: I'm really worried it's something serious."
QUESTION = "P: Do I need antibiotics?"


@pytest.mark.parametrize(
    ("lines", "response", "turn"),
    [
        ((WORRY, "D: What worries you most about it?"), "explored", 1),
        ((WORRY, "D: I can understand why you're worried."), "acknowledged", 1),
        ((WORRY, "D: Any allergies?"), "missed", 1),
        ((WORRY, "D: Mm-hm."), "missed", None),
        ((WORRY, "D: You're overthinking it."), "blocked", 1),
        (
            (WORRY, "D: Mm-hm.", "P: Yes.", "D: What worries you most?"),
            "explored",
            3,
        ),  # backchannels do not count
        ((WORRY,), "missed", None),
        ((WORRY, "D: I'm sorry about the wait. Any fever?"), "missed", 1),  # an apology for something else
        ((WORRY, "D: How long has the cough been going on?"), "missed", 1),
        ((WORRY, "D: Tell me more."), "explored", 1),
        ((QUESTION, "D: No, you can't."), "answered", 1),
        ((QUESTION, "D: We'll get to that."), "deferred", 1),
        ((QUESTION, "D: No, because it's caused by a virus."), "answered", 1),
        ((QUESTION, "D: I'll come back to that."), "deferred", 1),
        ((QUESTION, "D: Any allergies?", "P: No.", "D: Any fever?"), "missed", 1),
    ],
)
def test_response(lines: tuple[str, ...], response: str, turn: int | None) -> None:
    parsed = parse(consultation(*lines))
    found = [m for m in moments(parsed, detect(parsed)) if m.turn == 0]
    assert [(m.response, m.response_turn) for m in found] == [(response, turn)]
    assert all(m.why for m in found)


def test_nothing_said_nothing_to_answer() -> None:
    parsed = parse(consultation("D: Any allergies?", "P: No."))
    assert moments(parsed, detect(parsed)) == ()
