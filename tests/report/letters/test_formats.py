"""What holds of every format: the reasons with their words, payloads that stay text, and nothing left out."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.report.conftest import pdf_text, word_text
from tests.report.letters.conftest import TODAY, a_letter, of
from tests.report.test_formats import FORMULAS, ODD, OURS, PAYLOADS, Seen

from commscore.read.letterschema import load
from commscore.report.letters import FORMATS
from commscore.report.letters.queue import due, lines
from commscore.report.letters.table import table
from commscore.report.letters.workbook import written
from commscore.types import Clock, Letter, LetterReport

ALLOWED = {*OURS, "q", "caption", "footer"}


def excel_text(content: bytes) -> str:
    """Return the cells of a workbook, a row a line."""
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return "\n".join(" ".join(str(cell) for cell in row if cell is not None) for row in rows)


def everything(name: str, reports: Sequence[LetterReport]) -> str:
    """Return what a reader of the file can see, on one line."""
    content = FORMATS[name].render(reports, TODAY)
    if name == "pdf":
        return " ".join(pdf_text(content)[0].split())
    read = {"docx": word_text, "xlsx": excel_text}.get(name, bytes.decode)
    text = read(content)
    if name == "html":
        page = Seen()
        page.feed(text)
        text = " ".join(page.said)
    return " ".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
def test_every_reason_stands_with_its_words(name: str) -> None:
    text = everything(name, [a_letter()])
    assert "letter-7" in text
    assert "My father has had no insulin since Friday." in text
    assert "she did not listen" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_word_goes_into_a_temporary_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert FORMATS[name].render([a_letter()], TODAY)


@pytest.mark.parametrize("name", ["text", "csv", "xlsx", "html", "docx", "pdf"])
def test_a_line_shows_what_a_person_needs(name: str) -> None:
    text = everything(name, [a_letter(), of("standard", "other"), of("high", "another")])
    shown = ("At risk now", "Listening: severity 3", "Legal action (please check)", "listening 3")
    for words in (*shown, "environment 1–2 (maybe)", "Acknowledge: due today", "An apology"):
        assert words in text, words
    assert "urgent" in text.lower()


@pytest.mark.parametrize("name", ["text", "html", "docx", "pdf"])
def test_one_letter_comes_in_full(name: str) -> None:
    text = everything(name, [a_letter()])
    shown = (
        "Why was nobody told?",
        "kindness itself",
        "in tears with the pain",
        "does the writer mean a claim?",
    )
    clocks = ("12 March 2026", "9 September 2026", "working days")
    for words in (*shown, *clocks, "between 1 and 2 (low to medium)", "found by rules alone", "C/0417"):
        assert words in text, words


def test_the_order_is_by_priority_then_what_is_due_then_as_they_came() -> None:
    early, late = date(2026, 1, 5), date(2026, 2, 2)
    came = [
        of("standard", "a", early),
        of("high", "b"),
        of("high", "c", late),
        of("urgent", "d"),
        of("high", "e", early),
    ]
    came.append(replace(of("standard", "f", early), priority=replace(came[0].priority, level="new level")))
    assert [line.id for line in lines([*came, of("high", "g")], TODAY)] == ["f", "d", "e", "c", "b", "g", "a"]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_left_out_or_merged(name: str) -> None:
    told = "I waited for four long hours in the cold corridor and nobody came to tell me why."
    came = [LetterReport(Letter(f"no-{n:03}", told)) for n in range(40)]
    text = everything(name, came)
    assert all(f"no-{n:03}" in text for n in range(40))


def test_letters_of_one_matter_name_each_other() -> None:
    told = "I waited for four long hours in the cold corridor and nobody came to tell me why."
    found = lines(
        [LetterReport(Letter("a", told)), of("urgent", "b"), LetterReport(Letter("c", told.upper()))], TODAY
    )
    assert {line.id: line.same for line in found} == {
        "b": (), "a": ("with #3: the same text",), "c": ("with #2: the same text",),
    }  # fmt: skip
    many = lines([LetterReport(Letter(str(n), told)) for n in range(12)], TODAY)
    assert many[0].same == ("with #2, #3, #4, #5, #6, #7, #8, #9 and 3 more: the same text",)


@pytest.mark.parametrize(
    ("offsets", "shown", "left"),
    [
        ({"acknowledge": 3, "six_months": 180}, ("Acknowledge: 3 days left",), 3),
        ({"acknowledge": 0, "six_months": 180}, ("Acknowledge: due today",), 0),
        (
            {"acknowledge": -1, "six_months": 1},
            ("Acknowledge: was due 1 day ago", "Explain the wait in writing: 1 day left"),
            1,
        ),
        (
            {"acknowledge": -200, "six_months": -9},
            ("Acknowledge: was due 200 days ago", "Explain the wait in writing: was due 9 days ago"),
            -9,
        ),
        ({"twelve_months": 5}, ("no clock was set",), None),  # sets the organisation no date
        ({}, ("no clock was set",), None),
    ],
)
def test_what_is_due_next(offsets: dict[str, int], shown: tuple[str, ...], left: int | None) -> None:
    clocks = tuple(Clock(name, TODAY + timedelta(days=n), "") for name, n in offsets.items())
    assert due(LetterReport(Letter("a", ""), clocks=clocks), TODAY) == (shown, left)


def test_why_nothing_is_due_is_said() -> None:
    assert due(of("high", "a"), TODAY) == (("the day it was received is not known",), None)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_stay_text(name: str, payload: str, spoiled: Callable[[str], LetterReport]) -> None:
    reports = [spoiled(payload), of("high", "b")]
    content = FORMATS[name].render(reports, TODAY)
    if name == "html":
        page = Seen()
        page.feed(content.decode())
        assert page.tags <= ALLOWED
        assert not {a for a in page.attributes if a.startswith("on")} | (page.attributes & {"src", "action"})
        assert payload in " ".join(page.said)
        assert not re.search(r"<script|<link|@import|url\(|href=\"[^#]", content.decode())
    elif name == "csv":
        cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
        assert any(payload in cell for cell in cells)
    elif name in {"json", "jsonl"}:
        entries = json.loads(content) if name == "json" else map(json.loads, content.splitlines())
        assert payload in {entry["id"] for entry in entries}
    else:
        assert payload.split(maxsplit=1)[0] in everything(name, reports)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_letters_crash_nothing(name: str, odd: str, spoiled: Callable[[str], LetterReport]) -> None:
    text = everything(name, [spoiled(ODD[odd]), of("high", "b")])
    assert "\x00" not in text
    assert "\x1b" not in text
    if odd == "polish":
        assert ODD[odd] in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["", " \n ", "x", "?" * 5000, "a\n" * 3000])
def test_bare_letters_render(name: str, text: str) -> None:
    assert "bare" in everything(name, [LetterReport(Letter("bare", text))])


@pytest.mark.parametrize("name", ["text", "html", "docx", "pdf"])
def test_a_letter_without_a_reason_does_not_pass_for_an_ordinary_one(name: str) -> None:
    question = LetterReport(Letter("b", "Why?"), questions=((0, 4),))
    text = everything(name, [LetterReport(Letter("a", "Some words.")), question])
    assert "Nothing at all was found in it" in text
    assert "No flag and no severity of 3 was found." in text


@pytest.mark.parametrize("name", ["text", "html", "docx", "pdf"])
def test_what_was_not_found_is_said(name: str) -> None:
    text = everything(name, [LetterReport(Letter("a", "Some words."))])
    assert "No problem was found." in text
    assert "No question and no request was found." in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("text", "No letters."),
        ("json", "[]"),
        ("jsonl", ""),
        ("csv", "\ufeffplace,priority,id,"),
        ("html", "0 letters"),
        ("docx", "0 letters"),
        ("pdf", "0 letters"),
    ],
)
def test_no_letters_at_all(name: str, shown: str) -> None:
    text = everything(name, [])
    assert shown in text
    assert "letter-" not in text


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_workbook_is_run(formula: str, spoiled: Callable[[str], LetterReport]) -> None:
    sheet = load_workbook(io.BytesIO(FORMATS["xlsx"].render([spoiled(formula)], TODAY))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "|", "%")
    assert not [cell for cell in cells if str(cell.value).lstrip(' "').startswith(dangerous)]


def test_a_workbook_has_figures_as_figures_and_stands_as_the_page_does_with_how_far_each_letter_is() -> None:
    found = table([of("standard", "b"), of("urgent", "a")], TODAY, ("new", "closed"))
    sheet = load_workbook(io.BytesIO(written(*found))).active
    assert [sheet.cell(row, 1).value for row in (2, 3)] == [1, 2]
    assert [(sheet.cell(n, 3).value, sheet.cell(n, sheet.max_column).value) for n in (1, 2, 3)] == [
        ("id", "status"), ("b", "new"), ("a", "closed"),
    ]  # fmt: skip
    due = found[0].index("due")
    assert [bool(row[due]) for row in found[1]] == [True, False]  # what is closed is due no more


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_runs_nothing(formula: str, spoiled: Callable[[str], LetterReport]) -> None:
    text = FORMATS["csv"].render([spoiled(formula)], TODAY).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    figures = {rows[0].index(name) for name in ("place", "questions", "days_left")}
    for column, cell in enumerate(rows[1]):
        dangerous = cell.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "|", "%"))
        assert column in figures or not dangerous
    assert rows[1][2].startswith("'")


def test_csv_is_a_row_a_letter() -> None:
    text = FORMATS["csv"].render([of("standard", "b"), a_letter()], TODAY).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert (first["place"], first["priority"], first["id"], first["days_left"]) == (
        "1",
        "urgent",
        "letter-7",
        "0",
    )
    assert first["problems"] == "listening 3; environment 1–2 (maybe)"
    assert first["flags"] == "At risk now; Legal action (please check)"
    assert (first["received"], first["reference"], first["questions"]) == ("2026-03-09", "C/0417", "1")
    assert (second["priority"], second["due"]) == ("standard", "the day it was received is not known")


def test_json_is_the_contract_in_the_queues_order() -> None:
    report, other = a_letter(), of("standard", "b")
    assert load(json.loads(FORMATS["json"].render([report])), "here") == report
    read = [load(entry, "here") for entry in json.loads(FORMATS["json"].render([other, report]))]
    assert read == [report, other]
    assert [
        load(json.loads(row), "here") for row in FORMATS["jsonl"].render([other, report]).splitlines()
    ] == read


def test_html_links_lead_to_every_letter_and_nowhere_else() -> None:
    page = FORMATS["html"].render([a_letter(), a_letter(), of("high", "b")], TODAY).decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) == {f"letter-{n}" for n in (1, 2, 3)} <= set(ids)
    assert "default-src 'none'" in page


def test_the_days_are_those_of_today_without_one() -> None:
    received = date.today() - timedelta(days=400)
    assert b"was due" in FORMATS["text"].render([of("high", "b", received)])
