"""What is sent comes back as the report that the command line makes, or with the reason why there is none."""

import io
import json
import tempfile
import threading
import zipfile
from datetime import date
from pathlib import Path

import pytest

from answering import Here, await_, client, consultation, letter
from commscore.pipeline import assess_paths, triage_paths
from commscore.read.contract import SCHEMA
from commscore.read.letterschema import dump
from commscore.report.records import as_feedback_lines
from commscore.service.contract import Answer, refusal
from conftest import ROOT

CONSULTATIONS = ROOT / "data" / "samples" / "consultations"
LETTERS = ROOT / "data" / "samples" / "letters"
LINES = {"Content-Type": "application/x-ndjson"}


def lines(*entries: object) -> bytes:
    return "\n".join(each if isinstance(each, str) else json.dumps(each) for each in entries).encode()


@pytest.mark.parametrize("name", ["good-chest-pain.vtt", "poor-headaches.TextGrid", "relative-memory.docx"])
def test_a_consultation_s_file_gives_the_report_of_score(name: str) -> None:
    file = CONSULTATIONS / name
    found = client().post("/v1/consultations/file", files={"file": (name, file.read_bytes())})
    (report,) = assess_paths([file])
    assert found.status_code == 200
    assert found.json() == {"reports": [json.loads(as_feedback_lines([report]))], "failures": []}


def test_a_letter_s_file_gives_the_report_of_triage() -> None:
    file = LETTERS / "no-reply-ombudsman.eml"
    form = {"files": {"file": (file.name, file.read_bytes())}, "data": {"received": "2026-03-02"}}
    found = client().post("/v1/letters/file?nation=wales", **form)
    (report,) = triage_paths([file], nation="wales", received=date(2026, 3, 2))
    assert found.json() == {"reports": [json.loads(json.dumps(dump(report)))], "failures": []}


def test_a_report_goes_in_as_it_comes_out() -> None:
    (file,) = CONSULTATIONS.glob("*.json")
    sent = json.loads(file.read_text(encoding="utf-8"))
    found = client().post("/v1/consultations?privacy=off", json=sent).json()
    again = client().post("/v1/consultations?privacy=off", json=found).json()
    assert found == again
    assert [turn["text"] for turn in found["turns"]] == [turn["text"] for turn in sent["turns"]]
    assert found["scores"]


def test_names_are_replaced_unless_it_is_said_that_there_are_none() -> None:
    said = "Dear Sir, my name is Margaret Thornbury and nobody rang me back."
    found = client().post("/v1/letters", json=letter(said)).json()
    assert "Thornbury" not in json.dumps(found)
    kept = client().post("/v1/letters?privacy=off", json=letter(said, received="2026-03-02")).json()
    assert kept["text"] == said
    assert kept["clocks"][0]["due"] == "2026-03-05"


def test_what_of_a_file_cannot_be_read_is_named_and_the_rest_is_reported() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("one.txt", "Doctor: What brings you in?\nPatient: My knee hurts.\n")
        files.writestr("two.txt", "")
    sent = {"file": ("both.zip", packed.getvalue())}
    found = client().post("/v1/consultations/file", files=sent).json()
    assert [report["id"] for report in found["reports"]] == ["one"]
    assert len(found["failures"]) == 1
    assert "two.txt" in found["failures"][0]


def test_who_the_clinician_is_can_be_said() -> None:
    said = b"A: My knee hurts.\nB: How long has it hurt?\nA: A week.\n"
    form = {"files": {"file": ("one.txt", said)}, "data": {"clinician": "B"}}
    (found,) = client().post("/v1/consultations/file?privacy=off", **form).json()["reports"]
    assert [turn["role"] for turn in found["turns"]] == ["patient", "clinician", "patient"]


def test_nothing_that_is_sent_is_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/there/is/no/such/folder")
    content = b"Nobody rang me back about my results, and I was left to wait for weeks on end.\n" * 30_000
    found = client(most=10**7).post("/v1/letters/file", files={"file": ("long.txt", content)})
    assert found.status_code == 422
    assert "characters; at most" in found.json()["why"]


def test_a_batch_comes_back_line_by_line_in_its_order() -> None:
    sent = lines(
        letter("Nobody rang me back.") | {"id": "a"},
        "",
        "{broken",
        consultation("What brings you in?", "My knee hurts.") | {"id": "b"},
        {"schema": SCHEMA, "kind": "letter", "id": "c", "text": "?"},
        {"schema": SCHEMA, "kind": "photograph", "id": "d"},
        letter("They were kind.") | {"id": "e"},
    )
    found = client().post("/v1/batch", content=sent, headers=LINES)
    told = [json.loads(line) for line in found.text.splitlines()]
    assert found.headers["content-type"].startswith("application/x-ndjson")
    assert [each.get("id", each.get("line")) for each in told] == ["a", 3, "b", 5, 6, "e"]
    assert [each["status"] for each in told if "why" in each] == [400, 422, 400]
    assert "photograph" not in found.text


def test_at_most_so_many_lines_of_a_batch_are_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Here(lambda job: Answer(200, b'{"id": %s}\n' % job.content))
    found = client(here, at_once=3).post("/v1/batch", content=lines(*range(50)), headers=LINES)
    assert [json.loads(line)["id"] for line in found.text.splitlines()] == list(range(50))
    assert here.most == 3


def test_a_batch_goes_on_after_a_line_on_which_a_worker_died() -> None:
    here = Here(lambda job: refusal(504, "too long") if job.content == b"2" else Answer(200, job.content))
    found = client(here).post("/v1/batch", content=b"1\n2\n3\n", headers=LINES)
    assert found.text == '1\n{"line": 2, "status": 504, "why": "too long"}\n3\n'


def test_a_line_is_sent_as_soon_as_it_is_done() -> None:
    first_is_there = threading.Event()
    here = Here(lambda job: Answer(200 if job.content == b"1" or first_is_there.wait(30) else 504, b"{}"))
    sent: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"1\n2\n", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message.get("body"):
            sent.append(bytes(message["body"]))
            first_is_there.set()

    headers = [(b"host", b"testserver"), (b"content-type", b"application/x-ndjson")]
    scope = {"type": "http", "method": "POST", "path": "/v1/batch", "headers": headers, "query_string": b""}
    scope["asgi"] = {"spec_version": "2.4"}
    await_(client(here).app(scope, receive, send))
    assert sent == [b"{}\n", b"{}\n"]


def test_an_empty_batch_has_no_lines() -> None:
    assert client().post("/v1/batch", content=b"", headers=LINES).text == ""


def test_every_sample_is_read(tmp_path: Path) -> None:
    for folder, address in ((CONSULTATIONS, "consultations"), (LETTERS, "letters")):
        for file in sorted(folder.iterdir()):
            sent = {"file": (file.name, file.read_bytes())}
            assert client().post(f"/v1/{address}/file", files=sent).status_code == 200, file.name
