"""Who is let in, how much is taken, and that nothing of what was sent is logged or quoted back."""

import asyncio
import contextlib
import io
import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest

from answering import SAID, Here, await_, client, consultation, letter
from commscore.logs import log
from commscore.service import work
from commscore.service.contract import Answer, Job, given

TOKEN = "0123456789abcdef" * 2
JSON = {"Content-Type": "application/json"}
SHOWN = ("/v1/codebook", "/v1/models")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Return what the service logs, and leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with contextlib.redirect_stderr(io.StringIO()) as told:
        log("commscore.service")
        yield told
    root.handlers[:] = handlers
    root.setLevel(level)


def test_only_who_has_the_token_is_let_in() -> None:
    known = client(token=TOKEN)
    for sent in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": TOKEN},
    ):
        for found in (
            known.get("/v1/codebook", headers=sent),
            known.post("/v1/letters", headers=sent | JSON),
        ):
            assert (found.status_code, found.headers["www-authenticate"]) == (401, "Bearer")
    assert known.get("/v1/codebook", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert known.get("/health").status_code == known.get("/ready").status_code == 200
    assert "bearer" in json.dumps(known.get("/openapi.json").json()["components"]["securitySchemes"])


def test_it_goes_by_no_other_name() -> None:
    assert client().get("/health", headers={"Host": "elsewhere.example"}).status_code == 400


def test_an_address_is_written_in_one_way() -> None:
    found = client().get("/v1/codebook/", follow_redirects=False)
    assert (found.status_code, found.json()) == (404, {"why": "Not Found"})


@pytest.mark.parametrize("charset", ["undefined", "utf-9"])
def test_a_form_in_a_charset_that_is_none_is_not_commscore_s_failure(charset: str) -> None:
    form = b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n'
    sent = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
    found = client().post("/v1/letters/file", content=form, headers=sent)
    assert (found.status_code, list(found.json())) == (400, ["why"])


@pytest.mark.parametrize(
    ("name", "content"), [("a.json", b"[]"), ("a.csv", b"id,text\n"), ("a.jsonl", b"\n")]
)
def test_a_file_without_a_letter_is_refused_with_a_reason(name: str, content: bytes) -> None:
    found = client().post("/v1/letters/file", files={"file": (name, content)})
    assert found.status_code == 422
    assert found.json()["why"].startswith(f"{name}: ")


def test_no_page_loads_anything_from_elsewhere() -> None:
    assert [client().get(page).status_code for page in ("/docs", "/redoc", "/")] == [404] * 3


def test_it_says_when_it_is_ready() -> None:
    found = client(Here(waits_for="the models are being loaded")).get("/ready")
    assert (found.status_code, found.json()) == (503, {"why": "the models are being loaded"})
    assert found.headers["retry-after"]
    assert client().get("/ready").json() == {"ready": True}


def test_it_shows_what_is_coded_and_by_what() -> None:
    found = client().get("/v1/codebook").json()
    assert {"consultation", "letter"} == found.keys()
    assert "reflection" in [code["name"] for code in found["consultation"]["code"]]
    assert client().get("/v1/models").json() == []


@pytest.mark.parametrize(
    ("address", "body", "status", "why"),
    [
        ("letters", b"", 400, "Invalid JSON"),
        ("letters", f'{{"text": "{SAID}'.encode(), 400, "Invalid JSON"),
        ("letters", json.dumps({"text": SAID}).encode(), 400, "schema: Field required"),
        ("letters", json.dumps(letter(SAID) | {"schema": SAID}).encode(), 400, "schema: Input should be"),
        ("letters", json.dumps(letter(SAID) | {"received": SAID}).encode(), 400, "received: Input should be"),
        ("letters", json.dumps(letter(SAID) | {"received": "1850-01-01"}).encode(), 422, "before 1990"),
        ("letters", json.dumps(letter("!?")).encode(), 422, "no words"),
        ("letters", json.dumps(letter("")).encode(), 400, "text: String should have at least"),
        ("letters", json.dumps(letter(f"{SAID} \ud800")).encode(), 400, "Invalid JSON"),
        ("letters", b"[" * 50_000, 400, "Invalid JSON"),
        ("letters", b'{"kind": ' + b"9" * 5000 + b"}", 400, "Invalid JSON"),
        ("consultations", json.dumps(consultation()).encode(), 400, "turns: Tuple should have at least"),
        ("consultations", json.dumps(consultation("", " ")).encode(), 422, "no turn holds any words"),
        ("consultations", json.dumps(letter(SAID)).encode(), 400, "kind: Input should be"),
        ("consultations", json.dumps([SAID]).encode(), 400, "Input should be an object"),
        ("consultations?privacy=SLEPT", b"{}", 400, "query.privacy: Input should be"),
        ("letters?nation=SLEPT", b"{}", 400, "query.nation: Input should be"),
        (
            "letters?privacy=check",
            json.dumps(letter(SAID + ", call 07700 900123")).encode(),
            422,
            "telephone",
        ),
    ],
)
def test_a_refusal_names_the_place_and_quotes_nothing(
    address: str, body: bytes, status: int, why: str
) -> None:
    found = client().post(f"/v1/{address}", content=body, headers=JSON)
    assert (found.status_code, list(found.json())) == (status, ["why"])
    assert why in found.json()["why"]
    assert "slept" not in found.text.casefold()


@pytest.mark.parametrize(
    ("form", "status", "why"),
    [
        ({"data": {"file": SAID}}, 415, "multipart"),
        ({"files": {"file": ("", b"x")}}, 400, "no file with a name"),
        ({"files": {"other": ("a.txt", b"x")}}, 400, "other fields"),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"clinician": "B"}}, 400, "other fields"),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"received": SAID}}, 400, "write a day"),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"received": "9999-12-31"}}, 422, "still to come"),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"received": "1" * 2000}}, 400, "maximum size"),
        ({"files": {"file": ("a.exe", SAID.encode())}}, 422, "a.exe: letters are not read from .exe"),
        ({"files": {"file": ("a.csv", f"x\n{SAID}".encode())}}, 422, "a.csv"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(form: dict[str, object], status: int, why: str) -> None:
    found = client().post("/v1/letters/file", **form)
    assert (found.status_code, why in found.json()["why"]) == (status, True), found.text
    assert SAID not in found.text


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("address", ["letters", "letters/file", "batch"])
def test_more_than_the_limit_is_not_read(address: str, told: bool) -> None:
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    kinds = {"letters": "application/json", "batch": "application/x-ndjson"}
    sent = 0

    def parts():
        nonlocal sent
        yield form
        for _ in range(10_000):
            sent += 1
            yield b" " * 1000

    headers = {"Content-Type": kinds.get(address, "multipart/form-data; boundary=b")}
    content = b" " * 200_000 if told else parts()
    found = client(most=50_000).post(f"/v1/{address}", content=content, headers=headers)
    assert found.status_code == 413
    assert "50,000" in found.json()["why"]


def test_another_type_of_content_is_not_read() -> None:
    for address in ("letters", "consultations", "letters/file", "batch"):
        found = client().post(f"/v1/{address}", content=b"{}", headers={"Content-Type": "text/plain"})
        assert found.status_code == 415


@pytest.mark.parametrize(("address", "sort"), [("letters", "json"), ("batch", "x-ndjson")])
def test_more_than_are_taken_at_once_are_told_to_come_again(address: str, sort: str) -> None:
    kind = {"Content-Type": f"application/{sort}"}
    held = threading.Event()
    here = Here(lambda job: Answer(200, b"{}") if held.wait(30) else Answer(500, b"{}"))
    service = client(here, waiting=2)
    found: list[int] = []
    with service:
        each = [
            threading.Thread(
                target=lambda: found.append(
                    service.post(f"/v1/{address}", content=b"{}", headers=kind).status_code
                )
            )
            for _ in range(2)
        ]
        for one in each:
            one.start()
        until = time.monotonic() + 20
        while here.under_way < 2 and time.monotonic() < until:
            time.sleep(0.01)
        more = service.post(f"/v1/{address}", content=b"{}", headers=kind)
        assert more.status_code == 503
        assert more.headers["retry-after"]
        assert service.get("/health").status_code == 200
        held.set()
        for one in each:
            one.join()
    assert found == [200, 200]
    assert service.post(f"/v1/{address}", content=b"{}", headers=kind).status_code == 200


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def slow() -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            await asyncio.sleep(5)
            return {"type": "http.request", "body": b" ", "more_body": True}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        headers = [(b"host", b"testserver"), (b"content-type", b"application/json")]
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/letters",
            "headers": headers,
            "query_string": b"",
        }
        await client(seconds=0.1).app(scope, receive, send)
        return sent

    started, *_ = await_(slow())
    assert started["status"] == 408


def test_a_fault_is_told_without_what_was_sent(logged: io.StringIO) -> None:
    def fails(job: object) -> Answer:
        raise ValueError(SAID)

    found = client(Here(fails)).post("/v1/letters", json=letter(SAID))
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=ValueError(SAID))
    assert (found.status_code, SAID in found.text) == (500, False)
    told = logged.getvalue()
    assert "ValueError" in told
    assert SAID not in told


def test_a_worker_s_fault_is_told_without_what_was_sent(
    logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(job: Job) -> Answer:
        raise ValueError(SAID)

    monkeypatch.setattr(work, "answer", fails)
    with pytest.raises(ValueError, match=SAID):
        work.timed(Job(b""), 60)
    told = logged.getvalue()
    assert "a report failed: ValueError" in told
    assert "test_guard.py" in told
    assert SAID not in told


def test_the_log_names_the_route_and_not_the_address(logged: io.StringIO) -> None:
    client().post("/v1/letters?privacy=off&note=slept", json=letter(SAID))
    client().get("/v1/slept")
    told = logged.getvalue()
    assert "POST /v1/letters 200" in told
    assert "GET no such address 404" in told
    assert "slept" not in told


def test_no_answer_is_kept_on_the_way() -> None:
    found = client().post("/v1/letters", json=letter(SAID))
    assert found.headers["cache-control"] == "no-store"


def test_what_is_given_is_read_strictly() -> None:
    assert given(json.dumps(letter("x", received="2026-03-02")).encode()).kind == "letter"
