"""Transcribers' tags are noise, and never words."""

import pytest

from commscore.read.noise import mask, unheard, words


@pytest.mark.parametrize(
    ("text", "spoken", "not_heard"),
    [
        ("", [], 0),
        ("Yes", ["Yes"], 0),
        ("It <UNIN/> hurts", ["It", "hurts"], 1),
        ("<UNSURE>two</UNSURE> days", ["two", "days"], 1),
        ("[inaudible 00:01:02] well", ["well"], 1),
        ("(laughs) well... so…", ["well", "so"], 0),
        ("(00:01:02) well (1:02) so", ["well", "so"], 0),
        ("*sighs* well", ["well"], 0),
        ("my (old) knee", ["my", "old", "knee"], 0),
        ("less < more > some", ["less", "more", "some"], 0),
        ("[crosstalk] [unclear]", [], 2),
        ("So\n[INTERRUPTION - phone rings]", ["So"], 0),
        ("[The nurse comes in and asks for the keys of the cupboard] so", ["so"], 0),
    ],
)
def test_tags(text: str, spoken: list[str], not_heard: int) -> None:
    assert words(text) == spoken
    assert unheard(text) == not_heard
    assert len(mask(text)) == len(text)
