"""Letters as read against letters as coded."""

from dataclasses import asdict, replace

import pytest

from commscore.train.letters.chances import Chance
from commscore.train.letters.figures import letter_part
from commscore.train.letters.missed import explained
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
    (reason,) = part.missed[0].reasons
    assert (reason.code, reason.spans, reason.words, reason.found) == (
        "flag.ongoing_risk",
        ((21, 30),),
        (),
        "",
    )
    assert (part.ranking.low.letters, part.ranking.low.of, part.ranking.low.share.value) == (6, 6, 1)


def test_words_are_kept_of_what_may_be_quoted_alone_and_the_model_and_the_rules_are_told() -> None:
    read = [replace(g, flags=(), priority=Priority("standard")) for g in GOLD]
    sure = [{"flag.ongoing_risk": Chance(0.2, 0.4, ruled=False)} for _ in GOLD]
    first, second, *_ = letter_part(GOLD, read, sure, quotable={"x1"}).missed
    assert (first.reasons[0].words, second.reasons[0].words) == (("She is st",), ())
    told = explained(asdict(first.reasons[0]))
    assert "“She is st”" in told
    assert "0.20 of 0.40 needed, the rules did not find it" in told
    assert "characters 21 to 30" in explained(asdict(second.reasons[0]))


def test_a_disputed_flag_says_neither_urgent_nor_not() -> None:
    disputed = [replace(g, flags=tuple(replace(f, disputed=True) for f in g.flags)) for g in GOLD]
    part = letter_part(disputed, GOLD)
    assert (part.urgent.turns, part.urgent.given, part.ranking.flagged.of) == (6, 0, 6)
    beside = [replace(g, flags=(*g.flags, Flag("safeguarding", (), disputed=True))) for g in GOLD]
    assert (letter_part(beside, GOLD).urgent.given, letter_part(beside, GOLD).urgent.turns) == (6, 6)


def test_a_disputed_priority_is_left_out_of_the_ranking() -> None:
    read = [replace(g, priority=Priority("standard")) for g in GOLD]
    gold = [replace(g, priority=replace(g.priority, disputed=True)) for g in GOLD[:6]] + GOLD[6:]
    part = letter_part(gold, read)
    assert (part.ranking.low.of, len(part.missed)) == (3, 3)


@pytest.mark.parametrize(("level", "low", "lowered"), [("high", 0, 6), ("standard", 6, 0), ("urgent", 0, 0)])
def test_urgent_as_high_is_told_apart_from_urgent_as_standard(level: str, low: int, lowered: int) -> None:
    read = [replace(g, priority=Priority(level)) for g in GOLD]
    ranking = letter_part(GOLD, read).ranking
    assert (ranking.low.letters, ranking.lowered.letters) == (low, lowered)


def test_letters_that_are_not_urgent_and_flagged_are_counted() -> None:
    read = [replace(g, flags=(Flag("safeguarding", ()),)) for g in GOLD]
    flagged = letter_part(GOLD, read).ranking.flagged
    assert (flagged.letters, flagged.of, flagged.share.value) == (6, 6, 1)


@pytest.mark.parametrize(("authors", "resampled"), [(2, "letters"), (6, "authors")])
def test_authors_are_resampled_where_there_are_enough(authors: int, resampled: str) -> None:
    gold = [replace(g, letter=replace(g.letter, group=f"a{n % authors}")) for n, g in enumerate(GOLD)]
    read = [replace(g, problems=() if n % authors else g.problems) for n, g in enumerate(gold)]
    part = letter_part(gold, read)
    found = part.codes["listening"].recall
    alone = letter_part(GOLD, read).codes["listening"].recall
    assert part.resampled == resampled
    assert (found == alone) is (resampled == "letters")


def test_probabilities_are_judged_letter_by_letter() -> None:
    sure = [{"flag.ongoing_risk": Chance(0.9 if n % 2 else 0.1, 0.4, ruled=False)} for n in range(12)]
    part = letter_part(GOLD, GOLD, sure)
    assert part.codes["flag.ongoing_risk"].average_precision.value == 1
    assert part.calibration is not None
    assert (part.calibration.codes, part.calibration.cells) == (("flag.ongoing_risk",), 12)
    assert part.calibration.ece.value == pytest.approx(0.1)


@pytest.mark.parametrize(("certain", "found"), [(True, 12), (False, 0)])
def test_a_maybe_counts_as_not_given(certain: bool, found: int) -> None:
    read = [replace(g, problems=tuple(replace(p, certain=certain) for p in g.problems)) for g in GOLD]
    part = letter_part(GOLD, read)
    assert (part.codes["listening"].found, part.codes["listening"].maybe) == (found, 12 - found)
    assert part.severity.problems == found


def test_the_mean_goes_over_what_the_gold_gives_whoever_reads() -> None:
    both = [replace(g, problems=(*g.problems, Problem("respect", 1, (1, 1), ()))) for g in GOLD]
    part = letter_part(GOLD, both)
    assert part.codes["respect"].f1.value == 0
    assert part.means["categories"].value == 1


def test_what_is_disputed_is_left_out() -> None:
    gold = [
        replace(g, problems=tuple(replace(p, disputed=True) for p in g.problems)) for g in GOLD[:6]
    ] + GOLD[6:]
    assert letter_part(gold, GOLD).codes["listening"].turns == 6


def test_severities_between_two_levels_are_counted() -> None:
    part = letter_part(GOLD, GOLD)
    assert (part.severity.between, part.severity.between_holds.value) == (12, 1)
