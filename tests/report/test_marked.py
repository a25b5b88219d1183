import re

import pytest

from commscore.report.marked import marked_html, runs
from commscore.types import Code, Turn

TURN = Turn("Dr", "I'm sorry <UNIN/> to hear that. Why?")


def code(name: str, start: int, end: int, certain: bool = True) -> Code:
    return Code(name, 0, start, end, certain=certain)


@pytest.mark.parametrize(
    "codes",
    [
        [],
        [code("empathy", 0, 9)],
        [code("empathy", 0, 20), code("jargon", 4, 12), code("open_question", 10, 35)],
        [code("empathy", 0, 9), code("empathy", 0, 9)],
        [code("empathy", 5, 5), code("plan", 30, 900), code("plan", 700, 900)],
    ],
)
def test_runs_lose_nothing(codes: list[Code]) -> None:
    found = runs(TURN, codes)
    assert "".join(run.text for run in found) == TURN.text
    for one in codes:
        marked = "".join(run.text for run in found if one in run.codes)
        assert marked == TURN.text[one.start : one.end]


def test_empty_turn() -> None:
    assert runs(Turn("Dr", ""), [code("plan", 0, 3)]) == ()


def test_html_is_escaped_and_labelled() -> None:
    html = marked_html(TURN, [code("empathy", 0, 9), code("open_question", 32, 36, certain=False)])
    assert '<mark class="cs cs-empathy" title="Empathy">I&#x27;m sorry</mark>' in html
    assert '<span class="cs-label cs-empathy">Empathy</span>' in html
    assert '<span class="cs-noise">&lt;UNIN/&gt;</span>' in html
    assert "cs-maybe" in html
    assert "Open question, maybe" in html


def test_html_of_overlapping_codes_is_well_formed() -> None:
    html = marked_html(TURN, [code("empathy", 0, 20), code("jargon", 4, 12), code("plan", 10, 35)])
    assert html.count("<mark") == html.count("</mark>")
    assert re.sub(r"<span class=\"cs-label.*?</span>|</?(?:mark|span)[^>]*>", "", html).startswith(
        "I&#x27;m sorry"
    )


def test_an_unknown_code_cannot_break_out() -> None:
    html = marked_html(TURN, [code('"><script>', 0, 3)])
    assert "<script" not in html.lower()
