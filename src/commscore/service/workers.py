"""Processes that hold the models and answer: one that takes too long or dies costs one answer and no more."""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Final, Protocol

from commscore.service import work
from commscore.service.begin import begin
from commscore.service.contract import Answer, Job, refusal
from commscore.service.guard import FAULT, LOG

TOO_LONG: Final = "not done within {:g} seconds; split it, or give the service more time: --seconds"
ENDED: Final = "the process that read it ended, perhaps for want of memory; split it, or send it again"
DIED: Final = (
    "a worker process ended before it had loaded the models; give it more memory, or fewer --workers"
)


class Answering(Protocol):
    """What answers jobs; `waits_for` is "" once it can, else why it cannot yet."""

    waits_for: str

    async def start(self) -> None:
        """Begin to make ready to answer."""

    async def stop(self) -> None:
        """Answer no more."""

    async def answer(self, job: Job) -> Answer:
        """Return the answer; where something goes wrong, it says what."""


class Workers:
    """As many worker processes as asked for, each with models of its own, and `seconds` for each job.

    A process is started afresh, as every system can, and ends with this one. `failed` is told why
    where the models cannot be loaded.
    """

    def __init__(self, many: int, seconds: float, failed: Callable[[str], None]) -> None:
        self.many, self.seconds, self.failed = many, seconds, failed
        self.waits_for = "the models are being loaded"
        self._context = get_context("spawn")
        self._ending, self._held = self._context.Pipe(duplex=False)
        self._free: asyncio.Queue[ProcessPoolExecutor] = asyncio.Queue()

    async def start(self) -> None:
        """Begin to load the models; `waits_for` tells when all workers have them, or why they cannot."""
        loaded = [self._started() for _ in range(self.many)]
        self._loading = asyncio.create_task(self._load(loaded))

    async def stop(self) -> None:
        """End the workers, whatever they are doing."""
        self._held.close()
        while not self._free.empty():
            self._free.get_nowait().shutdown(wait=False, cancel_futures=True)

    async def answer(self, job: Job) -> Answer:
        """Return the answer of the next worker that is free, of another where that one dies.

        The status is 504 after too long a time, 500 where two died of it or one failed.
        """
        died = 0
        for _ in range(self.many + 2):  # no more than that can have died while they had nothing to do
            worker = await self._free.get()
            began = time.monotonic()
            try:
                done = asyncio.wrap_future(worker.submit(work.timed, job, self.seconds))
            except BrokenProcessPool:  # it died while it had nothing to do
                self._started()
                continue
            await asyncio.wait([done])
            wrong = done.exception()
            if not isinstance(wrong, BrokenProcessPool):
                self._free.put_nowait(worker)
                return done.result() if wrong is None else refusal(500, FAULT)
            self._started()
            if time.monotonic() - began >= self.seconds:
                return refusal(504, TOO_LONG.format(self.seconds))
            LOG.error("a worker ended")
            died += 1
            if died == 2:
                break
        return refusal(500, ENDED)

    def _started(self) -> "Future[str]":
        """Return what a new worker says once it has loaded the models; jobs it is given wait for that."""
        worker = ProcessPoolExecutor(1, self._context, begin, (self._ending,))
        self._free.put_nowait(worker)
        return worker.submit(work.ready)

    async def _load(self, loading: "Iterable[Future[str]]") -> None:
        done = [asyncio.wrap_future(each) for each in loading]
        await asyncio.wait(done)
        wrong = {DIED if each.exception() else each.result() for each in done}
        self.waits_for = "\n".join(wrong - {""})
        if self.waits_for:
            self.failed(self.waits_for)
