"""Letters on their way into the queue, read by a thread of their own, whether the page is open or not."""

import atexit
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from multiprocessing.pool import AsyncResult, ThreadPool
from threading import Event
from typing import Any, Final

from commscore.errors import CommscoreError, PersonalError
from commscore.privacy.deidentify import Deidentified
from commscore.privacy.draft import Draft, settled
from commscore.store import Store
from commscore.types import Letter
from commscore.ui.quiet import SILENT

LOG: Final = logging.getLogger(__name__)
LOG.addFilter(SILENT)
FAILED: Final = "The program failed on them. Try again, or stop and open them in smaller parts."
A_FEW: Final = 4  # letters between two looks at whether somebody wants to stop
AT_ONCE: Final = 2  # batches; more wait their turn


@dataclass(frozen=True, slots=True)
class About:
    """Whose clocks run, and the day the letters came, None for the one that each tells."""

    nation: str = "england"
    received: date | None = None


@dataclass(frozen=True, slots=True)
class Far:
    """How far a batch is: what is `left`, how many are in the queue, what may not go on with why.

    `problem` says why it cannot go on, "" where it can; `seconds` is how long it has been at it.
    """

    left: tuple[Draft[Any], ...]
    through: int = 0
    held: tuple[Draft[Any], ...] = ()
    why: tuple[str, ...] = ()
    problem: str = ""
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """How many are in the queue, or may not go there."""
        return self.through + len(self.held)


class Batch:
    """Letters that a visitor let go on, put into the store a few at a time: each once, whoever looks on.

    Only its thread changes how far it is; a page reads that. `unread` says what could not be read.
    """

    def __init__(
        self, drafts: Sequence[Draft[Any]], unread: tuple[str, ...], knowingly: bool, about: About
    ) -> None:
        self.total = len(drafts)
        self.unread = unread
        self.far = Far(tuple(drafts))
        self._knowingly = knowingly
        self._about = about
        self._stop = Event()
        self._work: AsyncResult[None] | None = None

    def start(self, kept_in: Store) -> None:
        """Go on, or try again, with what is left."""
        if self.working:
            return
        self.far = replace(self.far, problem="")
        self._work = _threads().apply_async(self._run, (kept_in,), error_callback=self._failed)

    def stop(self) -> None:
        """Stop once the letters at hand are done."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Tell whether somebody wants to stop."""
        return self._stop.is_set()

    @property
    def working(self) -> bool:
        """Tell whether letters are being read."""
        return self._work is not None and not self._work.ready()

    def wait(self, seconds: float) -> None:
        """Return when nothing more is being read, or after so long."""
        if self._work is not None:
            self._work.wait(seconds)

    def _run(self, kept_in: Store) -> None:
        begun, before = time.monotonic(), self.far.seconds
        while self.far.left and not self.stopping:
            try:
                through, held, why = self._some(kept_in)
            except CommscoreError as problem:
                self.far = replace(self.far, problem=str(problem))
                return
            far = self.far
            self.far = replace(
                far,
                left=far.left[A_FEW:],
                through=far.through + through,
                held=(*far.held, *held),
                why=(*far.why, *why),
                seconds=before + time.monotonic() - begun,
            )

    def _failed(self, problem: BaseException) -> None:
        LOG.error("letters on their way were stopped", exc_info=problem)
        self.far = replace(self.far, problem=FAILED)

    def _some(self, kept_in: Store) -> tuple[int, list[Draft[Any]], list[str]]:
        """Put the next few into the queue, all or none; return how many went, and which may not, with why."""
        from commscore.pipeline import assess_letters

        private, held, why = _settled(self.far.left[:A_FEW], self._knowingly)
        reports = list(assess_letters(private, self._about.nation, self._about.received))
        kept_in.add(reports)
        return len(reports), held, why


def _settled(
    some: Sequence[Draft[Any]], knowingly: bool
) -> tuple[list[Deidentified[Letter]], list[Draft[Any]], list[str]]:
    """Return the letters that may go on, and those that may not, with why."""
    done: list[Deidentified[Letter]] = []
    held: list[Draft[Any]] = []
    why: list[str] = []
    for draft in some:
        try:
            done.append(settled(draft, knowingly))
        except PersonalError as problem:
            held.append(draft)
            why.append(str(problem))
    return done, held, why


@cache
def _threads() -> ThreadPool:
    pool = ThreadPool(AT_ONCE)  # its threads end with the program, wherever they are
    atexit.register(pool.terminate)
    return pool
