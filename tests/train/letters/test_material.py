"""Coded letters as sentences: what earns a code, what may, and what does not."""

from dataclasses import replace

import pytest

from commscore.train.letters.material import letter_codes_of, lettered
from commscore.types import Aside, Flag, Letter, LetterReport, Named, Problem, Role

TEXT = "Dear Sir,\n\nNobody listened to me. I said it twice! The bed was clean.\n"


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def coded(quoted: bool = False, **changes: object) -> LetterReport:
    letter = Letter("t1", TEXT, asides=(Aside("salutation", *span("Dear Sir,")),))
    stages = (Named("ward", (span("The bed was clean"),) if quoted else ()),)
    parts: dict[str, object] = {
        "problems": (Problem("listening", 2, (2, 2), (span("Nobody listened"),)),),
        "stages": stages,
        "praise": (span("The bed was clean."),),
    }
    return LetterReport(letter, **(parts | changes))  # type: ignore[arg-type]


def sure(report: LetterReport, code: str) -> list[tuple[int, str]]:
    (found,) = lettered([report])
    turns = found.report.document.turns
    return [
        (c.turn, turns[c.turn].text[c.start : c.end])
        for c in found.report.codes
        if c.code == code and not c.disputed
    ]


def unsure(report: LetterReport, code: str) -> list[int]:
    (found,) = lettered([report])
    return [c.turn for c in found.report.codes if c.code == code and c.disputed]


def test_sentences_are_turns_and_asides_nobodys() -> None:
    (found,) = lettered([coded()])
    assert [(t.text, t.role) for t in found.report.document.turns] == [
        ("Dear Sir,", Role.OTHER),
        ("Nobody listened to me.", Role.PATIENT),
        ("I said it twice!", Role.PATIENT),
        ("The bed was clean.", Role.PATIENT),
    ]


@pytest.mark.parametrize(("quoted", "open_"), [(False, [2, 3]), (True, [])])
def test_what_may_earn_a_code_too_is_disputed_unless_all_words_were_quoted(
    quoted: bool, open_: list[int]
) -> None:
    report = coded(quoted)
    assert sure(report, "listening") == [(1, "Nobody listened")]
    assert unsure(report, "listening") == open_
    assert sure(report, "praise") == [(3, "The bed was clean.")]
    assert unsure(report, "praise") == []


def test_a_stage_without_words_is_open_everywhere() -> None:
    assert (sure(coded(), "stage.ward"), unsure(coded(), "stage.ward")) == ([], [1, 2, 3])


def test_words_over_two_sentences_earn_it_in_both() -> None:
    both = (span("Nobody listened")[0], span("I said it")[1])
    report = coded(problems=(Problem("listening", 3, (3, 3), (both,)),))
    assert sure(report, "listening") == [(1, "Nobody listened to me."), (2, "I said it")]


def test_a_sentence_has_the_worst_severity_that_it_shows() -> None:
    quality = Problem("quality", 3, (3, 3), (span("listened to me"),))
    disputed = Problem("respect", 1, (1, 1), (span("I said it"),), disputed=True)
    report = coded(problems=(*coded().problems, quality, disputed))
    (found,) = lettered([report])
    assert [(label.turn, label.value) for label in found.report.labels] == [(1, "3")]


def test_codes_of_the_letter() -> None:
    flags = (Flag("legal", (span("I said it"),), disputed=True),)
    report = coded(flags=flags, asks=(Named("none"),))
    assert letter_codes_of(report) == {
        "listening": False,
        "stage.ward": False,
        "flag.legal": True,
        "praise": False,
    }


def test_asides_are_looked_for_where_a_coding_names_none() -> None:
    letter = Letter("x", "Dear Sir,\n\nNobody came.\n\nYours faithfully\nAnn Moss")
    own = replace(letter, asides=(Aside("form", 11, 23),))
    first, second = lettered([LetterReport(letter), LetterReport(own)])
    assert [s.aside for s in first.parsed.sentences] == ["salutation", "", "signature", "signature"]
    assert second.gold.letter.asides == own.asides
    assert [t.role for t in first.report.document.turns] == ["other", "patient", "other", "other"]
