"""Splits: whole conversations, all corpora everywhere, and nothing on both sides."""

from dataclasses import replace

import pytest

from commscore.errors import RecipeError
from commscore.train.splits import check, check_apart, fingerprint, folds, held_in
from commscore.types import Document, Report, Role, Turn

LONG = " ".join(f"word{n}" for n in range(31))
ALMOST = " ".join(f"word{n}" for n in range(30))


def said(name: str, *texts: str, group: str | None = None) -> Report:
    return Report(Document(name, tuple(Turn("D", text, Role.CLINICIAN) for text in texts), group=group))


DATA = [said(f"{corpus}-{n}", f"{corpus} {n}") for corpus in ("toy", "annomi", "x") for n in range(7)]


@pytest.mark.parametrize("number", [2, 3, 5, 7])
@pytest.mark.parametrize("seed", [0, 20])
def test_folds_hold_every_group_once_and_all_corpora(number: int, seed: int) -> None:
    found = folds(DATA, number, seed)
    assert len(found) == number
    assert sorted(name for part in found for name in part) == sorted(r.document.id for r in DATA)
    for part in found:
        for corpus in ("toy", "annomi", "x"):
            held = sum(name.startswith(f"{corpus}-") for name in part)
            assert 7 // number <= held <= 7 // number + 1
    assert found == folds(DATA[::-1], number, seed)
    assert fingerprint(found) == fingerprint(folds(DATA[::-1], number, seed))
    assert fingerprint(found) != fingerprint(folds(DATA, number, seed + 1))


def test_a_conversation_stays_together() -> None:
    data = [*DATA, *(said(f"toy-1{n}", f"more {n}", group="toy-talk") for n in range(3))]
    names = [name for part in folds(data, 4, 1) for name in part]
    assert names.count("toy-talk") == 1
    assert "toy-10" not in names


def test_too_few_conversations() -> None:
    with pytest.raises(RecipeError, match="folds = 8, but the data hold 7 conversations"):
        folds(DATA[:7], 8, 0)


@pytest.mark.parametrize(("share", "held"), [(0, 0), (0.5, 10.5), (0.25, 5.25), (0.1, 2.1), (0.9, 10.5)])
def test_held_in(share: float, held: float) -> None:
    found = held_in(DATA, share, 3)
    assert abs(len(found) - held) < 1
    assert found <= {r.document.id for r in DATA}


@pytest.mark.parametrize(
    ("data", "held_out", "says"),
    [
        ([said("a", LONG), said("b", LONG)], [], "a and b hold the same text"),
        ([said("a", LONG), said("b", f"  {LONG.upper()}!  [laughs] ")], [], "a and b hold the same text"),
        ([said("a", "Hm.", LONG), said("b", LONG, "Yes.")], [], "a and b hold the same text"),
        ([said("a", ALMOST, "yes"), said("b", ALMOST, "yes")], [], "a and b hold the same text"),
        ([said("a", LONG)], [said("b", "Hm.", LONG)], "b is held out and stands in the data too"),
        ([said("a", LONG)], [said("a", LONG + " more")], "a is held out and stands in the data too"),
        ([said("a", LONG, group="t")], [said("b", LONG + " more", group="t")], "b is held out"),
    ],
)
def test_what_leaks_is_refused(data: list[Report], held_out: list[Report], says: str) -> None:
    with pytest.raises(RecipeError) as refused:
        check(data, held_out)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("data", "held_out"),
    [
        ([said("a", LONG), said("b", LONG + " more")], [said("c", "word0 " + LONG)]),
        ([said("a", "Any pain?"), said("b", "Any pain?")], [said("c", "Any pain?")]),  # chance
        ([said("a", LONG, group="t"), said("b", LONG, group="t")], []),
        ([said("a", LONG, "yes"), said("b", ALMOST, "no")], []),
        ([], []),
    ],
)
def test_what_does_not_leak(data: list[Report], held_out: list[Report]) -> None:
    check(data, held_out)


def test_a_held_out_document_that_is_short_is_known_by_its_id() -> None:
    short = said("a", "Any pain?")
    with pytest.raises(RecipeError, match="a is held out"):
        check([short], [replace(short)])


def test_what_is_measured_is_not_trained_on_in_each_fold() -> None:
    check_apart([said("toy-1", LONG)], [said("toy-2", LONG)])
    with pytest.raises(RecipeError, match="toy-1 stands in a source that is measured and in one that is not"):
        check_apart([said("toy-1", LONG)], [said("toy-1", LONG)])


def test_a_held_out_document_is_known_by_its_id_too() -> None:
    with pytest.raises(RecipeError, match="is held out"):
        check([said("toy-1", "short", group="video")], [said("toy-1", "short")])


def test_few_conversations_are_still_held_in() -> None:
    assert len(held_in(DATA[:4], 0.08, 1)) == 1
    assert held_in(DATA[:1], 0.08, 1) == frozenset()
