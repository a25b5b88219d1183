"""TF-IDF of whole letters."""

import pytest

from commscore.train.letters.baseline import counted, everything, fit_counted
from commscore.train.letters.figures import letter_part
from commscore.types import Flag, Letter, LetterReport, Named, Problem

pytest.importorskip("sklearn")


def coded(number: int, disputed: bool = False) -> LetterReport:
    rude = number % 2 == 0
    said = "the clerk was rude and shouted" if rude else "the lift was broken and cold"
    text = f"On day {number} {said} while we waited in the hall"
    problem = Problem("respect" if rude else "environment", 2, (2, 2), (), disputed=disputed)
    flags = (Flag("legal", ()),) if rude else ()
    return LetterReport(Letter(f"x{number}", text), (problem,), asks=(Named("apology"),) * rude, flags=flags)


def test_it_learns_whole_letters() -> None:
    fitted = fit_counted([coded(n) for n in range(20)])
    rude, cold = counted(fitted, [coded(30).letter, coded(31).letter])
    assert [p.category for p in rude.problems] == ["respect"]
    assert [p.category for p in cold.problems] == ["environment"]
    assert ([f.flag for f in rude.flags], [a.name for a in rude.asks]) == (["legal"], ["apology"])
    assert (rude.priority.level, cold.priority.level) == ("high", "standard")


def test_saying_yes_to_all_finds_all_and_as_much_that_is_not_there() -> None:
    gold = [coded(n) for n in range(20)]
    part = letter_part(gold, [everything(each.letter) for each in gold])
    respect = part.codes["respect"]
    assert (respect.recall.value, respect.precision.value) == (1, 0.5)
    assert part.ranking.flagged.share.value == 1


def test_what_is_disputed_is_not_learnt() -> None:
    fitted = fit_counted([coded(n, disputed=True) for n in range(20)])
    assert set(fitted.codes) & {"respect", "environment"} == set()
