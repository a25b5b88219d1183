"""Two codings settled into one."""

import json
from dataclasses import replace

import pytest

from commscore.read.schema import load
from commscore.report.records import as_json
from commscore.train.adjudicate import Side, adjudicated, differences
from commscore.train.agreement import agreement
from commscore.train.coding import blind, recoded
from commscore.work import Chosen, Coding
from conftest import consultation

DOCUMENT = consultation("P: I am worried. It is bad.", "D: That must be hard. Go on.", "D: Why?")
BOTH = ("concern", 0, 0, 13)


def coded(coder, *given):
    return recoded(blind(DOCUMENT, coder, chosen=Chosen.RANDOM), [BOTH, *given])


ROBIN = coded("Robin", ("empathy", 1, 0, 18), ("facilitator", 1, 19, 25))
KIM = coded("Kim", ("reflection", 1, 5, 18), ("open_question", 2, 0, 4))


def names(codes):
    return [code.code for code in codes]


def test_codes_of_the_same_words_are_one_difference_and_others_are_apart():
    found = [(each.turn, names(each.first), names(each.second)) for each in differences(ROBIN, KIM)]
    assert found == [(1, ["empathy"], ["reflection"]), (1, ["facilitator"], []), (2, [], ["open_question"])]


def test_other_words_for_the_same_code_in_a_turn_are_no_difference():
    assert differences(coded("A", ("empathy", 1, 0, 4)), coded("B", ("empathy", 1, 5, 18))) == ()


def test_what_is_disputed_already_is_left_out():
    disputed = replace(ROBIN, codes=tuple(replace(code, disputed=True) for code in ROBIN.codes))
    assert names(c for each in differences(disputed, KIM) for c in each.first) == []


@pytest.mark.parametrize(
    ("side", "taken"),
    [
        (Side.FIRST, ["empathy"]),
        (Side.SECOND, ["reflection"]),
        (Side.BOTH, ["empathy", "reflection"]),
        (Side.NEITHER, []),
    ],
)
def test_what_is_decided_is_what_stands(side, taken):
    made = adjudicated(ROBIN, KIM, {0: side, 1: Side.NEITHER, 2: Side.NEITHER}, "Sam")
    assert names(made.codes) == ["concern", *taken]
    assert not any(code.disputed for code in made.codes)


def test_what_is_not_decided_stays_disputed_and_counts_in_no_agreement():
    made = adjudicated(ROBIN, KIM, {1: Side.FIRST}, "Sam")
    assert [(c.code, c.disputed) for c in made.codes] == [
        ("concern", False),
        ("empathy", True),
        ("reflection", True),
        ("facilitator", False),
        ("open_question", True),
    ]
    assert {row.code for row in agreement([made], [ROBIN])} == {"concern", "facilitator"}


def test_the_settled_coding_says_whose_it_is_and_comes_back_as_it_was():
    made = adjudicated(ROBIN, KIM, {}, "Sam")
    assert made.provenance.coder == "Robin and Kim, settled by Sam"
    assert (made.provenance.coding, made.provenance.chosen) == (Coding.ADJUDICATED, Chosen.RANDOM)
    assert load(json.loads(as_json([made])), "here") == made


def test_a_machines_start_is_not_forgotten():
    started = replace(KIM, provenance=replace(KIM.provenance, coding=Coding.PRE_ANNOTATED))
    made = adjudicated(ROBIN, started, {}, "Sam")
    assert made.provenance.warnings == ("Kim started from the machine's codes",)


def test_two_alike_need_no_decision():
    assert differences(ROBIN, ROBIN) == ()
    assert adjudicated(ROBIN, ROBIN, {}, "Sam").codes == ROBIN.codes
