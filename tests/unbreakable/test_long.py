"""Long texts of what no writer writes: read in time that grows with their length alone."""

import time

import pytest

from commscore.english import LONGEST, language
from commscore.pipeline import assess, assess_letter
from commscore.types import Document, Letter, Turn

LONG = 30_000  # characters: fewer than may come in, so that the test is short
SECONDS = 20  # of processor time: where it grows with the square, hundreds


@pytest.mark.parametrize("said", ['"', "a ", "Why? "])
def test_a_letter_of_one_thing_over_and_over(said: str) -> None:
    text = (said * LONG)[:LONG]
    began = time.process_time()
    assess_letter(Letter("long", text), model="rules", privacy="replace")
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("said", ['"', "so very "])
def test_a_turn_of_one_thing_over_and_over(said: str) -> None:
    text = (said * LONG)[:LONG]
    began = time.process_time()
    assess(Document("long", (Turn("D", "Why?"), Turn("P", text))), model="rules", privacy="replace")
    assert time.process_time() - began < SECONDS


def test_what_is_too_long_for_a_word_stays_one_token() -> None:
    assert [token.text for token in language().make_doc('Say "no".')] == ["Say", '"', "no", '"', "."]
    assert len(language().make_doc(f"{'(' * LONGEST}( no)")) > 1
    assert len(language().make_doc('"' * (LONGEST + 1))) == 1
