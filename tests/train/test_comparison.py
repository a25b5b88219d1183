"""Two models on the same coding: the difference has an interval of its own, and knows what was trained on."""

from dataclasses import replace

import pytest

from commscore.errors import UnreadableError
from commscore.models import load
from commscore.train.comparison import comparison
from commscore.types import Code, Document, Provenance, Report, Role, Turn
from commscore.work import Coding

EMPATHY = "That must be very hard for you. I'm so sorry to hear that."


def gold(number: int, given: bool = True) -> Report:
    turns = (Turn("P", "I'm worried.", Role.PATIENT), Turn("D", EMPATHY, Role.CLINICIAN)) * 2
    codes = tuple(Code("empathy", n, 0, 10) for n in (1, 3)) if given else ()
    return Report(Document(f"own-{number}", turns), codes, provenance=Provenance("", coder="kim"))


def test_the_rules_against_themselves_differ_by_nothing() -> None:
    found = comparison([gold(n) for n in range(6)], None, None)
    (empathy,) = (row for row in found.codes if row.code == "empathy")
    assert (empathy.given, empathy.first.f1.value) == (12, 1.0)
    for each in (empathy.f1, found.mean):
        assert (each.value, each.low, each.high) == (0.0, 0.0, 0.0)
    assert found.conversations == 6
    assert found.means == (1.0, 1.0)


def test_a_models_figures_stand_beside_the_rules(tiny) -> None:
    found = comparison([gold(n) for n in range(6)], None, load(tiny))
    (empathy,) = (row for row in found.codes if row.code == "empathy")
    assert empathy.f1.value == pytest.approx((empathy.second.f1.value or 0) - 1.0)
    assert found.second["model"] == "tiny"
    assert found.first["model"] == "rules"


def test_few_conversations_give_no_interval_and_none_is_an_error() -> None:
    found = comparison([gold(n) for n in range(3)], None, None)
    assert found.mean.low is None
    assert all(row.f1.low is None for row in found.codes)
    with pytest.raises(UnreadableError, match="choose a coded set"):
        comparison([Report(gold(0).document)], None, None)


def test_a_code_given_seldom_is_in_no_mean() -> None:
    found = comparison([gold(n, n < 2) for n in range(6)], None, None)
    assert found.means == (None, None)
    assert found.mean.value is None


def test_a_coding_that_began_with_a_machines_codes_is_named() -> None:
    told = Provenance("", {"mine": "ab"}, coder="kim", coding=Coding.PRE_ANNOTATED)
    found = comparison([gold(0), replace(gold(1), provenance=told)], None, None)
    assert found.warnings[0].startswith("1 of 2 documents were coded starting from what mine found")
    assert comparison([gold(0)], None, None).warnings == ()
