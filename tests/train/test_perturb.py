"""Perturbations: what they do to words, and that every span still holds what it held."""

from dataclasses import replace
from random import Random

import pytest

from commscore.read.schema import dump, load
from commscore.train.cut import cut, origins, split_turns
from commscore.train.edits import Edit, edited, with_edits
from commscore.train.exchange import exchange
from commscore.train.lists import spelling, stuffing
from commscore.train.misheard import word_errors
from commscore.train.perturb import PERTURBATIONS, augmented, stuffed
from commscore.train.writing import american, british, unpunctuated
from commscore.types import Code, Document, Label, Moment, Report, Turn
from conftest import consultation

LINES = (
    "D: Good morning, I'm Doctor Okafor, um, can you confirm your name is Sarah Smith?",
    "P: Yes, that's me. My husband drove, he is waiting outside with our son.",
    "D: So what brings you in today, Sarah?",
    "P: I've had diarrhoea for a week and, you know, I'm really worried it's a tumour like my dad's.",
    "D: That must be frightening. Tell me more about what happened to him, and when it began.",
    "P: He was anaemic. Um.",
    "D: Right. We'll check your haemoglobin today, and if you see blood, go straight to the hospital.",
)


def coded(*words: tuple[int, str, str]) -> Report:
    """Return the consultation above with codes on these words, (code, turn, words)."""
    document = consultation(*LINES)
    codes = []
    for turn, code, said in words:
        start = document.turns[turn].text.index(said)
        codes.append(Code(code, turn, start, start + len(said)))
    moments = tuple(Moment(c.turn, c.code, "explored", 4) for c in codes if c.code in {"concern", "cue"})
    labels = (
        Label("annomi.quality", None, "high"),
        Label("annomi.behaviour", 4, "question", spans=((0, 27),)),
    )
    return Report(document, tuple(codes), moments, labels=labels)


GOLD = coded(
    (0, "introduction", "I'm Doctor Okafor"),
    (2, "agenda", "what brings you in today"),
    (3, "concern", "I'm really worried"),
    (4, "empathy", "That must be frightening."),
    (4, "open_question", "Tell me more about what happened to him"),
    (6, "plan", "We'll check your haemoglobin today"),
    (6, "safety_net", "if you see blood, go straight to the hospital"),
)


def spans(report: Report) -> dict[str, str]:
    return {c.code: report.document.turns[c.turn].text[c.start : c.end] for c in report.codes}


@pytest.mark.parametrize(
    ("edits", "span", "left"),
    [
        ([], (3, 7), "very"),
        ([Edit(3, 7, "quite")], (3, 7), "quite"),
        ([Edit(3, 8, "")], (3, 12), "sore"),
        ([Edit(3, 7, "")], (3, 7), None),  # nothing of it is left
        ([Edit(0, 0, "oh "), Edit(12, 12, " indeed")], (0, 12), "so very sore"),  # put in at its edges
        ([Edit(7, 7, " very")], (3, 12), "very very sore"),  # put in inside
        ([Edit(7, 7, " very")], (3, 7), "very"),
        ([Edit(7, 7, " very")], (8, 12), "sore"),
        ([Edit(1, 5, "XX")], (3, 12), "XXry sore"),  # an edge inside moves out
        ([Edit(1, 5, "XX")], (0, 3), "sXX"),
        ([Edit(0, 12, "!")], (3, 7), None),
        ([Edit(2, 2, " x"), Edit(3, 7, "")], (3, 12), "sore"),
    ],
)
def test_a_span_goes_along(edits: list[Edit], span: tuple[int, int], left: str | None) -> None:
    found = edited("so very sore", edits)
    moved = found.span(*span)
    assert (moved and found.text[moved[0] : moved[1]]) == left


def test_random_edits_leave_every_span_inside_its_text() -> None:
    rng = Random(4)
    text = "one two three four five six"
    for _ in range(2000):
        cuts = sorted(rng.sample(range(len(text) + 1), 4))
        edits = [
            Edit(cuts[0], cuts[1], rng.choice(("", "a", "bcd"))),
            Edit(cuts[2], cuts[3], rng.choice(("", "z"))),
        ]
        start, end = sorted(rng.sample(range(len(text) + 1), 2))
        found = edited(text, edits)
        span = found.span(start, end)
        assert span is None or 0 <= span[0] < span[1] <= len(found.text)


def test_a_code_that_vanished_takes_its_moment_along() -> None:
    at = next(c for c in GOLD.codes if c.code == "concern")
    changed = with_edits(GOLD, {3: [Edit(at.start, at.end, "")]})
    assert "concern" not in spans(changed)
    assert changed.moments == ()
    assert changed.labels == GOLD.labels


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_each_is_pure_seeded_and_whole(name: str) -> None:
    before = dump(GOLD)
    first, second = (PERTURBATIONS[name](GOLD, Random(8)) for _ in range(2))
    assert first == second
    assert dump(GOLD) == before
    assert load(dump(first), name) == first  # every span and every turn is there
    assert PERTURBATIONS[name](Report(Document("empty", ())), Random(1)).document.turns == ()


@pytest.mark.parametrize("name", [name for name in PERTURBATIONS if not name.startswith("word_errors")])
def test_the_words_that_earned_a_code_are_still_those(name: str) -> None:
    after = spans(PERTURBATIONS[name](GOLD, Random(8)))
    assert after.keys() == spans(GOLD).keys()
    assert after["safety_net"].replace(",", "") == "if you see blood go straight to the hospital"


@pytest.mark.parametrize("rate", [0.05, 0.15, 0.30])
def test_word_errors_come_at_the_rate_that_was_asked(rate: float) -> None:
    jiwer = pytest.importorskip("jiwer")
    rng, said, heard = Random(1), [], []
    for _ in range(150):
        for turn in GOLD.document.turns:
            said.append(" ".join(unspoken(turn.text)))
            heard.append(" ".join(unspoken(edited(turn.text, word_errors(turn.text, rng, rate)).text)))
    found = jiwer.process_words(said, heard)
    assert found.wer == pytest.approx(rate, rel=0.1)
    assert found.substitutions > found.deletions > found.insertions > 0


def unspoken(text: str) -> list[str]:
    return edited(text, unpunctuated(text)).text.split()


def test_word_errors_let_the_transcribers_tags_be() -> None:
    text = "it <UNIN/> hurts [laughs]"
    for seed in range(50):
        heard = edited(text, word_errors(text, Random(seed), 1.0)).text
        assert "<UNIN/>" in heard
        assert "[laughs]" in heard


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Um, Well, you know, it's 5.5 or so.", "well it's 5.5 or so"),
        ("Do you know why?", "do you know why"),
        ("You know, I am fine.", "i am fine"),
        ("Mm-hm.", "mm-hm"),
        ("Um.", "um"),  # what is the whole turn stays
        ("<UNIN/> no (laughs)", "no"),
        ("...", ""),
        ("", ""),
    ],
)
def test_unpunctuated(said: str, written: str) -> None:
    assert edited(said, unpunctuated(said)).text == written


@pytest.mark.parametrize(
    ("uk", "us"),
    [
        ("The oesophagus and two tumours.", "The esophagus and two tumors."),
        ("DIARRHOEA, Haemoglobin; your mum's anaemia", "DIARRHEA, Hemoglobin; your mom's anemia"),
        ("no such word", "no such word"),
        ("", ""),
    ],
)
def test_spelling_goes_both_ways(uk: str, us: str) -> None:
    assert edited(uk, american(uk)).text == us
    assert edited(us, british(us)).text == uk
    assert not british(uk)
    assert not american(us)


def test_american_words_with_another_british_meaning_stay() -> None:
    assert edited("a cheque and 2 metres", american("a cheque and 2 metres")).text == "a check and 2 meters"
    assert british("check the meter") == []


def test_the_list_of_spellings() -> None:
    pairs = spelling().pairs
    assert len(pairs) >= 150
    assert not {uk for uk, _ in pairs} & {us for _, us in pairs}


@pytest.mark.parametrize(
    ("said", "swapped"),
    [
        ("He said she saw him.", "She said he saw her."),
        ("Her leg hurts her.", "His leg hurts him."),
        ("It was his. His wife knows.", "It was hers. Her husband knows."),
        ("He's my brother; she'll come.", "She's my sister; he'll come."),
        ("Ask Mr. Jones' mum", "Ask Mrs. {Jones}' dad"),
        ("there, the other history", "there, the other history"),
    ],
)
def test_genders_change_places(said: str, swapped: str) -> None:
    other = exchange(consultation(f"P: {said}"), Random(2))
    text = edited(said, other.edits(said)).text
    assert text == swapped.format(**other.names)


def test_a_name_is_exchanged_for_the_same_one_throughout() -> None:
    document = consultation(
        "D: I'm Doctor Okonedo. Your name is Sarah Quillfeather?",
        "P: Sarah, yes, Dr Okonedo.",
        "D: Right. Doctor. So?",
    )
    other = exchange(document, Random(3))
    assert other.names.keys() == {"Okonedo", "Sarah", "Quillfeather"}
    first, second, third = (edited(t.text, other.edits(t.text)).text for t in document.turns)
    assert other.names["Sarah"] in first
    assert second == f"{other.names['Sarah']}, yes, Dr {other.names['Okonedo']}."
    assert third == "Right. Doctor. So?"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Come in. It hurts.", None),  # short
        (
            "it hurts here and there and all over the place every single day now",
            ("it hurts here and there", "and all over the place every single day now"),
        ),
        ("one two three four five six seven eight nine ten eleven twelve thirteen", None),  # nowhere to cut
        (
            "Is it sore there now? No. I will press here and you tell me if it hurts.",
            ("Is it sore there now? No.", "I will press here and you tell me if it hurts."),
        ),
        ("", None),
    ],
)
def test_where_a_turn_is_cut(text: str, parts: tuple[str, str] | None) -> None:
    found = cut(text)
    assert (found and tuple(text[start:end] for start, end in found)) == parts


def test_cut_turns_are_numbered_anew() -> None:
    changed = split_turns(GOLD, Random(1))
    turns = changed.document.turns
    assert len(turns) > len(GOLD.document.turns)
    assert " ".join(t.text for t in turns).split() == " ".join(t.text for t in GOLD.document.turns).split()
    assert spans(changed) == spans(GOLD)
    (moment,) = changed.moments
    assert (moment.turn, moment.code) in {(c.turn, c.code) for c in changed.codes}
    assert turns[moment.response_turn or 0].text.startswith("That must be frightening.")
    assert [x.task for x in changed.labels] == ["annomi.quality"]  # the turn of the other was cut
    of = origins(GOLD.document, changed.document)
    assert [GOLD.document.turns[n].role for n in of] == [t.role for t in turns]
    assert sorted(set(of)) == list(range(len(GOLD.document.turns)))


def test_the_times_of_a_cut_turn_meet() -> None:
    turn = Turn("P", LINES[3].removeprefix("P: "), start=10.0, end=20.0)
    first, second = split_turns(Report(Document("timed", (turn,))), Random(1)).document.turns
    assert (first.start, second.end) == (10.0, 20.0)
    assert first.end == second.start
    assert 10 < (first.end or 0) < 20


def test_phrases_are_stuffed_only_where_nothing_was_felt() -> None:
    changed = stuffed(GOLD, Random(1), share=1.0)
    touched = [
        n for n, (a, b) in enumerate(zip(GOLD.document.turns, changed.document.turns, strict=True)) if a != b
    ]
    assert touched == [0, 2]  # later turns answer the worry
    assert spans(changed) == spans(GOLD)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_augmented(share: float) -> None:
    changed = augmented(GOLD, Random(5), share)
    assert (changed.document == GOLD.document) is (share == 0)
    assert changed == augmented(GOLD, Random(5), share)
    assert load(dump(changed), "augmented") == changed
    assert len(changed.document.turns) >= len(GOLD.document.turns)


def test_what_is_not_coded_is_neither_cut_nor_stuffed() -> None:
    changed = augmented(replace(GOLD, codes=()), Random(5), 1.0)
    assert len(changed.document.turns) == len(GOLD.document.turns)
    assert not any(phrase in t.text for t in changed.document.turns for phrase in stuffing().training)


def test_training_stuffs_with_other_phrases_than_robustness_measures() -> None:
    assert not set(stuffing().training) & set(stuffing().phrases)
    said = " ".join(t.text for t in augmented(GOLD, Random(5), 1.0).document.turns)
    assert any(phrase in said for phrase in stuffing().training)
    assert not any(phrase in said for phrase in stuffing().phrases)
