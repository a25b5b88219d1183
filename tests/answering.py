"""What the tests of the service share: it answers here, without worker processes, and by rules alone."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.testclient import TestClient

from commscore.service.app import make
from commscore.service.contract import Answer, Job
from commscore.service.limits import Limits
from commscore.service.work import answer

Result = TypeVar("Result")
SAID = "I have not slept since my daughter died"  # what must be in no log and no refusal


class Here:
    """Answers in this process, as a worker does."""

    def __init__(self, how: Callable[[Job], Answer] = answer, waits_for: str = "") -> None:
        self.how, self.waits_for = how, waits_for
        self.under_way = self.most = 0

    async def start(self) -> None:
        """Nothing is to be loaded."""

    async def stop(self) -> None:
        """Nothing is to be stopped."""

    async def answer(self, job: Job) -> Answer:
        """Answer, counting how many are under way at once."""
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            return await asyncio.to_thread(self.how, job)
        finally:
            self.under_way -= 1


def await_(made: Coroutine[Any, Any, Result]) -> Result:
    """Return what comes of it, in a thread of its own: a browser of other tests may hold this one's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, made).result()


def client(answering: Here | None = None, token: str = "", **limits: object) -> TestClient:
    """Return a client of the service with these limits."""
    taken = {"most": 100_000, "seconds": 20.0, "waiting": 8, "at_once": 3, "hosts": ("testserver",)}
    app = make(answering or Here(), Limits(**taken | limits), token)
    return TestClient(app, raise_server_exceptions=False)


def consultation(*said: str) -> dict[str, object]:
    """Return a consultation of these turns in the contract's schema."""
    turns = [{"speaker": "DP"[n % 2], "text": text} for n, text in enumerate(said)]
    return {"schema": "commscore/1", "kind": "consultation", "id": "made", "turns": turns}


def letter(text: str, **more: object) -> dict[str, object]:
    """Return a letter in the contract's schema."""
    return {"schema": "commscore/1", "kind": "letter", "id": "made", "text": text, **more}
