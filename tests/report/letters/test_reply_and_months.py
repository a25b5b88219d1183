"""The two others that triage makes: what a draft reply answers, and the months."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from tests.report.letters.conftest import a_letter

from commscore.report.letters import MONTHS, REPLY
from commscore.triage.reply import check
from commscore.triage.summary import monthly
from commscore.types import Letter, LetterReport, Named, Problem

DRAFT = """\
Dear Mr Marl,

We are sorry if you feel that the nurse did not listen. Nobody was told because the message was not passed on.

Yours sincerely,
The Complaints Team
"""


@pytest.mark.parametrize("name", REPLY)
@pytest.mark.parametrize("draft", [DRAFT, "", "x", "[red]a[/red] \x1b[31m <script>"])
def test_every_format_shows_a_draft(name: str, draft: str) -> None:
    report = a_letter()
    text = REPLY[name].render((report, check(report, draft))).decode()
    assert "letter-7" in text
    assert "\x1b" not in text


def test_what_is_left_out_stands_first_with_the_letters_words() -> None:
    report = a_letter()
    text = REPLY["text"].render((report, check(report, DRAFT))).decode()
    flat = " ".join(text.split())
    for words in (
        "Why was nobody told?",
        "What is asked for",
        "Environment: never mentioned",
        "✗",
        "sorry if you feel",
    ):
        assert words in flat, words
    asked = flat.partition("What is asked for")[2]
    assert 0 <= asked.index("left out") <= asked.index("How it speaks")


def test_the_check_as_json_points_into_both_texts() -> None:
    report = a_letter()
    entry = json.loads(REPLY["json"].render((report, check(report, DRAFT))))
    assert (entry["letter"], entry["draft"]) == ("letter-7", DRAFT)
    (question,) = entry["questions"]
    ((start, end),) = question["spans"]
    assert report.letter.text[start:end] == "Why was nobody told?"


def months() -> list[LetterReport]:
    """Return 30 letters of two months, most of them about listening on the ward, two about safety."""
    found = []
    for n in range(30):
        name = "safety" if n < 2 else "listening"
        letter = Letter(f"l{n}", "", received=date(2026, 1 + n % 2, 9))
        found.append(LetterReport(letter, (Problem(name, 2, (2, 2), ()),), (Named("ward"),)))
    return found


def read(name: str, reports: Sequence[LetterReport]) -> str:
    return MONTHS[name].render(monthly(reports)).decode("utf-8-sig")


def test_the_months_show_counts_with_intervals_and_no_small_number() -> None:
    text = " ".join(read("text", months()).split())
    assert "All 30" in text
    assert "Listening" in text
    assert "No number can be shown for:" in text
    assert "Safety" in text.partition("No number can be shown for:")[2]
    assert "%" in text
    assert "fewer than 5" in text
    assert "the same text sent twice too" in text
    assert "the same text sent twice too" in json.loads(read("json", months()))["note"]


def test_csv_and_json_hold_every_cell() -> None:
    rows = list(csv.DictReader(io.StringIO(read("csv", months()), newline="")))
    cells = json.loads(read("json", months()))["cells"]
    assert len(rows) == len(cells) == len(monthly(months()).cells)
    all_letters = next(row for row in rows if row["month"] == "all" and not row["category"])
    assert (all_letters["count"], all_letters["why"]) == ("30", "")
    small = [row for row in rows if row["category"] == "safety" and row["month"] == "2026-01"]
    assert {row["count"] for row in small} == {""}
    assert all(row["why"] for row in small)


@pytest.mark.parametrize("name", MONTHS)
def test_no_letters_and_odd_names_break_nothing(name: str) -> None:
    odd = replace(a_letter(), problems=(Problem("=new\x1b", 3, (3, 3), ()),), stages=(Named("\x1b"),))
    for reports in ([], [odd] * 7):
        assert "\x1b" not in read(name, reports)
