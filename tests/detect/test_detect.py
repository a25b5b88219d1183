"""Codes of short exchanges: what earns each, and what only looks like it."""

import pytest

from commscore import codebook
from commscore.detect import detect
from commscore.parse import parse
from commscore.types import Code
from conftest import consultation


def codes(*lines: str) -> list[Code]:
    return list(detect(parse(consultation(*lines))))


def names(*lines: str, turn: int | None = None) -> set[str]:
    last = len(lines) - 1 if turn is None else turn
    return {c.code for c in codes(*lines) if c.turn == last}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Can you tell me more about that?", {"open_question"}),
        ("What do you mean by shaky?", {"open_question"}),
        ("Can you describe the pain?", {"open_question"}),
        ("can you tell me a bit more about the pain", {"open_question"}),  # no question mark
        ("So tell me what's been happening.", {"open_question"}),  # a request asks too
        ("Any blood?", {"closed_question"}),
        ("When did it start?", {"closed_question"}),
        ("have you had a fever", {"closed_question"}),  # no question mark
        ("How long have you had it?", {"closed_question"}),
        ("Which side?", {"closed_question"}),
        ("It's a virus, OK?", set()),  # a tag is no question
        ("Sorry?", set()),
        ("Could you repeat that?", set()),
        ("How are you?", set()),  # a greeting
        ("It comes and goes.", set()),
        ("", set()),
    ],
)
def test_questions(said: str, expected: set[str]) -> None:
    found = names("P: It hurts now and then.", f"D: {said}")
    assert found & {"open_question", "closed_question"} == expected


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("How can I help you today?", "agenda"),
        ("Was there anything you were worried it might be?", "ice"),
        ("Can you confirm your full name?", "introduction"),
        ("Is it all right if I ask about your home life?", "permission"),
        ("Does that make sense?", "check_understanding"),
        ("How do you feel about that?", "shared_decision"),
        ("Can you tell me in your own words how you'll take these?", "teach_back"),
    ],
)
def test_a_question_with_a_code_of_its_own_is_neither_open_nor_closed(said: str, own: str) -> None:
    assert names("P: I see.", f"D: {said}") == {own}


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ("I've been in terrible pain all week.", "I'm sorry to hear that.", {"empathy"}),
        ("I've been in terrible pain all week.", "That must be exhausting.", {"empathy"}),
        ("I've been in terrible pain all week.", "I'm not sorry to hear that.", set()),  # negated
        ("I've been in terrible pain all week.", "Sorry, could you say that again?", set()),  # a pardon
        ("I had toast.", "That must be hard.", set()),  # nothing hard before it
        ("I had toast.", "I'm sorry to hear that.", set()),
        ("No, I never drink.", "That must be hard.", set()),
        ("I've no pain at all.", "That must be hard.", set()),  # denied
        ("It hurts here.", "This is not painful, I just press.", set()),
        ("I'm scared they'll take it off.", "You're frightened that you'll lose it.", {"empathy"}),
        ("I'm scared they'll take it off.", "I'm sorry about the wait.", {"apology"}),
    ],
)
def test_empathy_answers_something(before: str, said: str, expected: set[str]) -> None:
    assert names(f"P: {before}", f"D: {said}") & {"empathy", "apology"} == expected


@pytest.mark.parametrize(
    "said",
    [
        "It will not get better.",
        "Unfortunately it is not easily treated.",
        "What do you expect from today?",
        "Everyone feels nervous before that, it's only natural.",
        "It's nothing you did wrong.",
        "Come on, sit down.",
        "Ah, there you are.",
    ],
)
def test_what_neither_reassures_nor_dismisses(said: str) -> None:
    assert not names("P: It hurts here.", f"D: {said}") & {"reassurance", "dismissal"}


def test_stuffed_phrases_earn_nothing() -> None:
    stuffing = "That must be hard. I'm sorry to hear that. I understand. You did the right thing to call."
    plain = ["P: I came by bus.", "D: Which one?", "P: The number nine.", "D: Good."]
    assert "empathy" not in names(*plain, f"D: {stuffing}")


@pytest.mark.parametrize(
    ("before", "said", "reflects"),
    [
        ("I've had it six or seven times a day.", "Six or seven times a day.", True),
        ("My knee swells up after football.", "So you've had a swollen knee after football.", True),
        ("It started on Monday.", "You mentioned that it started on Monday.", True),
        ("It started on Monday.", "Okay.", False),
        ("It started on Monday.", "Does it hurt on Mondays?", False),
        ("No.", "No.", False),
        ("It started on Monday.", "Take two tablets on Monday.", False),
        ("I think it's a heart attack.", "This isn't a heart attack.", False),  # it contradicts
    ],
)
def test_reflections(before: str, said: str, reflects: bool) -> None:
    assert ("reflection" in names(f"P: {before}", f"D: {said}")) is reflects


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ("It hurts here.", "Mm-hm.", True),
        ("It hurts here.", "Right, OK.", True),
        ("It hurts here.", "OK, and where does it go?", False),
        ("Should I rest it?", "Yes.", False),  # it answers
        ("It hurts here.", "Um", False),
        ("It hurts here.", "<UNIN/>", False),
    ],
)
def test_facilitators(before: str, said: str, expected: bool) -> None:
    assert ("facilitator" in names(f"P: {before}", f"D: {said}")) is expected


def test_the_same_words_after_a_plan_share_the_decision_and_after_information_check_it() -> None:
    assert "shared_decision" in names("P: I see.", "D: I'd like you to have a blood test. Is that okay?")
    assert "check_understanding" in names("P: I see.", "D: It's caused by a virus. Is that okay?")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I'm really worried it's something serious.", {"concern"}),
        ("I'm not worried about it.", set()),
        ("I can't even pick my daughter up.", {"cue"}),
        ("Do I need antibiotics?", {"patient_question"}),
        ("Any what?", set()),
        ("My arm hurts.", set()),  # a plain symptom, told plainly
        ("", set()),
    ],
)
def test_what_the_patient_says(said: str, expected: set[str]) -> None:
    assert names("D: Okay.", f"P: {said}") == expected


def test_an_unsure_answer_asks_for_nothing() -> None:
    assert names("D: How long has that been?", "P: It's been since about February?") == set()


@pytest.mark.parametrize(
    ("said", "plans"),
    [
        ("Stick with the tablets for now.", True),
        ("Don't give him them both at once.", True),
        ("Take a deep breath for me.", False),
        ("Take your time.", False),
        ("You take them at night.", False),
        ("Do you take anything for it?", False),
    ],
)
def test_advice_said_as_an_order(said: str, plans: bool) -> None:
    assert ("plan" in names("P: It hurts here.", f"D: {said}")) is plans


def test_another_person_earns_no_code() -> None:
    assert names("D: Okay.", "R: I'm really worried. Can you tell me more about that?") == set()


def test_codes_are_of_the_codebook_and_spans_are_of_the_text() -> None:
    document = consultation(
        "P: I'm worried, and my dad died of it.", "D: I'm sorry to hear that. Any <UNIN/> blood?"
    )
    found = detect(parse(document))
    assert found
    for code in found:
        text = document.turns[code.turn].text
        assert code.code in codebook.codes()
        assert 0 <= code.start < code.end <= len(text)
        assert text[code.start : code.end].strip() == text[code.start : code.end]
        assert codebook.codes()[code.code].role is document.turns[code.turn].role
    assert list(found) == sorted(found, key=lambda c: (c.turn, c.start, c.end, c.code))
