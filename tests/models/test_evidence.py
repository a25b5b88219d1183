"""From figures for tokens to the words that are shown."""

import numpy as np
import pytest

from commscore.models.evidence import Stretch, best, stretches
from commscore.read.noise import WORD

TEXT = "Right. So you are worried about it, are you? Any pain now?"
OFFSETS = tuple(m.span() for m in WORD.finditer(TEXT))


def shown(text: str, offsets: tuple[tuple[int, int], ...], figures: list[float]) -> list[str]:
    found = best(stretches(text, offsets, np.array(figures), 0.5))
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({4}, ["worried"]),
        ({2, 3, 4}, ["you are worried"]),
        ({2, 5}, ["you are worried about"]),  # a gap of two tokens is bridged
        ({1, 5}, ["So", "about"]),  # one of three is not
        ({7, 8, 9, 10}, ["are you", "Any pain"]),  # the next question is another
        ({0, 4, 8, 11}, ["Right", "worried", "you"]),  # at most three; the first of equals
        (set(), ["So you are worried about it, are you?"]),  # none: the best token's clause
        (set(range(12)), ["Right. So you are worried about it, are you", "Any pain now"]),
    ],
)
def test_runs(over: set[int], expected: list[str]) -> None:
    figures = [0.9 if n in over else 0.3 if n == 4 else 0.1 for n in range(len(OFFSETS))]
    assert shown(TEXT, OFFSETS, figures) == expected


def test_parts_of_a_word_become_the_word() -> None:
    assert shown("unbearable pain", ((0, 2), (2, 6), (6, 10), (11, 15)), [0, 0.9, 0, 0]) == ["unbearable"]


def test_a_tag_is_no_clause() -> None:
    assert shown("[Q. R.] It hurts. Yes.", ((8, 10), (11, 16), (18, 21)), [0, 0.1, 0]) == ["It hurts."]


def test_no_tokens_no_words() -> None:
    assert stretches("", (), np.array([]), 0.5) == []
    assert best([]) == ()


def test_what_two_rows_saw_is_one() -> None:
    assert best([Stretch(0, 6, 1.0), Stretch(4, 9, 0.5)]) == ((0, 9),)
