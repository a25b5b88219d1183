import re
from dataclasses import replace
from html import unescape

import pytest
from tests.report.letters.conftest import a_letter

from commscore.report.letters.marked import SHADES, marked_html, marked_runs
from commscore.report.letters.passage import passage
from commscore.types import Flag


def test_marking_loses_nothing_of_the_text() -> None:
    report = a_letter()
    assert "".join(run.text for run in marked_runs(report)) == report.letter.text
    bare = re.sub(r'<span class="cs-label[^>]*>[^<]*</span>|</?(?:mark|span)[^>]*>', "", marked_html(report))
    assert unescape(bare) == report.letter.text


@pytest.mark.parametrize(
    "words",
    [
        *("At risk now", "Listening", "Environment (maybe)", "Legal action (please check)"),
        *("Asks: An apology", "Question", "Praise", "Harm claimed"),
    ],
)
def test_each_mark_says_what_it_is_in_words(words: str) -> None:
    html = marked_html(a_letter())
    assert f">{words}</span>" in html
    assert 'class="aside" title="signature, not coded"' in html


def test_spans_beyond_the_text_mark_what_there_is() -> None:
    report = replace(a_letter(), flags=(Flag("death", ((-5, 4), (9, 9), (70, 10**6))),))
    assert "".join(run.text for run in marked_runs(report)) == report.letter.text


def test_kinds_differ_by_more_than_colour() -> None:
    lines = [shade.line for about, shade in SHADES.items() if about]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("One. I am at risk now. Three.", "at risk", ("I am ", "at risk", " now.")),
        ("Name: Ann\nI am at risk", "at risk", ("I am ", "at risk", "")),
        ("I told Dr. Marl I am not at risk.", "at risk", ("I told Dr. Marl I am not ", "at risk", ".")),
        ("One. Two! Three?", "One. Two!", ("", "One. Two!", "")),
        ("He hit him.", "He hit him.", ("", "He hit him.", "")),
        ("a " * 90 + "at risk", "at risk", ("… ", "at risk", "")),
    ],
)
def test_a_passage_is_the_sentence_that_holds_the_words(
    text: str, words: str, shown: tuple[str, str, str]
) -> None:
    start = text.index(words)
    found = passage(text, (start, start + len(words)))
    assert (found.before, found.words, found.after) == shown


@pytest.mark.parametrize("span", [(0, 0), (-3, 2), (5, 99), (99, 100), (3, 1)])
def test_a_span_that_is_not_there_breaks_nothing(span: tuple[int, int]) -> None:
    assert len(passage("Some words.", span).text) <= 20
    assert passage("", span).text == ""
