"""The service as it runs: with worker processes that die, take too long, or are asked for too much."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from answering import consultation, letter
from commscore.cli import group
from commscore.errors import CommscoreError
from commscore.service import serve
from commscore.settings import settings
from conftest import ROOT

JSON = {"Content-Type": "application/json"}
FULL = 503  # the status where as many requests wait as may
on_linux = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds worker processes in /proc")


@dataclass
class Served:
    """A service that runs: its process, its port, and what it tells on standard error."""

    process: subprocess.Popen[bytes]
    port: int
    told: Path

    def send(self, method: str, address: str, body: object = None, seconds: float = 60) -> tuple[int, str]:
        """Return status and body of an answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request(method, address, None if body is None else json.dumps(body), JSON)
            found = connection.getresponse()
            return found.status, found.read().decode()

    def wait(self) -> None:
        """Wait until it is ready."""
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if self.send("GET", "/ready")[0] == 200:
                    return
            time.sleep(0.2)
        pytest.fail(self.told.read_text(encoding="utf-8"))

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        here = self.process.pid
        children = Path(f"/proc/{here}/task/{here}/children").read_text(encoding="utf-8").split()
        spawned = [int(one) for one in children]
        return [one for one in spawned if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def gone(processes: list[int]) -> bool:
    """Tell whether these processes are gone, once they are or after a minute."""
    until = time.monotonic() + 60
    while (there := any(Path(f"/proc/{one}").exists() for one in processes)) and time.monotonic() < until:
        time.sleep(0.1)
    return not there


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """Serve on a free port until the test is over."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commscore", "serve", "--port", str(port), *options]
    with (folder / "told").open("wb") as told:
        process = subprocess.Popen(command, stderr=told, env=os.environ | {"COMMSCORE_TOKEN": ""})
    found = Served(process, port, folder / "told")
    try:
        found.wait()
        yield found
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), "--workers", "2", "--seconds", "8") as found:
        yield found


def test_fifty_at_once_each_get_their_own_report(service: Served) -> None:
    def one(number: int) -> str:
        sent = letter(f"Nobody rang me back. I waited {number} days for my results.") | {"id": f"n{number}"}
        status, body = service.send("POST", "/v1/letters?privacy=off", sent)
        return f"{status} {json.loads(body)['id']} {json.loads(body)['text'] == sent['text']}"

    with ThreadPoolExecutor(50) as clients:
        assert list(clients.map(one, range(100))) == [f"200 n{number} True" for number in range(100)]


@on_linux
def test_workers_that_were_killed_are_replaced(service: Served) -> None:
    for one in (killed := service.workers()):
        os.kill(one, signal.SIGKILL)
    assert gone(killed)
    assert service.send("POST", "/v1/letters", letter("Nobody rang me back."))[0] == 200


def test_what_takes_too_long_is_stopped_and_the_others_go_on(service: Served) -> None:
    long = consultation(*["I am worried about my knee, and nobody tells me anything. "] * 20_000)
    with ThreadPoolExecutor(1) as beside:
        late = beside.submit(service.send, "POST", "/v1/consultations", long)
        time.sleep(1)
        assert service.send("POST", "/v1/letters", letter("Nobody rang me back."))[0] == 200
        status, why = late.result()
    assert (status, "8 seconds" in why) == (504, True)
    assert service.send("POST", "/v1/letters", letter("Nobody rang me back."))[0] == 200
    assert "knee" not in service.told.read_text(encoding="utf-8")


@on_linux
def test_no_worker_stays_behind_a_service_that_was_killed(service: Served) -> None:
    left = service.workers()
    service.process.kill()
    service.process.wait()
    assert left
    assert gone(left)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_what_is_under_way_is_done_before_it_stops(tmp_path: Path) -> None:
    some = consultation(*["I am worried about my knee, and nobody tells me anything. "] * 300)
    with served(tmp_path, "--workers", "1", "--waiting", "1") as service, ThreadPoolExecutor(1) as beside:

        def status(address: str, body: object) -> int:
            return service.send("POST", address, body)[0]

        def taken() -> int:
            while (found := status("/v1/consultations", some)) == FULL:
                pass  # the letter was there first
            return found

        late = beside.submit(taken)
        while not late.done() and status("/v1/letters", letter("Nobody rang me back.")) != FULL:
            time.sleep(0.05)  # it is not under way yet
        service.process.terminate()
        assert late.result() == 200
        assert service.process.wait(30) in {0, -signal.SIGTERM}


def test_a_model_that_was_changed_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "models" / "consultation", tmp_path / "models" / "consultation")
    with (tmp_path / "models" / "consultation" / "encoder.onnx").open("ab") as file:
        file.write(b"x")
    command = [sys.executable, "-m", "commscore", "serve", "--port", "8699", "--workers", "1"]
    changed = os.environ | {"COMMSCORE_MODELS": str(tmp_path / "models")}
    done = subprocess.run(command, env=changed, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "commscore: " in done.stderr
    assert "the file was changed" in done.stderr


@pytest.mark.parametrize(
    ("token", "address", "hosts", "why"),
    [
        ("", "0.0.0.0", (), "would need no token"),
        ("", "box.example", (), "would need no token"),
        ("", "127.0.0.1", ("box.example",), "would need no token"),
        ("short", "127.0.0.1", (), "shorter than 32"),
        ("t" * 32, "0.0.0.0", ("box*",), "--host box"),
        ("t" * 32, "0.0.0.0", ("*.example", "box"), None),
        ("", "127.0.0.1", (), None),
        ("t" * 32, "0.0.0.0", (), None),
    ],
)
def test_others_on_the_network_need_a_token(
    monkeypatch: pytest.MonkeyPatch, token: str, address: str, hosts: tuple[str, ...], why: str | None
) -> None:
    monkeypatch.setenv("COMMSCORE_TOKEN", token)
    settings.cache_clear()
    try:
        if why is None:
            assert serve.check(address, hosts) == token
        else:
            with pytest.raises(CommscoreError, match=why):
                serve.check(address, hosts)
        assert token not in repr(settings()) or not token
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "NEEDED", ("fastapi", "nosuchlibrary"))
    with pytest.raises(CommscoreError, match=r"needs nosuchlibrary; run: pip install 'commscore\[serve\]'"):
        serve.serve()


def test_the_command_says_what_it_serves() -> None:
    assert "openapi.json" in CliRunner().invoke(group, ["serve", "--help"]).output


def test_its_own_process_loads_no_model() -> None:
    program = """
import sys
import commscore.service.app, commscore.service.workers
print("LOADED", sorted({"spacy", "onnxruntime", "torch", "presidio_analyzer"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "LOADED []"
