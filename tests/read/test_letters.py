"""Letters in all their formats; what cannot be read is a value and does not stop the rest."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.letterrows import day
from commscore.read.letters import LetterColumns, read_letter_bytes, read_letters
from commscore.types import Letter
from conftest import ROOT

SAMPLES = ROOT / "data" / "samples" / "letters"
TEXT = b"Dear Sir,\n\nNobody came.\n\nYours faithfully,\nJo Moss\n"


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: list[list[object]], title: list[list[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for name, held in (("About", title), ("Letters", rows), ("More", rows)):
        page = book.create_sheet(name)
        for row in held:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found(content: bytes, name: str, columns: LetterColumns | None = None) -> list[str]:
    """Each letter as id, date, reference and text on one line; each error after "!"."""
    read = read_letter_bytes(content, name, columns)
    return [
        f"! {one}"
        if isinstance(one, UnreadableError)
        else f"{one.id} {one.received} {one.reference} {' '.join(one.text.split())}"
        for one in read
    ]


SAMPLE = {
    "bereaved-daughter.docx": (None, None, {"address", "salutation", "signature"}, "Chief Executive,"),
    "furious-email.txt": (None, None, {"address", "form", "salutation", "signature"}, "FORTY ONE TIMES"),
    "mild-parking.pdf": (None, None, {"address", "salutation", "signature"}, "Yours faithfully"),
    "no-reply-ombudsman.eml": (
        date(2025, 11, 24), "C/0417", {"form", "salutation", "signature", "quoted"}, "Ombudsman",
    ),
    "praise-and-complaint.rtf": (None, None, {"address", "salutation", "signature"}, "hearing aid"),
    "web-form-no-medicine.txt": (None, None, {"form"}, "had 2 fits last night"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLE)
def test_the_samples_read(name: str) -> None:
    received, reference, kinds, words = SAMPLE[name]
    (letter,) = read_letters([SAMPLES / name])
    assert isinstance(letter, Letter)
    assert (letter.id, letter.source) == (Path(name).stem, name)
    assert (letter.received, letter.reference) == (received, reference)
    assert {aside.kind for aside in letter.asides} == kinds
    assert words in letter.text


def test_all_samples_are_tried() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == SAMPLE.keys()


def test_what_the_web_form_answers_is_complaint() -> None:
    (letter,) = read_letters([SAMPLES / "web-form-no-medicine.txt"])
    assert isinstance(letter, Letter)
    aside = "".join(letter.text[a.start : a.end] for a in letter.asides)
    for words in ("epilepsy", "2 fits", "on his own", "prescription. today", "ring me", "my partner"):
        assert words in letter.text
        assert words not in aside


def test_text_stays_as_it_is() -> None:
    (letter,) = read_letter_bytes(b"\xef\xbb\xbf  Caf\xc3\xa9\tcold.\r\n\r\nBad\x07.  \n", "a.txt")
    assert isinstance(letter, Letter)
    assert letter.text == "  Café\tcold.\n\nBad .  \n"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"id,text\n7,Nobody came\n", "a.csv", ["7 None None Nobody came"]),
        (b"text\nNobody came\n", "a.csv", ["a-row-2 None None Nobody came"]),
        (
            b"Complaints 2025\nCase ID;Date received;Our ref;Complaint\n7;3/2/2025 08:11;C/7;Nobody came\n",
            "a.csv",
            ["7 2025-02-03 C/7 Nobody came"],
        ),
        (b"id\ttext\n7\tNobody came\n", "a.tsv", ["7 None None Nobody came"]),
        (
            b'What happened?,What would you like us to do?,Name\n"I fell,\ntwice",say sorry,Jo\n',
            "a.csv",
            ["a-row-2 None None What happened? I fell, twice What would you like us to do? say sorry"],
        ),
        (b"id,subject,body\n7,URGENT,ring me\n", "a.csv", ["7 None None Subject: URGENT ring me"]),
        (b"id,comments,text\n7,No merit,They laughed\n", "a.csv", ["7 None None They laughed"]),
        (b"comments,complaint\nNo merit,They laughed\n", "a.csv", ["a-row-2 None None They laughed"]),
        (b"your message\nThey laughed\n", "a.csv", ["a-row-2 None None They laughed"]),
        (
            b"complaint,desired outcome\nThey laughed,an apology\n",
            "a.csv",
            ["a-row-2 None None Complaint: They laughed desired outcome: an apology"],
        ),
        (
            b"id,text,received\n7,Nobody came,soon\n8,,\n9,They laughed,\n",
            "a.csv",
            [
                "! a.csv: row 2: received: no date that is read; write it as 2025-11-14: read without it",
                "7 None None Nobody came",
                "! a.csv: row 3: there is no text in it; fill in the letter or leave the row out",
                "9 None None They laughed",
            ],
        ),
        (
            b'{"id": 7, "text": "Nobody came", "received": "2025-11-14T06:52:00Z"}\n{"id": 8\n\n"x"\n'
            b'{"text": "Late"}',
            "a.jsonl",
            [
                "7 2025-11-14 None Nobody came",
                "! a.jsonl: line 2, column 9: not JSON (Expecting ',' delimiter); export it again",
                "! a.jsonl: line 4: not an object; give each letter as an object with 'id' and 'text'",
                "a-row-5 None None Late",
            ],
        ),
        (b'[{"id": "7", "text": "Nobody came", "ref": "C/7"}]', "a.json", ["7 None C/7 Nobody came"]),
        (
            b'{"schema": "commscore/1", "kind": "letter", "id": "k", '
            b'"text": "Late", "received": "2025-11-04"}',
            "a.json",
            ["k 2025-11-04 None Late"],
        ),
        (b"<p>Dear&nbsp;Sir,<p>Nobody <b>came</b>.", "a.html", ["a None None Dear Sir, Nobody came."]),
        (b"Our ref: C/70\n\nNobody came.", "a.md", ["a None C/70 Our ref: C/70 Nobody came."]),
    ],
)  # fmt: skip
def test_letters_in_rows_and_pages(content: bytes, name: str, expected: list[str]) -> None:
    assert found(content, name) == expected


@pytest.mark.parametrize("heads", ["complaint,desired outcome", "text,What would you like us to do?"])
def test_what_stands_above_the_cells_of_a_form_is_no_complaint(heads: str) -> None:
    (letter,) = read_letter_bytes(f"{heads}\nThey laughed,an apology\n".encode(), "a.csv")
    assert isinstance(letter, Letter)
    told = letter.text
    for aside in reversed(letter.asides):
        told = told[: aside.start] + told[aside.end :]
    assert told.split() == ["They", "laughed", "an", "apology"]


def test_columns_by_other_names() -> None:
    columns = LetterColumns(id="who", text="what they wrote", received="when")
    content = b"who,what they wrote,when\n7,Nobody came,2025-03-04\n"
    assert found(content, "a.csv", columns) == ["7 2025-03-04 None Nobody came"]
    assert "no column 'when' for the received; the columns are: who, text" in found(
        b"who,text\n7,x\n", "a.csv", LetterColumns(id="who", received="when")
    )[0]  # fmt: skip


def test_a_workbook_with_several_sheets() -> None:
    rows: list[list[object]] = [["ID", "Letter", "Received"], [7.0, "Nobody came", datetime(2025, 3, 4, 9)]]
    content = sheet(rows, [["About this file"]])
    assert found(content, "a.xlsx") == ["7 2025-03-04 None Nobody came"] * 2


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-04", date(2025, 3, 4)),
        ("4/3/2025", date(2025, 3, 4)),
        ("4.3.25", date(2025, 3, 4)),
        ("Tuesday, 4th March 2025 at 09:12", date(2025, 3, 4)),
        ("04-Mar-2025", date(2025, 3, 4)),
        ("March 4, 2025", date(2025, 3, 4)),
        (datetime(2025, 3, 4, 23), date(2025, 3, 4)),
        ("", None),
        (None, None),
    ],
)
def test_dates(written: object, expected: date | None) -> None:
    assert day(written) == expected


@pytest.mark.parametrize("day", ["31/12/9999", "0025-03-04", "1025-03-04"])
def test_a_day_that_cannot_be_is_told_and_left_out(day: str) -> None:
    problem, letter = found(f"id,text,received\n7,Nobody came,{day}\n".encode(), "a.csv")
    assert "correct it: read without it" in problem
    assert letter == "7 None None Nobody came"


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_table_without_heads_tells_nothing_of_its_first_row(name: str) -> None:
    (told,) = found(b"7\tMy wife Ada Moss, ward 3, lay on the floor\n8\tJo Moss never came back\n", name)
    assert "no column with the letters; the first row does not name the columns" in told
    assert "Moss" not in told


@pytest.mark.parametrize("written", ["soon", "13/13/2025", "45012", "2025"])
def test_no_date_is_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="no date"):
        day(written)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "a.txt: the file is empty"),
        (b" \n\t", "a.txt", "a.txt: there are no words in it"),
        (b"word " * 2_000_000, "a.txt", "a.txt: 10,000,000 characters; at most 100,000"),
        (b"x", "a.doc", "a.doc: letters are not read from .doc; save it as one of: .txt"),
        (b"x", "a", "a file without a suffix"),
        (b"x", "a.docx", "a.docx: this is not a Word file"),
        (b"x", "a.pdf", "a.pdf: this is no PDF"),
        (b"x", "a.eml", "a.eml: this is no e-mail"),
        (b"\x00\x01\x02\x03" * 9, "a.txt", "a.txt: this is not text"),
        (b"a,b\n1,2\n", "a.csv", "a.csv: row 1: no column with the letters; the columns are: a, b"),
        (b"[1]", "a.json", "a.json: entry 1: not an object"),
        (b'{"a": 1}', "a.json", "a.json: the object: no field with the letter"),
        (
            b'{"schema": "commscore/1", "kind": "consultation", "id": "k"}',
            "a.json",
            "go to 'commscore score'",
        ),
        (packed({"a.txt": b"0" * 50_000_000}), "a.zip", "a.zip: it unpacks to"),
        (
            packed({"a.zip": packed({"b.zip": packed({"c.txt": TEXT})})}),
            "z.zip",
            "z.zip/a.zip/b.zip: zips within",
        ),
    ],
)
def test_errors_name_file_place_and_remedy(content: bytes, name: str, said: str) -> None:
    (one,) = found(content, name)
    assert one.startswith(f"! {name}")
    assert said in one


def test_a_scan_is_refused() -> None:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(10, 10, 100, 100)
    page.save()
    assert "may be a scan" in found(out.getvalue(), "a.pdf")[0]


def test_a_folder_with_all_sorts_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.wav").write_bytes(b"RIFF")
    (tmp_path / "c.zip").write_bytes(
        packed({"x/1.txt": TEXT, "2.txt": b"", "__MACOSX/3": b"x", "4.md": TEXT})
    )
    (tmp_path / ".hidden").write_bytes(b"x")
    read = list(read_letters([tmp_path, tmp_path / "none"]))
    told = [str(one) if isinstance(one, UnreadableError) else f"{one.id} {one.source}" for one in read]
    assert told[0] == "a a.txt"
    assert told[1].startswith("b.wav: letters are not read from .wav")
    assert told[2] == "1 c.zip/x/1.txt"
    assert told[3].startswith("c.zip/2.txt: the file is empty")
    assert told[4] == "4 c.zip/4.md"
    assert told[5].endswith("no such file or folder; check the path")


NAMES = [
    "a.txt", "a.eml", "a.csv", "a.jsonl", "a.json", "a.html", "a.rtf", "a.zip", "a.docx", "a.xlsx",
    "a.msg", "a.pdf",
]  # fmt: skip
WHOLE = {
    "a.eml": (SAMPLES / "no-reply-ombudsman.eml").read_bytes(),
    "a.docx": (SAMPLES / "bereaved-daughter.docx").read_bytes(),
    "a.pdf": (SAMPLES / "mild-parking.pdf").read_bytes(),
    "a.rtf": (SAMPLES / "praise-and-complaint.rtf").read_bytes(),
    "a.zip": packed({"a.txt": TEXT, "b.eml": (SAMPLES / "no-reply-ombudsman.eml").read_bytes()}),
    "a.html": b"<html><p>Dear Sir,<blockquote type=cite>Old<br></blockquote><!-- x --></p></html>",
    "a.csv": b'id,text,received\n7,"Nobody ""came""",4/3/2025\n',
    "a.jsonl": b'{"id": 7, "text": "Nobody came"}\n{"schema": "commscore/1", "kind": "letter", "text": "x"}',
}


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(NAMES), st.data())
def test_mangled_bytes_give_only_unreadable_errors(name: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE.get(name, TEXT))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(at, min(len(content), at + 40)))
        content[at:end] = data.draw(st.binary(max_size=20))
    for one in read_letter_bytes(bytes(content), name):
        assert isinstance(one, Letter | UnreadableError)
