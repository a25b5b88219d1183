"""A letter coded by paragraph, and the coded letter of the contract that comes of it."""

import pytest

from commscore.codebook.coded import coded
from commscore.errors import UnreadableError
from commscore.pipeline import assess_letter
from commscore.train.coding import blind, keys, pre_annotated, recoded, saved
from commscore.train.lettercoding import (
    as_json,
    as_letter,
    as_lines,
    as_turns,
    check_finished,
    cut,
    graded,
    joined,
    ungraded,
)
from commscore.train.letters.against import letter_agreement
from commscore.types import Code, Document, Kind, Letter, LetterReport, Named, Provenance
from commscore.work import Coding

TEXT = "  Dear Sir,\n\nNobody listened to me.\nI want an apology.\n \t\n\nWhy was that?\n"
LETTER = Letter("one", TEXT, "one.txt", group="a")
DOCUMENT = cut(LETTER)


def made(*given: tuple[str, int, int, int], coder: str = "Robin"):
    return recoded(blind(DOCUMENT, coder), given)


def test_a_letter_is_cut_into_its_paragraphs_and_put_together_again():
    assert [turn.text for turn in DOCUMENT.turns] == [
        "Dear Sir,",
        "Nobody listened to me.\nI want an apology.",
        "Why was that?",
    ]
    whole = joined(DOCUMENT)
    assert (whole.id, whole.source, whole.group) == ("one", "one.txt", "a")
    assert cut(whole) == DOCUMENT
    assert cut(Letter("none", " \n")).turns == ()
    long = cut(Letter("long", "Dear Sir,\n" + "I wait. " * 20 + "\nYours"))
    assert [len(turn.text) for turn in long.turns] == [9, 159, 5]
    assert cut(joined(long)) == long


def test_a_coding_becomes_a_coded_letter_with_its_words():
    coding = made(
        ("listening", 1, 0, 22), ("ask.apology", 1, 23, 41), ("question", 2, 0, 13), ("flag.legal", 0, 0, 4)
    )
    found = as_letter(graded(coding, "listening", 3))
    (problem,) = found.problems
    assert (problem.category, problem.severity, problem.severity_range) == ("listening", 3, (3, 3))
    assert [found.letter.text[s:e] for s, e in problem.spans] == ["Nobody listened to me."]
    assert [found.letter.text[s:e] for s, e in (*found.asks[0].spans, *found.questions)] == [
        "I want an apology.",
        "Why was that?",
    ]
    assert found.stages == (Named("unclear"),)
    assert [flag.flag for flag in found.flags] == ["legal"]
    assert "listening: severity 3" in found.priority.reasons
    assert found.provenance.coding is Coding.BLIND
    assert as_letter(made()).asks == (Named("none"),)


def test_it_is_finished_once_it_is_said_how_grave_each_category_is():
    coding = made(("listening", 1, 0, 22))
    assert ungraded(coding) == ("listening",)
    assert as_letter(coding).problems[0].severity_range == (1, 3)
    with pytest.raises(UnreadableError, match="how grave it is, from 1 to 3: Listening"):
        check_finished(coding)
    graver = graded(graded(coding, "listening", 1), "listening", 2)
    check_finished(graver)
    assert len(graver.labels) == 1
    assert graded(graver, "listening", None).labels == ()
    check_finished(blind(Document("talk", ()), "Robin"))


@pytest.mark.parametrize("written", [as_json, as_lines])
def test_what_was_exported_is_gone_on_with(written):
    coding = graded(made(("listening", 1, 0, 22), ("stage.ward", 1, 0, 6), ("harm", 1, 0, 6)), "listening", 2)
    (back,) = saved(written((coding,)), "x.json" if written is as_json else "x.jsonl")
    assert back.document == DOCUMENT
    assert [(c.code, c.turn, c.start, c.end) for c in back.codes] == [
        (c.code, c.turn, c.start, c.end) for c in coding.codes
    ]
    assert back.labels == coding.labels
    assert back.provenance == coding.provenance
    assert as_letter(back) == as_letter(coding)


def test_the_machines_codes_can_be_started_from_and_say_so():
    report = assess_letter(joined(DOCUMENT))
    started = pre_annotated(as_turns(report), "Robin")
    assert started.document == DOCUMENT
    assert {code.code for code in started.codes} >= {"ask.apology", "question"}
    assert started.provenance.coding is Coding.PRE_ANNOTATED
    assert all(code.found_by for code in started.codes if code.code == "ask.apology")


def test_what_goes_over_two_paragraphs_is_cut():
    whole = joined(DOCUMENT)
    report = LetterReport(whole, harm=((0, len(whole.text)),), provenance=Provenance("", coder="kim"))
    assert as_turns(report).codes == tuple(
        Code("harm", n, 0, len(t.text)) for n, t in enumerate(DOCUMENT.turns)
    )


def test_two_coders_agree_as_far_as_they_do():
    one, other = made(("listening", 1, 0, 22)), made(("listening", 1, 0, 6), ("praise", 2, 0, 3), coder="Kim")
    found = letter_agreement([as_letter(one)], [as_letter(other)])
    assert {row.code: (row.given, row.found) for row in found.codes}["listening"] == (1, 1)
    assert found.letters == 1


def test_each_code_of_a_letter_has_a_key_and_no_other_is_taken():
    assert keys(Kind.LETTER).keys() == coded(Kind.LETTER).keys()
    assert len(set(keys(Kind.LETTER).values())) == len(keys(Kind.LETTER))
    with pytest.raises(UnreadableError, match="no such code"):
        made(("empathy", 0, 0, 3))
