"""Questions, asks, stages, praise, harm and problems, by rules."""

import pytest

from commscore.detect.letters import asks, harm, praise, problems, questions, stages
from commscore.sentences import parse_letter
from commscore.types import Aside, Letter


def letter(text: str) -> Letter:
    return Letter("x", text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Why was he moved at night?", ["Why was he moved at night?"]),
        ("I would like to know why nobody rang.", ["I would like to know why nobody rang."]),
        ("Please explain how this happened.", ["Please explain how this happened."]),
        ("Can you tell me whether the scan was seen?", ["Can you tell me whether the scan was seen?"]),
        ("I ask: is she on the list?", ["is she on the list?"]),
        ("And would it have been different", ["would it have been different"]),
        ("Is that too much to ask?", []),
        ('She said, "Are you in pain?"', []),
        ("I said to her, why is he out on his own?", []),
        ("When I asked, she laughed.", []),
        ("", []),
    ],
)
def test_questions(text: str, asked: list[str]) -> None:
    assert [text[s:e] for s, e in questions(parse_letter(letter(text)))] == asked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I want a written apology.", {"apology"}),
        ("I apologise for the length of this letter.", {"none"}),
        ("Please send me a copy of my records.", {"information"}),
        ("I do not want compensation.", {"none"}),
        ("I expect a refund of my taxi fare.", {"compensation"}),
        ("I do not want this to happen to anyone else.", {"improvement"}),
        ("Please can somebody ring me with a date.", {"action_for_me"}),
        ("I would like an explanation of what went wrong.", {"explanation"}),
        ("I want that nurse to be disciplined.", {"accountability"}),
        ("The tea was cold.", {"none"}),
    ],
)
def test_asks(text: str, names: set[str]) -> None:
    assert {a.name for a in asks(parse_letter(letter(text)))} == names


def test_stages() -> None:
    assert {s.name for s in stages(parse_letter(letter("I waited six hours in A&E.")))} == {"access"}
    assert {s.name for s in stages(parse_letter(letter("They lost my umbrella.")))} == {"unclear"}


@pytest.mark.parametrize(
    ("text", "praised"),
    [
        ("The night nurse was wonderful.", True),
        ("I could not have asked for better care.", True),
        ("The nurse was not kind.", False),
        ("Great, another three weeks to wait.", False),
        ('The "lovely" nurse shouted at me.', False),
        ("Thank you for taking the time to read this.", False),
    ],
)
def test_praise(text: str, praised: bool) -> None:
    assert bool(praise(parse_letter(letter(text)))) is praised


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("I was left in agony all night.", True),
        ("I have had nightmares ever since.", True),
        ("He could have lost his leg.", False),
        ("The car park was full.", False),
    ],
)
def test_harm(text: str, harmed: bool) -> None:
    assert bool(harm(parse_letter(letter(text)))) is harmed


@pytest.mark.parametrize(
    ("text", "category", "severity"),
    [
        ("The parking is a disgrace.", "environment", 1),
        ("I waited nine months for the scan.", "institutional", 2),
        ("Nobody told me that the clinic had moved.", "communication", 2),
        ("I kept telling them but nobody listened.", "listening", 2),
        ("She laughed at me and called me a dirty old man.", "respect", 3),
        ("They missed the fracture and she lost the use of her arm.", "safety", 3),
        ("The treatment was poor.", "quality", 2),
    ],
)
def test_problems(text: str, category: str, severity: int) -> None:
    found = {p.category: p for p in problems(parse_letter(letter(text)))}
    assert found[category].severity == severity
    assert all(0 <= s < e <= len(text) for s, e in found[category].spans)


def test_praise_and_what_stands_in_asides_are_no_problems() -> None:
    assert not problems(parse_letter(letter("The nurse was wonderful.")))
    text = "Thanks.\n\nThe doctor was rude and nobody told me why?"
    parsed = parse_letter(Letter("x", text, asides=(Aside("quoted", 9, len(text)),)))
    assert not problems(parsed)
    assert not questions(parsed)
    assert not harm(parsed)
