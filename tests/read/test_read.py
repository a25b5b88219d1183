"""Files, folders, zips and pairs through the one table; errors name the file and do not stop the rest."""

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import commscore.read
from commscore.errors import UnreadableError
from commscore.read import read, read_bytes, read_paths
from commscore.types import Document, Turn

FOLDER = Path(__file__).parent / "samples"
VISIT = b"Doctor: Come in.\nPatient: It hurts."


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def outcome(paths: list[Path]) -> list[str]:
    return [f"! {d}" if isinstance(d, UnreadableError) else f"{d.id} {d.source}" for d in read_paths(paths)]


def test_a_folder_with_all_sorts(tmp_path: Path) -> None:
    for name, content in {
        "a/1.txt": VISIT,
        "b/1.txt": VISIT,
        "2.wav": b"RIFF",
        ".hidden": b"",
        "3.txt": b"",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    found = outcome([tmp_path, tmp_path / "none.txt"])
    assert [line[:9] for line in found] == [
        "! 2.wav: ",
        "! 3.txt: ",
        "1 1.txt",
        "1 1.txt",
        f"! {tmp_path}"[:9],
    ]
    assert "no reader for .wav" in found[0]
    assert "empty" in found[1]


def test_a_pair_given_by_its_files_and_alone() -> None:
    doctor, patient = sorted((FOLDER / "pair").iterdir())
    both = list(read_paths([doctor, patient]))
    assert [(d.id, len(d.turns)) for d in both if isinstance(d, Document)] == [("knee", 6)]
    assert both[0].source == "knee_doctor.TextGrid + knee_patient.TextGrid"  # type: ignore[union-attr]
    assert len(next(read(doctor)).turns) == 3


def test_a_zip_in_a_zip_and_no_deeper() -> None:
    inner = packed({"1.txt": VISIT})
    assert [d.source for d in read_bytes(packed({"in.zip": inner}), "out.zip")] == ["out.zip/in.zip/1.txt"]
    with pytest.raises(UnreadableError, match="deeper"):
        list(read_bytes(packed({"b.zip": packed({"a.zip": inner})}), "out.zip"))


def test_one_bad_member_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"../1.txt": VISIT, "2.txt": b"prose", "/etc/3.txt": VISIT}))
    assert [line[:13] for line in outcome([tmp_path / "a.zip"])] == [
        "1 a.zip/../1.",
        "! a.zip/2.txt",
        "3 a.zip//etc/",
    ]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "a.txt: the file is empty"),
        (b"prose", "a.txt", "a.txt: line 1: this looks like prose or a letter"),
        (b"Come in.\nIt hurts.\nWhere?", "a.txt", "a.txt: line 1: no line says who speaks"),
        (b"x", "a.xyz", "a.xyz: no reader for .xyz"),
        (b"x", "a", "a: no reader for a file without a suffix"),
        (b"x", "a.pdf", "a.pdf: this is no PDF"),
        (b"x", "a.docx", "a.docx: this is not a Word file; save it again from Word as .docx"),
        (b"x", "a.xlsx", "a.xlsx: this is not an Excel file; save it again from Excel as .xlsx"),
        (packed({"a": b"a"}), "a.docx", "a.docx: the file is damaged"),
        (b"x", "a.zip", "a.zip: not a zip"),
        (b"x", "a.eaf", "a.eaf: not XML"),
        (b"x", "a.rtf", "a.rtf: this is no RTF"),
        (b"x", "a.json", "a.json: line 1, column 1: not JSON"),
        (b'{"kind": "letter", "schema": "commscore/1"}', "a.json", "letters go to"),
        (b'{"speaker": "D", "text": "a"}\n{', "a.jsonl", "a.jsonl: line 2, column 2"),
        (b'{"id": 1, "turns": [{"speaker": "D"}]}', "a.json", "turn 1: no text"),
        (b"WEBVTT\n\n00:01 --> 00:02\nhello", "a.vtt", "a.vtt: no caption says who speaks"),
        (b"WEBVTT", "a.vtt", "a.vtt: no captions"),
        (packed({"a.txt": b"0" * 50_000_000}), "a.zip", "times its size"),
        (packed({"__MACOSX/a": b"a"}), "a.zip", "no files in this zip"),
        (b"Doctor: " + b"a " * 60_000, "a.txt", "120,0"),
    ],
)
def test_errors_name_file_place_and_remedy(content: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(read_bytes(content, name))
    assert said in str(caught.value)
    assert str(caught.value).startswith(name)
    assert "Error" not in str(caught.value)
    assert "BadZipFile" not in str(caught.value)


def test_a_scan_is_refused() -> None:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(10, 10, 100, 100)
    page.save()
    with pytest.raises(UnreadableError, match="may be a scan"):
        list(read_bytes(out.getvalue(), "scan.pdf"))


def test_entities_are_refused() -> None:
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>'
    )
    for name in ("a.eaf", "a.docx", "a.xlsx"):
        content = laughs if name == "a.eaf" else packed({"[Content_Types].xml": laughs})
        with pytest.raises(UnreadableError, match="entities"):
            list(read_bytes(content, name))


def test_captions_of_one_speaker_are_one_turn() -> None:
    vtt = (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>I am <i>not</i>\n\n"
        b"00:02.500 --> 00:03.000\n<v Ann>sure &amp; <UNIN/>\n\n"
        b"00:09.000 --> 00:10.000\n<v Ann>of it\n"
    )
    (document,) = read_bytes(vtt, "a.vtt")
    assert [(t.text, t.start, t.end) for t in document.turns] == [
        ("I am not\nsure & <UNIN/>", 1.0, 3.0),
        ("of it", 9.0, 10.0),
    ]


def other(content: bytes) -> Iterator[Turn]:
    yield Turn("Dr", content.decode())


def test_readers_of_other_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("xyz", f"{__name__}:other", "commscore.readers")
    monkeypatch.setattr(commscore.read, "entry_points", lambda group: [point])
    monkeypatch.setattr(EntryPoint, "load", lambda self: other)
    assert [(d.id, d.turns[0].text) for d in read_bytes(b"hello", "a.XYZ")] == [("a", "hello")]


def test_control_characters_are_blanked() -> None:
    (document,) = read_bytes(
        b'[{"turns": [{"speaker": "D", "text": "a\\u0000b\\ud800c"}], "id": "x"}]', "a.json"
    )
    assert document.turns[0].text == "a b c"
