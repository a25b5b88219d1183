"""What a person says of what was found: undone, confirmed, added to, and then let go on or refused."""

import sys
from dataclasses import replace

import pytest

from commscore.errors import PersonalError
from commscore.privacy.draft import Draft, looked, mark, place, preview, say, settled, spare
from commscore.privacy.inplace import same, stretches
from commscore.privacy.marked import typed, unseen
from commscore.types import Document, Privacy, Turn

TALK = Document(
    "thirkettle-visit",
    (
        Turn("Dr Patel", "Hello, Siobhan. You live on the Chelsea Road?"),
        Turn("Nurse Thirkettle", "Siobhan's husband Tomasz rang from 07700 900334. i asked for siobhan."),
        Turn("Patient", "I feel worse."),
    ),
    source="thirkettle-visit.txt",
)
DRAFT = looked(Draft(TALK))


def texts(draft):
    return [turn.text for turn in settled(draft).what.turns]


def of(draft, words):
    return next(each for each in same(draft, preview(draft)) if each.words == words)


@pytest.mark.parametrize("mode", list(Privacy))
def test_in_place_nothing_is_lost_and_each_finding_shows_what_stands_for_it(mode):
    draft = replace(DRAFT, mode=mode)
    done = preview(draft)
    parts = list(stretches(draft, done))
    assert ["".join(p.text for p in turn) for turn in parts] == [t.text for t in TALK.turns]
    changes = mode in {Privacy.REPLACE, Privacy.TAG}
    made = ["".join(p.new or p.text for p in turn) for turn in parts]
    assert made == [t.text for t in done.what.turns]
    assert all(bool(p.new) == changes for turn in parts for p in turn if p.finding)


def test_the_same_words_are_one_and_are_undone_and_confirmed_together():
    siobhan = of(DRAFT, "Siobhan")
    assert (siobhan.kind, len(siobhan.places), siobhan.undone) == ("name", 3, 0)
    undone = say(DRAFT, siobhan.places, stays=True)
    assert of(undone, "Siobhan").undone == 3
    assert of(undone, "Siobhan").new == ""
    assert texts(undone)[0].startswith("Hello, Siobhan.")
    one = say(undone, siobhan.places[:1], stays=False)
    assert of(one, "Siobhan").undone == 2
    assert not texts(one)[0].startswith("Hello, Siobhan.")
    assert "left as it was: 2 names" in settled(one).how
    assert say(undone, siobhan.places, stays=False) == DRAFT
    assert say(DRAFT, [(0, 0, 5)], stays=True) == DRAFT


@pytest.mark.parametrize("mode", [Privacy.REPLACE, Privacy.TAG, Privacy.CHECK])
def test_what_names_one_person_for_certain_is_refused_when_it_is_undone(mode):
    number = of(DRAFT, "07700 900334")
    draft = say(replace(DRAFT, mode=mode), number.places, stays=True)
    assert [f.kind for f in draft.held] == ["telephone"]
    if mode is Privacy.CHECK:
        draft = say(draft, [place(f) for f in draft.findings or ()], stays=True)
        draft = replace(draft, spared=frozenset(turn.speaker for turn in TALK.turns))
    with pytest.raises(PersonalError, match=r"1 telephone number in turn 2; .*have it taken out") as refused:
        settled(draft)
    assert "900334" not in str(refused.value)


def test_off_changes_nothing_and_goes_on_knowingly_alone():
    draft = replace(DRAFT, mode=Privacy.OFF)
    with pytest.raises(PersonalError, match="1 telephone number in turn 2"):
        settled(draft)
    done = settled(draft, knowingly=True)
    assert done.what is TALK
    assert done.how == "off; left as it was: 1 telephone number"
    plain = Document("a", (Turn("Dr", "Hello, Siobhan."),))
    assert settled(looked(Draft(plain, Privacy.OFF))).how == "off"


def test_check_goes_on_once_each_finding_was_looked_at():
    plain = Document("a", (Turn("Dr", "Hello, Siobhan."),))
    draft = looked(Draft(plain, Privacy.CHECK))
    with pytest.raises(PersonalError, match="1 name in turn 1"):
        settled(draft)
    left = say(draft, [place(f) for f in draft.findings or ()], stays=True)
    assert settled(left).what == plain
    assert settled(left).how == "check; left as it was: 1 name"


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("chelsea road", "Chelsea"),  # a place, as the rules see it
        ("worse", "worse"),
        ("husband Tomasz", "Tomasz"),
    ],
)
def test_a_marked_name_goes_everywhere_whatever_the_rules_think_of_it(name, gone):
    assert gone not in "\n".join(texts(looked(mark(DRAFT, [name]))))


@pytest.mark.parametrize("mode", [Privacy.REPLACE, Privacy.TAG])
def test_a_name_that_stands_in_a_label_and_the_title_alone_goes_too(mode):
    talk = Document("rennie-2", (Turn("Agnes Rennie", "Hello."),), source="rennie-2.txt")
    done = settled(looked(mark(Draft(talk, mode), ["Rennie"]))).what
    assert "rennie" not in f"{done.id} {done.source} {done.turns[0].speaker}".lower()


def test_choices_outlast_a_mark_and_an_unseen_name_is_told():
    undone = say(DRAFT, of(DRAFT, "Tomasz").places, stays=True)
    assert of(looked(mark(undone, ["worse"])), "Tomasz").undone == 1
    assert unseen([t.text for t in TALK.turns], ["Siobhan", "Nobodyhere"]) == ("Nobodyhere",)
    assert typed(" Siobhan,, O’Hara ,12, Siobhan") == ("Siobhan", "O’Hara")
    assert unseen(["Mrs O'Hara's son"], ["O’Hara"]) == ()


def test_a_marked_name_is_kept_in_no_cache():
    assert unseen(["Hello."], ["Nobodyhere"])
    modules = [module for name, module in sys.modules.items() if name.startswith("regex")]
    assert "Nobodyhere" not in repr([getattr(module, "_cache", None) for module in modules])


def test_a_spared_label_stays_as_it_is():
    speakers = [t.speaker for t in settled(spare(DRAFT, "Dr Patel", stays=True)).what.turns]
    assert speakers[0] == "Dr Patel"
    assert "Thirkettle" not in speakers[1]
    assert spare(spare(DRAFT, "Dr Patel", stays=True), "Dr Patel", stays=False) == DRAFT


def test_what_went_on_holds_nothing_of_what_was_taken_out():
    held = repr(settled(DRAFT)).lower()
    assert [w for w in ("patel", "siobhan", "thirkettle", "tomasz", "900334") if w in held] == []


def test_an_empty_consultation_goes_on():
    empty = looked(Draft(Document("a", ())))
    assert settled(empty).how == "replace"
    assert same(empty, preview(empty)) == ()
