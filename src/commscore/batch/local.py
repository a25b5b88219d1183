"""Parts by processes of this machine: a thread a process, so that one that ends takes no other with it."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, Final, Generic, TypeVar

from commscore.errors import CommscoreError
from commscore.processes import begin

STARTS: Final = 3  # of a process, before it is said that none can be started
Result = TypeVar("Result")
Call = tuple[Callable[..., Result], tuple[Any, ...]]


@contextmanager
def started(calls: Sequence[Call[Result]], workers: int) -> "Iterator[list[Future[Result]]]":
    """Give the futures of calls, each done by one of so many processes, again where its process ends.

    A call must itself know when it makes no sense any more (`tries.again`): it is called until it returns or
    raises a CommscoreError. What is not done when this is left is given up.
    """
    pool: _Pool[Result] = _Pool()
    threads = ThreadPoolExecutor(workers, "batch")
    try:
        yield [threads.submit(pool.done, call) for call in calls]
    finally:
        pool.stop()
        threads.shutdown(cancel_futures=True)


class _Pool(Generic[Result]):
    """A process for each thread that asks for something to be done, started again when it has ended."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")  # the same on every system, and with threads
        self._ending, self._held = self._context.Pipe(duplex=False)
        self._own = threading.local()
        self._stopped = False

    def done(self, call: Call[Result]) -> Result:
        """Return what the call returns in this thread's process."""
        function, given = call
        while True:
            try:
                future: Future[Result] = self._process().submit(function, *given)
                problem = future.exception()
            except BrokenProcessPool as broken:  # while it had nothing to do
                problem = broken
            if problem is None:
                return future.result()
            if self._stopped or isinstance(problem, CommscoreError):
                raise problem
            if isinstance(problem, BrokenProcessPool):
                del self._own.process

    def stop(self) -> None:
        """End all processes, whatever they are doing."""
        self._stopped = True
        self._held.close()

    def _process(self) -> ProcessPoolExecutor:
        for _ in range(0 if hasattr(self._own, "process") else STARTS):
            started = ProcessPoolExecutor(1, self._context, begin, (self._ending,))
            with suppress(BrokenProcessPool):
                started.submit(os.getpid).result()
                self._own.process = started
                break
        if not hasattr(self._own, "process"):
            raise CommscoreError("no worker process could be started; give --workers 1, or more memory")
        process: ProcessPoolExecutor = self._own.process
        return process
