"""Letters as read against letters as coded."""

from dataclasses import replace

import pytest

from commscore.train.letters.figures import letter_part
from commscore.types import Flag, Letter, LetterReport, Named, Priority, Problem

TEXT = "Why was I sent home? She is still in pain and nobody comes. Thank you to Ann."


def coded(number: int, **changes: object) -> LetterReport:
    parts: dict[str, object] = {
        "problems": (Problem("listening", 1 + number % 3, (1, 3), ((0, 5),)),),
        "stages": (Named("ward"),),
        "flags": (Flag("ongoing_risk", ((21, 30),)),) if number % 2 else (),
        "questions": ((0, 20),),
        "praise": ((60, 76),),
        "priority": Priority("urgent" if number % 2 else "standard"),
    }
    return LetterReport(Letter(f"x{number}", TEXT), **(parts | changes))  # type: ignore[arg-type]


GOLD = [coded(n) for n in range(12)]


def test_a_perfect_reading() -> None:
    part = letter_part(GOLD, GOLD)
    assert part.codes["listening"].f1.value == 1
    assert part.means["categories"].value == 1
    assert (part.severity.kappa.value, part.severity.exact.value, part.severity.problems) == (1, 1, 12)
    assert (part.urgent.recall.value, part.missed) == (1, ())
    assert {name: each.f1.value for name, each in part.passages.items()} == {
        "questions": 1,
        "harm": None,
        "praise": 1,
    }


def test_what_is_missed_is_named_with_its_reasons() -> None:
    read = [replace(g, flags=(), priority=Priority("standard")) for g in GOLD]
    part = letter_part(GOLD, read)
    assert part.urgent.recall.value == 0
    assert [m.letter for m in part.missed] == ["x1", "x3", "x5", "x7", "x9", "x11"]
    assert part.missed[0].reasons == ("ongoing_risk",)


@pytest.mark.parametrize(("certain", "found"), [(True, 12), (False, 0)])
def test_a_maybe_counts_as_not_given(certain: bool, found: int) -> None:
    read = [replace(g, problems=tuple(replace(p, certain=certain) for p in g.problems)) for g in GOLD]
    part = letter_part(GOLD, read)
    assert (part.codes["listening"].found, part.codes["listening"].maybe) == (found, 12 - found)
    assert part.severity.problems == found


def test_what_is_disputed_is_left_out() -> None:
    gold = [
        replace(g, problems=tuple(replace(p, disputed=True) for p in g.problems)) for g in GOLD[:6]
    ] + GOLD[6:]
    assert letter_part(gold, GOLD).codes["listening"].turns == 6


def test_severities_between_two_levels_are_counted() -> None:
    part = letter_part(GOLD, GOLD)
    assert (part.severity.between, part.severity.between_holds.value) == (12, 1)
