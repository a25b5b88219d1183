"""The nine flags, and what they must not be fooled by."""

import pytest

from commscore.detect.letters.flags import flags
from commscore.sentences import parse_letter
from commscore.types import Aside, Letter


def given(text: str) -> dict[str, str]:
    return {f.flag: f.check for f in flags(parse_letter(Letter("x", text)))}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I do not want to be here any more.", "self_harm_risk"),
        ("My daughter says she is going to kill herself and nobody rings back.", "self_harm_risk"),
        ("He cant keep himself safe.", "self_harm_risk"),
        ("I have been in agony since March and no one will see me. I am still in pain.", "ongoing_risk"),
        ("Her insulin has run out and the surgery will not prescribe it.", "ongoing_risk"),
        ("She lives alone and cannot get out of bed. The carers have stopped coming.", "ongoing_risk"),
        ("Will somebody please come today, he is shivering and confused.", "ongoing_risk"),
        ("The carer slapped her hand.", "safeguarding"),
        ("My father was left lying in his own urine all night.", "safeguarding"),
        ("She has bruises on both arms that nobody can explain.", "safeguarding"),
        ("My husband died on your ward in March.", "death"),
        ("He lost his leg because nobody read the referral.", "serious_harm"),
        ("I have instructed a solicitor.", "legal"),
        ("If I hear nothing I shall go to the Ombudsman.", "regulator"),
        ("She told me that you people always complain.", "discrimination"),
        ("I am writing on behalf of my mother.", "third_party"),
    ],
)
def test_flagged(text: str, flag: str) -> None:
    assert flag in given(text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I am not suicidal, I only want my tablets.", "self_harm_risk"),
        ("I no longer feel suicidal.", "self_harm_risk"),
        ("I have never been suicidal.", "self_harm_risk"),
        ("I would never harm myself.", "self_harm_risk"),
        ("He cut himself shaving.", "self_harm_risk"),
        ("My father took his own life in 1989.", "self_harm_risk"),
        ("We do not want a solicitor.", "legal"),
        ("Don't get your solicitors out, I'm not suing anybody.", "legal"),
        ("She had no insulin on Monday until the nurse came.", "ongoing_risk"),
        ("I am not someone who runs to solicitors.", "legal"),
        ("My brother says sue, but I just want an answer.", "legal"),
        ("No one died, but it was a long wait.", "death"),
        ("The phone went dead.", "death"),
        ("The waiting room was cold and the tea was weak.", "ongoing_risk"),
        ("I waited three hours in clinic and then I was seen.", "ongoing_risk"),
        ("She shook my hand and held the door.", "safeguarding"),
        ("", "death"),
    ],
)
def test_not_flagged(text: str, flag: str) -> None:
    assert flag not in given(text)


def test_what_cannot_be_told_apart_stands_and_is_to_be_checked() -> None:
    assert given("If they send me home I will kill myself.")["self_harm_risk"].startswith("please check")
    assert (
        given("He cut his wrists on Friday. He is fine now.")["self_harm_risk"]
        == "please check: may be denied"
    )


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("quoted", "please check: in quoted mail"),
        ("salutation", "please check: in the greeting"),
        ("signature", "please check: in the signature"),
        ("address", "please check: in the address"),
        ("form", "please check: in the form's heads"),
        ("page", None),
    ],
)
def test_flags_are_read_in_asides_too_and_are_to_be_checked(kind: str, check: str | None) -> None:
    text = "Please ring me.\n\nI want to die."
    letter = Letter("x", text, asides=(Aside(kind, text.index("I want"), len(text)),))
    found = {f.flag: f.check for f in flags(parse_letter(letter))}
    assert found.get("self_harm_risk") == check


@pytest.mark.parametrize(
    "text",
    [
        "I nearly killed myself last week.",
        "I could have drowned myself on Sunday.",
        "I am scared that I might hurt myself.",
        "We are terrified he might hang himself.",
        "I almost ended my life.",
        "I do not want sympathy, I feel suicidal.",
        "Her mood has fallen and she says she will kill herself.",
        "Since moving house he keeps saying he will harm himself.",
        "The policy on overdoses was ignored and I took an overdose last night.",
        "He fell out with us all and cut himself on purpose.",
        "I cannot go on.",
        "I can't carry on like this.",
        "I cannot go on much longer like this.",
        "He hanged himself on Friday but they cut him down.",
        "My dad nearly hanged himself.",
        "She has been cutting again.",
        "I might as well be dead.",
        "I do not want to live like this.",
        "I am patient, but I want to die.",
    ],
)
def test_self_harm_that_nearly_happened_or_is_feared_counts_in_full(text: str) -> None:
    assert given(text)["self_harm_risk"] == ""


@pytest.mark.parametrize(
    ("text", "flag", "reason"),
    [
        ("Without help I am going to kill myself.", "self_harm_risk", "may be denied"),
        ("She has not eaten and says she will kill herself.", "self_harm_risk", "may be denied"),
        ("I was suicidal years ago. I have a key worker who never rings.", "self_harm_risk", "may be past"),
        ("Ten years ago I took an overdose and last night another.", "self_harm_risk", "may be past"),
        ("I used to self-harm and I am doing it again.", "self_harm_risk", "may be past"),
        ("They would not believe that I was suicidal.", "self_harm_risk", "may be denied"),
        ("He shot himself on Monday and is on your ward.", "self_harm_risk", "may tell of a death"),
        ('"Are you suicidal?" she asked. I said yes.', "self_harm_risk", "may be somebody else's words"),
        ("They asked if I was suicidal and I said no.", "self_harm_risk", "may be somebody else's words"),
        ("I am not going away until my solicitor has an answer.", "legal", "may be denied"),
        ("I have never contacted the ombudsman before, today I am.", "regulator", "may be denied"),
        ("If she had been seen she would not have died.", "death", "may be conditional"),
        ("My mother died on your ward in 2024.", "death", "may be past"),
    ],
)
def test_what_may_be_taken_back_stands_to_be_checked(text: str, flag: str, reason: str) -> None:
    assert given(text)[flag] == f"please check: {reason}"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("The carer slapped her and then grabbed her a cardigan.", "safeguarding"),
        ("He had a blood test, but nobody can explain the bruises on his back.", "safeguarding"),
        ("I was forced to wait outside while they held him down by the arms.", "safeguarding"),
        ("It was a matter of life and death and now my son has died.", "death"),
        ("My wife died and I thought I was going mad.", "death"),
        ("I have claimed my fare, and I have instructed a solicitor.", "legal"),
        ("Get your solicitors out, I'm not suing you until mine has answered.", "legal"),
        ("She died, and she could have been saved.", "serious_harm"),
        ("I have given up smoking and now I am in agony and nobody will help.", "ongoing_risk"),
    ],
)
def test_other_words_of_the_sentence_take_nothing_back(text: str, flag: str) -> None:
    assert given(text)[flag] == ""


def test_only_what_came_takes_back_what_was_missing() -> None:
    assert "ongoing_risk" in given("He had no insulin since Friday but the surgery will not help.")
    assert "ongoing_risk" in given("In 2019 I was well. I am in agony now with no painkillers.")


def test_another_death_takes_back_nothing_that_the_writer_says_of_themselves() -> None:
    assert "self_harm_risk" in given("My brother killed himself in May and I want to kill myself too.")
    assert "self_harm_risk" in given("He died by suicide and now I feel suicidal.")
    assert "self_harm_risk" not in given("He died by suicide in May.")
