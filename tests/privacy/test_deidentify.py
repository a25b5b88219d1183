"""Personal details taken out: consistent, as long as before, and nothing certain left."""

import subprocess
import sys
from dataclasses import replace

import pytest

from commscore.errors import LockedError, PersonalError
from commscore.privacy.deidentify import Deidentified, deidentify, gate, without
from commscore.privacy.find import find
from commscore.privacy.finding import counts
from commscore.privacy.locked import locked, unlocked
from commscore.privacy.standins import StandIns
from commscore.types import Aside, Document, Letter, Privacy, Turn

TALK = Document(
    "thirkettle-siobhan-visit",
    (
        Turn("Dr Patel", "Hello, I'm Dr Patel. You are Siobhan?"),
        Turn(
            "Patient",
            "Yes, Siobhan Thirkettle, born 4 May 1934, of 27 Tenter Row, HX9 4LT. Patel's my doctor.",
        ),
        Turn("Dr Patel", "Your NHS number, 999 040 6456? And your phone?"),
        Turn("Patient", "oh double seven double oh nine hundred three three four. It hurt on 3 March 2024."),
    ),
    source="siobhan-visit.txt",
)
PERSONAL = [
    "thirkettle",
    "Patel",
    "Siobhan",
    "siobhan",
    "Thirkettle",
    "4 May",
    "27",
    "Tenter",
    "HX9",
    "040",
    "three three four",
]


def texts(done: Deidentified[Document]) -> str:
    what = done.what
    return "\n".join([what.id, str(what.source), *(f"{turn.speaker}: {turn.text}" for turn in what.turns)])


@pytest.mark.parametrize("mode", [Privacy.REPLACE, Privacy.TAG])
def test_nothing_personal_is_left_and_the_rest_is_as_it_was(mode: Privacy) -> None:
    done = deidentify(TALK, mode)
    assert [word for word in PERSONAL if word in texts(done)] == []
    assert "1934" in texts(done) or mode is Privacy.TAG
    assert "It hurt on 3 March 2024." in texts(done)
    assert set(counts(done.findings)) == {
        "name",
        "nhs_number",
        "telephone",
        "postcode",
        "address",
        "date_of_birth",
    }
    for old, new in zip(done.findings, done.replaced, strict=True):
        assert (old.kind, old.turn) == (new.kind, new.turn)


def test_stand_ins_are_the_same_for_the_same_and_as_long() -> None:
    done = deidentify(TALK)
    first, second = done.what.turns[0], done.what.turns[1]
    title, name = first.speaker.split()
    assert title == "Dr"
    assert f"I'm Dr {name}." in first.text
    assert f"{name}'s my doctor" in second.text
    for old, new in zip(TALK.turns, done.what.turns, strict=True):
        assert len(new.text.split()) == len(old.text.split())
    assert deidentify(TALK) == done  # from run to run


def test_a_batch_may_share_stand_ins() -> None:
    shared = StandIns()
    one = deidentify(Letter("a", "Mr Oldroyd rang."), stand_ins=shared).what.text
    two = deidentify(Letter("b", "I saw Mrs Amoah and Mr Oldroyd."), stand_ins=shared).what.text
    assert one.split()[1] == two.rstrip(".").split()[-1] != "Oldroyd"


def test_a_letters_asides_move_with_their_words() -> None:
    text = "Dear Ms Farrant-Cole,\n\nNobody came.\n\nYours\nKit Oldroyd"
    letter = Letter("a", text, asides=(Aside("salutation", 0, 21), Aside("signature", 37, len(text))))
    for mode in (Privacy.REPLACE, Privacy.TAG):
        new = deidentify(letter, mode).what
        told = [new.text[a.start : a.end] for a in new.asides]
        assert told[0].startswith("Dear Ms ")
        assert told[0].endswith(",")
        assert told[1].startswith("Yours\n")
        assert new.asides[1].end == len(new.text)


def test_dates_are_shifted_by_one_number_of_days() -> None:
    letter = Letter("a", "Seen on 3 March 2024 and 05/03/2024. NHS 999 040 6456, born 4 May 1934.")
    new = deidentify(letter, days=10).what.text
    assert "13 March 2024 and 15/03/2024" in new
    assert "born 14 May 1934" in new


def test_off_changes_nothing_and_check_refuses_without_a_word_of_it() -> None:
    assert deidentify(TALK, Privacy.OFF).what is TALK
    with pytest.raises(PersonalError, match=r"1 NHS.* in turns 1, 2, 3, 4") as refused:
        deidentify(replace(TALK, source="a.txt"), Privacy.CHECK)
    assert [word for word in PERSONAL if word in str(refused.value)] == []
    assert deidentify(Letter("a", "My knee hurts."), Privacy.CHECK).findings == ()


def test_what_a_person_undid_stays_unless_it_names_one_person_for_certain() -> None:
    letter = Letter("a", "Ask Siobhan, 07700 900334.")
    found = find(letter)
    assert without(letter, found[1:]).what.text.startswith("Ask Siobhan, 07700 900")
    with pytest.raises(PersonalError, match="1 telephone number"):
        without(letter, found[:1])
    gate(letter, ["Ring me."], [])


def test_the_map_back_opens_with_its_passphrase_alone() -> None:
    pairs = [("a", "Siobhan", "Robin")]
    content = locked(pairs, "twelve letters")
    assert b"Siobhan" not in content
    assert unlocked(content, "twelve letters") == pairs
    for wrong in (content, b"no map"):
        with pytest.raises(LockedError):
            unlocked(wrong, "another passphrase")
    with pytest.raises(LockedError, match="12 or more"):
        locked(pairs, "short")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (Document("a", (Turn("Dr Wexcombe", "Hello."), Turn("07700 900334", "Yes."))), "1 name, 1 telephone"),
        (Letter("a", "Nobody came.", reference="999 040 6456"), "1 NHS"),
    ],
)
def test_what_stands_beside_the_text_is_checked_and_taken_out(what: Document | Letter, told: str) -> None:
    with pytest.raises(PersonalError, match=told):
        deidentify(what, Privacy.CHECK)
    made = repr(deidentify(what).what)
    assert not any(each in made for each in ("Wexcombe", "900334", "040 6456"))


@pytest.mark.parametrize(
    "label", ["SHO", "Physio", "Kinesiologist", "Ward sister", "GP2", "Speaker 1", "Mum"]
)
def test_a_label_of_a_role_is_nobodys_name(label: str) -> None:
    assert deidentify(Document("a", (Turn(label, "Hello."),)), Privacy.CHECK).what.turns[0].speaker == label


def test_presidio_is_loaded_without_what_takes_long_and_that_can_be_loaded_later() -> None:
    program = (
        "import sys; from commscore.privacy.find import find; from commscore.types import Letter\n"
        "assert find(Letter('a', 'Ring 07700 900334'))\n"
        "assert not {'torch', 'transformers'} & sys.modules.keys()\n"
        "import importlib.util; importlib.util.find_spec('transformers')"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


@pytest.mark.parametrize(
    ("address", "new"),
    [
        ("22 Mill Lane", "10 Larkfield Lane"),  # all of it words of any address: something of it goes
        ("twenty-two Mill Lane", "thirty-one Larkfield Lane"),
        ("Flat 2, Weavers Court", "Flat 1, Larkfield Court"),
        ("61 Coronation Street North", "10 Larkfield Street North"),
        ("the crescent", "the larkfield"),
    ],
)
def test_an_address_keeps_its_form_and_nothing_of_its_place(address: str, new: str) -> None:
    assert StandIns().replaced("address", address) == new
