"""Which code stands where several detectors speak of the same words."""

import pytest

from commscore.detect.settle import settle
from commscore.types import Code


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("open_question", 0, 20), ("ice", 5, 20), ["ice"]),
        (("closed_question", 0, 20), ("reflection", 0, 20), ["reflection"]),
        (("closed_question", 0, 20), ("ice", 25, 40), ["closed_question", "ice"]),  # other words
        (("plan", 0, 20), ("safety_net", 0, 30), ["safety_net"]),
        (("reflection", 0, 20), ("plan", 5, 20), ["plan"]),
        (("empathy", 0, 20), ("explanation", 0, 20), ["empathy", "explanation"]),  # a turn earns both
        (("empathy", 0, 20), ("empathy", 5, 15), ["empathy"]),
    ],
)
def test_settle(first: tuple[str, int, int], second: tuple[str, int, int], kept: list[str]) -> None:
    codes = [Code(name, 0, start, end) for name, start, end in (first, second)]
    assert [c.code for c in settle(codes)] == kept
    assert settle(reversed(codes)) == settle(codes)


def test_another_turn_is_another_matter() -> None:
    assert len(settle([Code("open_question", 0, 0, 5), Code("ice", 1, 0, 5)])) == 2


def test_the_shorter_of_two_spans_says_enough() -> None:
    assert settle([Code("empathy", 0, 0, 20), Code("empathy", 0, 5, 15)]) == (Code("empathy", 0, 5, 15),)
