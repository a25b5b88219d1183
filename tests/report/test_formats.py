"""What holds of every format: payloads stay text, odd letters crash nothing, an empty report says why."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.report.conftest import a_report, pdf_text, word_text

import payloads
from commscore.report import FORMATS, wordparts
from commscore.report.digest import digest
from commscore.report.highlight import TRY
from commscore.report.terminal import show_here
from commscore.types import Document, Report, Turn

PAYLOADS = [*payloads.PAYLOADS, "[red]rich[/red] [link=http://x]"]
ODD = {
    "polish": "Zażółć gęślą jaźń",
    "arabic": "مرحبا كيف حالك",
    "emoji": "👩🏽‍⚕️ 🙂🙂",
    "chinese": "你好",
    "controls": "a\x00b\x07c\x1b[31md\x85e",
    "surrogate": "x\ud800y",
    "direction": "abc\u202edef\u2066",
    "noncharacter": "x\uffff\ufdd0y",
    "combining": "e\u0301" + "\u0300" * 50,
    "long": "x" * 20_000,
}


OURS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "section",
        "div",
        "aside",
        "article",
    ),
    *("p", "h1", "h2", "h3", "bdi", "span", "strong", "ul", "ol", "li", "dl", "dt", "dd", "a"),
    *("aside", "article", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td", "details", "summary", "mark", "svg", "rect", "circle"),
}


class Seen(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def everything(name: str, content: bytes) -> str:
    """Return what a reader of the file can see."""
    if name == "docx":
        return word_text(content)
    return pdf_text(content)[0] if name == "pdf" else content.decode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_report_shows_its_words(name: str, report: Report) -> None:
    text = everything(name, FORMATS[name].render([report]))
    assert "visit-7" in text
    if name != "csv":
        assert "I can't even lift my little one." in text.replace("&#39;", "'").replace("&#x27;", "'")
    assert "61" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_word_goes_into_a_temporary_file(
    name: str, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    assert FORMATS[name].render([report])


@pytest.mark.parametrize("name", set(FORMATS) - {"json", "jsonl", "csv"})
def test_readers_are_told_the_limits(name: str, report: Report) -> None:
    text = " ".join(everything(name, FORMATS[name].render([report])).split())
    said = (
        "cannot hear tone of voice",
        "by rules",
        "from the labels",
        "Not enough to judge",
        "3 of 40 words",
    )
    for words in (*said, "the times cannot be right", f"{TRY}", "Would you rather go today"):
        assert words.lower() in text.lower(), words


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_stay_text(name: str, payload: str, spoiled: Callable[[str], Report]) -> None:
    text = everything(name, FORMATS[name].render([spoiled(payload)]))
    if name == "html":
        page = Seen()
        page.feed(text)
        assert page.tags <= OURS
        assert not {a for a in page.attributes if a.startswith("on")}
        assert payload in " ".join(page.said)
    elif name in {"docx", "text"}:
        assert payload in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("odd", ODD)
def test_odd_letters_crash_nothing(name: str, odd: str, spoiled: Callable[[str], Report]) -> None:
    text = everything(name, FORMATS[name].render([spoiled(ODD[odd])]))
    assert "\x00" not in text
    assert "\x1b" not in text
    if odd == "polish" or (odd == "arabic" and name not in {"pdf", "json", "jsonl"}):
        assert ODD[odd] in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("turns", [(), (Turn("A", "hello"),), (Turn("", ""),)])
def test_empty_report_renders(name: str, turns: tuple[Turn, ...]) -> None:
    text = everything(name, FORMATS[name].render([Report(Document("nothing", turns))]))
    if name not in {"json", "jsonl", "csv"}:
        assert "no turns" in text or "who the clinician is" in text


@pytest.mark.parametrize("name", FORMATS)
def test_several_reports_in_one_file(name: str) -> None:
    reports = [a_report(document=Document(f"visit-{n}", a_report().document.turns)) for n in (1, 2, 3)]
    text = everything(name, FORMATS[name].render(reports))
    assert all(f"visit-{n}" in text for n in (1, 2, 3))


@pytest.mark.parametrize("name", FORMATS)
def test_no_reports_at_all(name: str) -> None:
    assert isinstance(FORMATS[name].render([]), bytes)


def test_html_fetches_and_runs_nothing(report: Report) -> None:
    page = FORMATS["html"].render([report]).decode()
    assert "default-src 'none'" in page
    assert "=&#34;" not in page
    assert not re.search(r"<script|<link|@import|url\(|https?://|src=", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_html_of_several_has_no_broken_or_doubled_links() -> None:
    page = FORMATS["html"].render([a_report(), a_report()]).decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_json_is_the_contract(report: Report) -> None:
    from commscore.read.schema import load

    assert load(json.loads(FORMATS["json"].render([report])), "here") == report
    lines = FORMATS["jsonl"].render([report, report]).splitlines()
    assert [load(json.loads(line), "here") for line in lines] == [report, report]


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '"=1',
    "'=1",
    "＝1",
    "|calc",
    "%0A",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_csv_runs_nothing(formula: str, spoiled: Callable[[str], Report]) -> None:
    text = FORMATS["csv"].render([spoiled(formula)]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    figures = {rows[0].index(name) for name in ("value", "low", "high")}
    for row in rows[1:]:
        for column, cell in enumerate(row):
            assert column in figures or not cell.lstrip(' "').startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "|", "%")
            )
        assert row[0].startswith("'")


def test_pdf_of_two_pages_holds_its_text(report: Report) -> None:
    text, pages = pdf_text(FORMATS["pdf"].render([report]))
    assert pages <= 2
    assert (
        "Zażółć"
        in pdf_text(FORMATS["pdf"].render([a_report(document=Document("Zażółć", report.document.turns))]))[0]
    )
    assert "Page 1" in text


def test_pdf_says_when_letters_are_missing(spoiled: Callable[[str], Report]) -> None:
    assert "Letters that this page cannot show" in pdf_text(FORMATS["pdf"].render([spoiled("你好")]))[0]
    assert "Letters that this page cannot show" not in pdf_text(FORMATS["pdf"].render([a_report()]))[0]


@pytest.mark.parametrize("name", ["text", "docx", "pdf", "html"])
def test_studies_are_shown_with_whom_they_are_of(name: str, report: Report) -> None:
    text = unescape(" ".join(everything(name, FORMATS[name].render([report])).split()))
    shown = digest(report).evidence_in_short[0]
    for words in (shown.study, shown.who, shown.found, shown.not_shown):
        assert words in text, words


@pytest.mark.parametrize("name", ["text", "docx", "pdf"])
def test_figures_are_not_swamped_by_numbers_of_papers(name: str, report: Report) -> None:
    assert "PMC" not in everything(name, FORMATS[name].render([report]))


def test_several_reports_are_a_list_in_json(report: Report) -> None:
    assert isinstance(json.loads(FORMATS["json"].render([report])), dict)
    assert [entry["id"] for entry in json.loads(FORMATS["json"].render([report, report]))] == ["visit-7"] * 2


@pytest.mark.parametrize(("terminal", "columns", "width"), [(True, "60", 60), (True, "300", 100)])
def test_a_terminal_has_colour_and_its_own_width(
    terminal: bool,
    columns: str,
    width: int,
    spoiled: Callable[[str], Report],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.StringIO()
    file.isatty = lambda: terminal  # type: ignore[method-assign]
    for name, value in (("TERM", "xterm-256color"), ("COLUMNS", columns), ("NO_COLOR", "")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", file)
    show_here([spoiled("a\x1b]0;title\x07b")])
    lines = file.getvalue().splitlines()
    assert "\x1b[" in file.getvalue()
    assert "\x1b]" not in file.getvalue()  # what was said cannot command the terminal
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in lines) == width


def test_a_row_of_figures_in_word_stays_whole_and_its_chart_fits_its_cell(report: Report) -> None:
    import docx

    document = docx.Document(io.BytesIO(FORMATS["docx"].render([report])))
    table = document.tables[-1]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    assert table.rows[0].cells[0].paragraphs[0].paragraph_format.keep_with_next  # a domain's name
    assert wordparts.WIDTHS_MM[2] - 2 * 1.9 > wordparts.STRIP_MM + 1
