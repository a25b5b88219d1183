"""Names in speech and in letters: what is one, and what only looks like one."""

import pytest

from commscore.privacy.find import find
from commscore.types import Document, Letter, Turn


def named(*turns: tuple[str, str]) -> list[str]:
    document = Document("made", tuple(Turn(who, said) for who, said in turns))
    return [document.turns[f.turn or 0].text[f.start : f.end] for f in find(document) if f.kind == "name"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("My name is Siobhan Thirkettle.", ["Siobhan Thirkettle"]),
        ("my name is siobhan and my son tom has a cough", ["siobhan", "tom"]),  # as recognisers write
        ("i saw dr okafor and mrs brown last week", ["okafor", "brown"]),
        ("I'm Dr. Patel, this is Sister Mukherjee.", ["Patel", "Mukherjee"]),
        ("My husband, Will, drove. Will you tell Will? He will.", ["Will", "Will"]),
        ("It began in May. May I sit? May 2024 was worse.", []),
        ("She has Parkinson's and I had Bell's palsy; Crohn's runs in the family.", []),
        ("Mr Bell has Bell's palsy.", ["Bell"]),
        ("I take Amoxicillin, Ramipril and Paracetamol on Rose Ward at St Mary's Hospital.", []),
        ("the doctor said the nurse will see you and miss nothing", []),
        ("my name is april and it began in april, ask april", ["april", "april"]),
        (
            "It's Wexcombe, W-E-X-C-O-M-B-E, and the E C G is for wexcombe.",
            ["Wexcombe", "W-E-X-C-O-M-B-E", "wexcombe"],
        ),
        ("The Chaddock reflex and the ADA guidelines, said IDA MOSS.", ["IDA MOSS"]),
        ("Ohh, Fexofenadine. Yeah. Right. OK.", []),
        ("", []),
    ],
)
def test_names_in_speech(said: str, names: list[str]) -> None:
    assert named(("Doctor", said)) == names


def test_a_name_of_a_label_is_one_everywhere_in_any_case() -> None:
    turns = (
        ("Dr Wexcombe", "Hello."),
        ("Patient", "Are you wexcombe? Wexcombe's list."),
        ("Speaker 1", "Yes."),
    )
    assert named(*turns) == ["wexcombe", "Wexcombe"]


def test_a_name_found_once_is_found_everywhere_and_so_is_one_marked_by_hand() -> None:
    letter = Letter("a", "On Quillon.\nMrs Tarbet and Tarbet's dog are quillon.\n\nYours\nJ. Moss-Tarbet")
    assert [letter.text[f.start : f.end] for f in find(letter)] == ["Tarbet", "Tarbet", "J. Moss-Tarbet"]
    assert len(find(letter, marked=["Quillon"])) == 5
