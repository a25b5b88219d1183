"""JSON lines in, JSON lines out: an answer a line, in the order of the lines, each as soon as it is there."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import replace

from commscore.service.contract import Answer, Job
from commscore.service.workers import Answering


async def answers(content: bytes, like: Job, answering: Answering, at_once: int) -> AsyncIterator[bytes]:
    """Yield a line for each line that is not empty: its report, or its number, the status and the reason.

    At most `at_once` are under way; `like` is the job with the options of all.
    """
    under_way: deque[tuple[int, asyncio.Task[Answer]]] = deque()
    for number, line in enumerate(content.split(b"\n"), 1):
        if len(under_way) == at_once:
            yield await _line(*under_way.popleft())
        if line.strip():
            job = replace(like, content=line)
            under_way.append((number, asyncio.create_task(answering.answer(job))))
    while under_way:
        yield await _line(*under_way.popleft())


async def _line(number: int, under_way: "asyncio.Task[Answer]") -> bytes:
    done = await under_way
    if done.status == 200:
        return done.body.strip() + b"\n"
    failed = {"line": number, "status": done.status, **json.loads(done.body)}
    return json.dumps(failed, ensure_ascii=False).encode() + b"\n"
