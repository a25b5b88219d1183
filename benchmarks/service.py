"""Fifty programs that send to one service at once, and what its memory does meanwhile.

    python benchmarks/service.py [--minutes 10] [--clients 50] [--workers 2] [--output FILE]

Starts `commscore serve` and sends it letters as JSON and in batches, our samples as files, and one thing in
ten that is broken or too large. Prints and writes JSON: answers by status, requests a second, seconds a
request, and megabytes of all its processes over time (Linux). Ends with status 1 where an answer was none or
somebody else's, where nothing was answered, where the log held text, or where memory grew by more than a
tenth from the middle third of the time to the last.
"""

import argparse
import contextlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from memory import growth, megabytes

from commscore.settings import samples_folder

JSON, LINES = {"Content-Type": "application/json"}, {"Content-Type": "application/x-ndjson"}
GROWTH = 1.1  # by which memory in the last third may be above that in the middle third
PATIENCE = 300.0  # seconds until the service has to be ready, and until it has to have ended
SAID = "Nobody rang me back about my results, and I waited {} days. I want an apology."
BROKEN = (b"{", b"[]", b'{"schema": "commscore/1"}', b"\xff\xfe", b"[" * 100_000, b" " * 22_000_000)


@dataclass
class Seen:
    """What came of it: answers by status, seconds of each, what was wrong, megabytes by the minute."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)


def form(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a form with a file, and its headers."""
    start = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return start + content + b"\r\n--b--\r\n", {"Content-Type": "multipart/form-data; boundary=b"}


def request(random_: random.Random, number: int) -> tuple[str, bytes, dict[str, str], set[int], str]:
    """Return an address, a body, headers, the statuses that are right, and what the answer must hold."""
    letter = {"schema": "commscore/1", "kind": "letter", "id": f"n{number}", "text": SAID.format(number)}
    kind = random_.choices(("letter", "batch", "letters", "consultations", "broken"), (60, 10, 10, 10, 10))[0]
    if kind == "letter":
        return "/v1/letters?privacy=off", json.dumps(letter).encode(), JSON, {200, 503}, letter["text"]
    if kind == "batch":
        lines = "\n".join(json.dumps(letter | {"id": f"n{number}-{n}"}) for n in range(5))
        return "/v1/batch?privacy=off", lines.encode(), LINES, {200, 503}, f"n{number}-4"
    if kind == "broken":
        return "/v1/letters", random_.choice(BROKEN), JSON, {400, 413, 503}, "why"
    file = random_.choice([each for each in (samples_folder() / kind).iterdir() if each.is_file()])
    body, headers = form(file.name, file.read_bytes())
    return f"/v1/{kind}/file", body, headers, {200, 503}, file.name


def client(number: int, port: int, until: float, seen: Seen) -> None:
    """Send one request after the other."""
    random_, count = random.Random(number), 0
    while time.monotonic() < until:
        count += 1
        address, body, headers, right, holds = request(random_, number * 1_000_000 + count)
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", port, timeout=180)
        with contextlib.closing(connection):
            try:
                connection.request("POST", address, body, headers)
                found = connection.getresponse()
                said = found.read().decode()
            except (OSError, HTTPException) as problem:
                if len(body) < 20_000_000:  # what is far too large may be cut off before it is all sent
                    seen.wrong[f"{address}: {type(problem).__name__}"] += 1
                continue
        seen.seconds.append(time.monotonic() - began)
        seen.statuses[found.status] += 1
        if found.status not in right:
            seen.wrong[f"{address}: status {found.status}"] += 1
        elif found.status != 503 and holds not in said:
            seen.wrong[f"{address}: another's answer"] += 1
        if found.status == 503:
            time.sleep(1)


def watch(process: int, until: float, seen: Seen) -> None:
    """Note the memory every five seconds."""
    began = time.monotonic()
    while time.monotonic() < until:
        seen.memory.append((round(time.monotonic() - began), round(megabytes(process), 1)))
        time.sleep(5)


@contextlib.contextmanager
def served(log: Path, workers: int) -> Iterator[tuple[int, int]]:
    """Yield the port of a service that is ready, and the number of its process, which is ended at last."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commscore", "serve", "--port", str(port), "--workers", str(workers)]
    own = os.environ | {"COMMSCORE_TOKEN": ""}
    with log.open("wb") as told, subprocess.Popen(command, stderr=told, env=own) as process:
        try:
            _await(process, port, log)
            yield port, process.pid
            _await(process, port, log)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until the service is ready; SystemExit with its last words where it never is."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        link = HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, HTTPException), contextlib.closing(link):
            link.request("GET", "/ready")
            if link.getresponse().status == 200:
                return
        time.sleep(0.3)
    raise SystemExit(f"the service is not ready:\n{log.read_text(encoding='utf-8')[-2000:]}")


def figures(seen: Seen, minutes: float, told: str) -> dict[str, Any]:
    """Return what is written: no figure of it holds a text."""
    ordered = sorted(seen.seconds)
    return {
        "minutes": minutes,
        "requests": len(ordered),
        "requests_a_second": round(len(ordered) / 60 / minutes, 2),
        "seconds_median": round(statistics.median(ordered), 3),
        "seconds_99": round(ordered[int(0.99 * (len(ordered) - 1))], 3),
        "statuses": dict(sorted(seen.statuses.items())),
        "wrong": dict(seen.wrong),
        "text_in_log": "Nobody rang" in told,
        "memory_mb": seen.memory,
        "memory_growth": round(growth([each for _, each in seen.memory]), 3),
    }


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log, seen = Path(folder) / "log", Seen()
        with served(log, given.workers) as (port, process):
            until = time.monotonic() + 60 * given.minutes
            threading.Thread(target=watch, args=(process, until, seen), daemon=True).start()
            with ThreadPoolExecutor(given.clients) as clients:
                list(clients.map(lambda number: client(number, port, until, seen), range(given.clients)))
        found = figures(seen, given.minutes, log.read_text(encoding="utf-8"))
    text = json.dumps(found, indent=1)
    print(text)
    if given.output:
        given.output.write_text(text + "\n", encoding="utf-8")
    wrong = found["wrong"] or found["text_in_log"] or not seen.statuses[200]
    sys.exit(bool(wrong or found["memory_growth"] > GROWTH))


if __name__ == "__main__":
    main()
