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
        ('She said, "Are you feeling suicidal?" and laughed.', "self_harm_risk"),
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


def test_earlier_mail_is_read_for_flags_and_the_rest_of_the_asides_is_not() -> None:
    text = "Please ring me.\n\nI want to die."
    for kind, expected in (("quoted", "please check: in quoted mail"), ("signature", None)):
        letter = Letter("x", text, asides=(Aside(kind, text.index("I want"), len(text)),))
        found = {f.flag: f.check for f in flags(parse_letter(letter))}
        assert found.get("self_harm_risk") == expected


def test_another_death_takes_back_nothing_that_the_writer_says_of_themselves() -> None:
    assert "self_harm_risk" in given("My brother killed himself in May and I want to kill myself too.")
    assert "self_harm_risk" in given("He died by suicide and now I feel suicidal.")
    assert "self_harm_risk" not in given("He died by suicide in May.")
