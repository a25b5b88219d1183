"""Mangled files sent to the service by many programs at once: an answer each, none of them status 500.

Its memory, all processes together, must stay flat, and it must be ready in the end.
"""

import http.client
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from memory import growth, megabytes

from service import PATIENCE, served
from soak.mangles import Input, mangled, samples

ANSWERS = {200, 400, 408, 413, 415, 422, 503, 504}
PLACES = ("/v1/consultations/file", "/v1/letters/file", "/v1/batch", "/v1/letters")
GROWTH = 1.15  # by which memory in the last third may be above that in the middle third
EDGE = "edge-of-a-part"
WORKERS = 2


def sent(port: int, number: int, seed: int, inputs: list[Input]) -> tuple[str, int]:
    """Send a mangled file to one of the places; return what it was and the answer's status, 0 for none."""
    how, name, content = mangled(number, seed, inputs)
    place = PLACES[number % len(PLACES)]
    kind = "application/x-ndjson" if place.endswith("batch") else "application/json"
    if place.endswith("file"):
        kind = f"multipart/form-data; boundary={EDGE}"
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        content = head.encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        link.request("POST", place, content, {"Content-Type": kind})
        answer = link.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return f"{number} {how} {name} to {place}", 0  # it may hang up on what is too large
    finally:
        link.close()
    return f"{number} {how} {name} to {place}", answer.status


def soak(count: int, clients: int, seed: int = 1) -> dict[str, Any]:
    """Return what came of so many files, sent by so many programs at once."""
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        with served(log, WORKERS) as (port, process):
            statuses, rows, failures = _worked(port, count, clients, seed, process)
        failures += ["a traceback in the log"] if b"Traceback" in log.read_bytes() else []
    if (grown := growth(rows)) > GROWTH:
        failures.append(f"memory grew: {grown:.2f} times what it was")
    if not statuses.get(200):
        failures.append("nothing was answered with a report")
    return {"inputs": count, "statuses": statuses, "memory_megabytes": rows, "failures": failures}


def _worked(
    port: int, count: int, clients: int, seed: int, process: int
) -> tuple[dict[int, int], Sequence[int], list[str]]:
    inputs, statuses, failures, rows = samples(), Counter[int](), list[str](), list[int]()
    with ThreadPoolExecutor(clients) as pool:
        for what, status in pool.map(lambda number: sent(port, number, seed, inputs), range(count)):
            statuses[status] += 1
            if status not in ANSWERS and not (status == 0 and "one_line" in what):
                failures.append(f"{what}: {status}")
            if statuses.total() % 20 == 0:
                rows.append(round(megabytes(process)))
    return dict(sorted(statuses.items())), rows, failures
