"""What is denied, conditional, over, general or somebody else's."""

import pytest

from commscore.detect.letters import scope as asked
from commscore.sentences import parse_letter
from commscore.types import Letter

ALL = (
    asked.denied,
    asked.unreal,
    asked.conditional,
    asked.over,
    asked.ended,
    asked.quoted,
    asked.anothers,
    asked.general,
)


@pytest.mark.parametrize(
    ("text", "words", "reason", "plain"),
    [
        ("I am not suicidal.", "suicidal", "denied", True),
        ("I do not want to kill myself.", "kill myself", "denied", True),
        ("I am not someone who runs to solicitors.", "solicitors", "denied", True),
        ("No one died.", "died", "denied", True),
        ("I have no suicidal thoughts.", "suicidal thoughts", "denied", True),
        ("I have not, at this stage, sought legal advice.", "legal advice", "denied", True),
        ("I don't think she was abused.", "abused", "denied", True),
        ("They did not believe that she was abused.", "abused", "may be denied", False),
        ("He could have died.", "died", "did not happen", True),
        ("She nearly died.", "died", "did not happen", True),
        ("If it happened again I would kill myself.", "kill myself", "may be conditional", False),
        ("Two years ago I was suicidal, I am well now.", "suicidal", "may be past", True),
        ("I took an overdose when I was 19.", "overdose", "may be past", False),
        ("I no longer feel suicidal.", "suicidal", "past and over", True),
        ('She said, "Are you feeling suicidal?"', "suicidal", "may be somebody else's words", False),
        ("They asked whether I was suicidal.", "suicidal", "may be somebody else's words", False),
        ('He said "I am suicidal" and left.', "suicidal", "may be somebody else's words", False),
        ("My brother says sue, but I only want an answer.", "sue", "may be somebody else's words", True),
        ("My brother says I should see a solicitor.", "solicitor", "may be somebody else's words", False),
        ("People who self-harm are judged.", "self-harm", "may be meant in general", False),
        ("I am suicidal.", "suicidal", "", False),
        ("Nobody listened when I said I was suicidal.", "suicidal", "may be denied", False),
        ("My mother died on your ward.", "died", "", False),
        ("I am not going away until my solicitor answers.", "solicitor", "may be denied", False),
        ("I have never rung the Ombudsman before.", "Ombudsman", "may be denied", False),
        ("I do not want a fuss, I want to die.", "want to die", "", False),
        ("He was rude, patient or not, and I want to die.", "want to die", "", False),
        ("She would not have died in a bed.", "died", "may be denied", False),
        ("I used to self-harm and I still do.", "self-harm", "may be past", False),
        ("Two years ago I was suicidal. My sister is well now.", "suicidal", "may be past", False),
        ("Two years ago I was suicidal. They say I am well now.", "suicidal", "may be past", False),
        ("Two years ago I was suicidal. I am well known here.", "suicidal", "may be past", False),
        ("My son was suicidal years ago. He is well now.", "suicidal", "may be past", True),
        ("My brother hanged himself in May.", "hanged himself", "may tell of a death", False),
        ("My brother hanged himself. The inquest is over.", "hanged himself", "may tell of a death", True),
    ],
)
def test_scope(text: str, words: str, reason: str, plain: bool) -> None:
    parsed = parse_letter(Letter("x", text))
    start = text.index(words)
    number = next(n for n, s in enumerate(parsed.sentences) if s.start <= start < s.end)
    found = asked.scope(parsed, number, (start, start + len(words)), ALL)
    assert (found.reason, found.plain) == (reason, plain)
