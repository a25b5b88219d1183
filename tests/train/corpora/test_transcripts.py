"""The corpora that are transcripts, and the dialogues whose turns carry a strategy."""

import json
from pathlib import Path

import pytest

from commscore.errors import UnreadableError
from commscore.train.corpora import CORPORA, aci_bench, esconv, osce, primock57
from commscore.types import Label, Report, Role

from .conftest import Write

GRID = """File type = "ooTextFile"
Object class = "TextGrid"
0 2
<exists>
1
"IntervalTier" "Speaker" 0 2
1
{start} 2 "{text}"
"""


def said(report: Report) -> list[tuple[str, str, str]]:
    return [(t.speaker, str(t.role), t.text) for t in report.document.turns]


def test_primock57(tmp_path: Path) -> None:
    (tmp_path / "day1_consultation01_doctor.TextGrid").write_text(GRID.format(start=0, text="Hello?"))
    (tmp_path / "day1_consultation01_patient.TextGrid").write_text(GRID.format(start=1, text="Hi."))
    (tmp_path / "day1_consultation02_doctor.TextGrid").write_text(GRID.format(start=0, text="Hello?"))
    (tmp_path / "notes.txt").write_text("Doctor: not of the corpus")
    whole, half = primock57.read(tmp_path)
    assert isinstance(whole, Report)
    assert whole.document.id == "primock57-day1_consultation01"
    assert said(whole) == [("Doctor", "clinician", "Hello?"), ("Patient", "patient", "Hi.")]
    assert isinstance(half, UnreadableError)
    assert "day1_consultation02_doctor.TextGrid: no words of the" in str(half)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_osce(tmp_path: Path, encoding: str) -> None:
    text = "D: How are\r\n you? p: not a turn\r\n\r\nP:Fine,  D: thanks.\r\nD:\r\n"
    (tmp_path / "RES0001.txt").write_bytes(text.encode(encoding))
    (tmp_path / "RES0002.txt").write_text("nobody speaks here")
    right, wrong = osce.read(tmp_path)
    assert isinstance(right, Report)
    assert right.document.id == "osce-RES0001"
    assert said(right) == [
        ("Doctor", "clinician", "How are you? p: not a turn"),
        ("Patient", "patient", "Fine, D: thanks."),
        ("Doctor", "clinician", ""),
    ]
    assert str(wrong).startswith("RES0002.txt: line 1: no speaker known")


def test_osce_files_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    assert [str(problem).partition(":")[0] for problem in osce.read(tmp_path)] == ["a.txt", "b.txt"]


def test_aci_bench(table: Write) -> None:
    dialogue = "[doctor] hi .\nhow are you ?\n[patient]\n[patient_guest] he's fine ."
    rows = [
        {"encounter_id": "D2N001", "dialogue": dialogue},
        {"encounter_id": "D2N038", "dialogue": dialogue},
    ]
    right, swapped = CORPORA["aci-bench"].read(table("a.csv", rows))
    assert right.document.id == "aci-D2N001"
    assert said(right) == [
        ("Doctor", "clinician", "hi . how are you ?"),
        ("Patient", "patient", ""),
        ("Patient guest", "other", "he's fine ."),
    ]
    (parent,) = CORPORA["aci-bench"].read(
        table("b.csv", [{"encounter_id": "x", "dialogue": "[doctor] hi\n[patient_guest] he's fine"}])
    )
    assert parent.document.turns[1].role is Role.PATIENT
    assert (len(right.provenance.warnings), len(swapped.provenance.warnings)) == (0, 1)


@pytest.mark.parametrize(
    ("dialogue", "problem"),
    [
        ("[doctor] hi\n[nurse] hi", "a.csv, row 2: nobody is known as [nurse]"),
        ("hi", "a.csv, row 2: dialogue, line 1: no speaker"),
        ("So.\n[doctor] hi", "a.csv, row 2: dialogue, line 1: no speaker"),
        ("", "a.csv, row 2: dialogue is empty"),
    ],
)
def test_aci_bench_dialogues_that_are_none(table: Write, dialogue: str, problem: str) -> None:
    (found,) = aci_bench.read(table("a.csv", [{"encounter_id": "D2N001", "dialogue": dialogue}]))
    assert problem in str(found)


MIRROR = [
    {"text": "I lost my hat.", "speaker": "usr"},
    {"text": "Where?", "speaker": "sys", "strategy": "Question"},
]
ORIGINAL = [
    {"content": "I lost my hat.\n", "speaker": "seeker", "annotation": {}},
    {"content": "Where?", "speaker": "supporter", "annotation": {"strategy": "Question"}},
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("valid.jsonl", json.dumps({"dialog": MIRROR}) + "\n"),
        ("valid.json", json.dumps([{"dialog": ORIGINAL}])),
    ],
)
def test_esconv(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (report,) = CORPORA["esconv"].read(tmp_path)
    assert report.document.id == "esconv-valid-1"
    assert said(report) == [("Seeker", "patient", "I lost my hat."), ("Supporter", "clinician", "Where?")]
    assert report.labels == (Label("esconv.strategy", 1, "Question"),)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ([1], "a.jsonl, line 2: no list 'dialog'"),
        ({"dialog": []}, "a.jsonl, line 2: no list 'dialog'"),
        (
            {"dialog": [{"text": "Hi", "speaker": "dog"}]},
            "a.jsonl, line 2, turn 0: needs 'text' and 'speaker'",
        ),
        ({"dialog": [MIRROR[1] | {"strategy": "Charm"}]}, "a.jsonl, line 2, turn 0: strategy is 'Charm'"),
        ({"dialog": [MIRROR[1] | {"strategy": []}]}, "a.jsonl, line 2, turn 0: strategy is '[]'"),
    ],
)
def test_esconv_lines_that_are_wrong(tmp_path: Path, entry: object, problem: str) -> None:
    (tmp_path / "a.jsonl").write_text("\n" + json.dumps(entry) + "\n" + json.dumps({"dialog": MIRROR}) + "\n")
    wrong, right = esconv.read(tmp_path)
    assert problem in str(wrong)
    assert isinstance(right, Report)
    assert [t.role for t in right.document.turns] == [Role.PATIENT, Role.CLINICIAN]


@pytest.mark.parametrize("corpus", CORPORA)
def test_paths_that_hold_nothing(corpus: str, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UnreadableError, match="check the path"):
            list(CORPORA[corpus].read(path))
