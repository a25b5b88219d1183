"""Tables: which columns hold what, a row a turn, a row a coder, or a row a dialogue."""

import io

import pytest

from commscore.errors import UnreadableError
from commscore.read import read_bytes
from commscore.read.table import Columns


def said(text: str, columns: Columns | None = None, name: str = "visit.csv") -> list[tuple[str, list[tuple]]]:
    documents = read_bytes(text.encode(), name, columns)
    return [(d.id, [(t.speaker, t.text, t.start, t.end) for t in d.turns]) for d in documents]


HELLO = ("D", "Come in.", None, None)
PLAIN = [("visit", [HELLO, ("P", "It hurts.", None, None)])]
TIMED = [("visit", [("D", "Come in.", 2.0, None), ("P", "It hurts.", 65.5, None)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speaker,text\nD,Come in.\nP,It hurts.\n", PLAIN),
        ("Speaker;Text\nD;Come in.\nP;It hurts.\n", PLAIN),
        ("id,role,utterance\n1,D,Come in.\n2,P,It hurts.\n", PLAIN),
        ("D,Come in.\nP,It hurts.\n", PLAIN),
        ("0:02,D,Come in.\n1:05.5,P,It hurts.\n", TIMED),
        ("start_ms,speaker,text\n2000,D,Come in.\n65500,P,It hurts.\n", TIMED),
        ("Time,Who,Words\n00:00:02,D,Come in.\n00:01:05.5,P,It hurts.\n", TIMED),
        ("speaker,text\nD,Come in.\n,\nP,It hurts.\n", PLAIN),
        ("speaker,text\nD,Come in.\n,Sit down.\nP,Yes.\n", [
            ("visit", [HELLO, ("D", "Sit down.", None, None), ("P", "Yes.", None, None)])
        ]),
        ("Timestamp,Person,What was said\n0:02,D,Come in.\n1:05.5,P,It hurts.\n", TIMED),
        ("Who,Message\nD,Come in.\nP,It hurts.\n", PLAIN),
        ("person;speech\nD;Come in.\nP;It hurts.\n", PLAIN),
        ("speaker,line\nD,Come in.\nP,It hurts.\n", PLAIN),
        ("line,role,verbatim,comment\n1,D,Come in.,\n2,P,It hurts.,\n", PLAIN),
        ("Visit 12\n\n#,Role,Verbatim\n1,D,Come in.\n2,P,It hurts.\n", PLAIN),
        ("Doctor;Come in, do.\nPatient;It hurts.\n", [
            ("visit", [("Doctor", "Come in, do.", None, None), ("Patient", "It hurts.", None, None)])
        ]),
        ("visit id,speaker,text\na,D,Come in.\na,P,Yes.\nb,D,Next.\n", [
            ("a", [HELLO, ("P", "Yes.", None, None)]), ("b", [("D", "Next.", None, None)])
        ]),
        ("transcript_id,utterance_id,interlocutor,utterance_text,annotator_id\n"
         "7,0,D,Come in.,1\n7,0,D,Come in.,2\n7,1,P,It hurts.,1\n7,1,P,It hurts.,2\n",
         [("7", PLAIN[0][1])]),
        ('id,dialogue\na,"D: Come in.\nP: It hurts."\nb,"D: Come in.\nP: It hurts."\n',
         [("a", PLAIN[0][1]), ("b", PLAIN[0][1])]),
    ],
)  # fmt: skip
def test_columns_by_their_names(text: str, expected: list) -> None:
    assert said(text) == expected


def test_columns_that_are_named() -> None:
    text = "wer,was,ab\nD,Come in.,2\nP,It hurts.,65.5\n"
    assert said(text, Columns(speaker="wer", text="WAS", start="ab")) == TIMED
    assert said("Visit 12\n" + text, Columns(speaker="wer", text="WAS", start="ab")) == TIMED


def test_a_head_of_unknown_names_is_no_turn_and_is_told() -> None:
    heads = "Sprecher;Inhalt;;" + ";".join("abcdefghij")
    with pytest.raises(UnreadableError) as caught:
        said(f"{heads}\nD;Come in.;;;;;;;;;;;\nP;It hurts.;;;;;;;;;;;\nD;Where?;;;;;;;;;;;\n")
    assert "the columns are: Sprecher, Inhalt, a, b, c, d, e, f, ...; " in str(caught.value)
    assert "--column speaker=NAME" in str(caught.value)


def workbook(*sheets: list[list[object]]) -> bytes:
    import openpyxl

    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def test_the_first_sheet_with_columns_of_turns_is_read() -> None:
    turns: list[list[object]] = [
        ["Consultation 1"],
        [],
        ["#", "Role", "Verbatim"],
        [1, "D", "Come in."],
        [2, "P", "It hurts."],
    ]
    cover: list[list[object]] = [["Project X"], ["made in May"]]
    (document,) = read_bytes(workbook(cover, turns, [["role", "text"], ["D", "Next."]]), "visit.xlsx")
    assert [(t.speaker, t.text) for t in document.turns] == [("D", "Come in."), ("P", "It hurts.")]
    with pytest.raises(UnreadableError, match="no column with the words"):
        list(read_bytes(workbook(cover, []), "visit.xlsx"))


@pytest.mark.parametrize(
    ("text", "columns", "problem"),
    [
        ("a,b\n1,2\n", None, "no column with the words"),
        ("speaker,text\nD,Hi.\n", Columns(text="words"), "no column 'words' for the text"),
        ("speaker,text\n,Hi.\n", None, "row 2: no speaker"),
        ("speaker,text\nD,\n", None, "no turn holds any words"),
        ("speaker,text\n", None, "no turn holds any words"),
        ('speaker,text\nD,"' + "a" * 200_000, None, "field larger"),
    ],
)
def test_what_is_refused(text: str, columns: Columns | None, problem: str) -> None:
    with pytest.raises(UnreadableError, match=r"^visit\.csv: ") as caught:
        said(text, columns)
    assert problem in str(caught.value)
